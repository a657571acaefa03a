package dev.spanloom.bench.store;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.SpanSummary;
import dev.spanloom.storage.TraceReader;
import java.util.List;
import java.util.Optional;

/** Reading by id: a trace, its info, its skeleton, one span; of traces all over the store. */
final class Readings {
  private final Stage stage;
  private final TraceReader reader;

  Readings(Stage stage) {
    this.stage = stage;
    this.reader = stage.bench().store().reader();
  }

  void run() {
    stage.put(
        "get trace",
        Measure.calls(run -> reader.trace(some(run).traceId()), (found, run) -> check(found, run)));
    stage.put(
        "get trace info",
        Measure.calls(
            run -> reader.info(some(run).traceId()),
            (found, run) -> check(found.orElseThrow(), some(run))));
    stage.put(
        "skeleton",
        Measure.calls(
            run -> reader.skeleton(some(run).traceId(), 0, 1000),
            (found, run) -> checkSkeleton(found, some(run))));
    stage.put(
        "one span",
        Measure.calls(
            run -> reader.span(some(run).traceId(), spanId(run)),
            (found, run) -> check(found.orElseThrow(), some(run), run % 10)));
  }

  private TraceSpec some(int run) {
    int traces = stage.truth().workload().traces();
    return stage.truth().trace((int) Math.floorMod(Bits.scramble(run + 4711L), (long) traces));
  }

  private String spanId(int run) {
    return Workload.spanId(some(run).number(), run % Workload.SPANS_PER_TRACE);
  }

  private void check(Optional<Trace> found, int run) {
    TraceSpec spec = some(run);
    Trace trace = found.orElseThrow();
    check(trace.info(), spec);
    Checks.equal("spans of " + spec.traceId(), trace.data().spans().size(), spec.spans().size());
    for (int i = 0; i < spec.spans().size(); i++) {
      check(trace.findSpan(Workload.spanId(spec.number(), i)).orElseThrow(), spec, i);
    }
  }

  private static void check(TraceInfo info, TraceSpec spec) {
    Checks.equal("start of " + spec.traceId(), info.requestTimeUnixMillis(), spec.timeMillis());
    Checks.equal("name of " + spec.traceId(), info.name(), spec.name());
    Checks.equal("tag of " + spec.traceId(), info.tags().get("team"), spec.team());
  }

  private static void check(Span span, TraceSpec trace, int number) {
    SpanSpec spec = trace.spans().get(number);
    String what = "span " + number + " of " + trace.traceId();
    Checks.equal("name of " + what, span.name(), spec.name());
    Checks.equal(
        "attribute of " + what,
        span.attribute("request_ref"),
        Workload.requestRef(trace.number(), number));
    String planted = Planted.of(trace.number(), number);
    Checks.that(
        String.valueOf(span.inputs()).contains(planted) && span.outputs() != null,
        "payload of " + what + " with \"" + planted + "\"",
        span.inputs());
  }

  private static void checkSkeleton(List<SpanSummary> found, TraceSpec spec) {
    Checks.equal("spans in the skeleton", found.size(), spec.spans().size());
    Checks.equal("name of the root", found.get(0).name(), spec.name());
    Checks.equal(
        "tokens in the skeleton",
        found.stream().mapToLong(s -> s.usage() == null ? 0 : s.usage().inputTokens()).sum(),
        spec.spans().stream().mapToLong(SpanSpec::inputTokens).sum());
  }
}
