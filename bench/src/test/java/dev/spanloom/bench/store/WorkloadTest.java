package dev.spanloom.bench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.query.SpanText;
import dev.spanloom.storage.WriteBatch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final List<String> EXPERIMENTS = List.of("1", "2", "3");
  private static final int TRACES = 2000;

  private final Workload workload = new Workload(TRACES);

  private static WriteBatch batch(Workload workload, int from, int to) {
    return TraceFeed.batch(
        workload, new TraceEncoder(EXPERIMENTS, new Vocabulary()), "1", from, to);
  }

  @Test
  void aTraceIsAlwaysTheSame() {
    assertThat(new Workload(TRACES).trace(77)).isEqualTo(workload.trace(77));
    assertThat(batch(workload, 70, 80)).isEqualTo(batch(new Workload(TRACES), 70, 80));
  }

  @Test
  void anIdTellsItsTrace() {
    for (int number : new int[] {0, 1, 99_999, 5_000_000}) {
      assertThat(Workload.number(Workload.traceId(number))).isEqualTo(number);
    }
  }

  @Test
  void idsAndReferencesAreUnique() {
    Set<String> seen = new HashSet<>();
    for (int trace = 0; trace < TRACES; trace++) {
      assertThat(seen.add(Workload.traceId(trace))).isTrue();
      for (int span = 0; span < Workload.SPANS_PER_TRACE; span++) {
        assertThat(seen.add(Workload.spanId(trace, span))).isTrue();
        assertThat(seen.add(Workload.requestRef(trace, span))).isTrue();
      }
    }
  }

  @Test
  void timesAreSpreadOverTheDay() {
    assertThat(IntStream.range(0, TRACES).mapToLong(n -> workload.trace(n).timeMillis()))
        .allMatch(
            time ->
                time >= Workload.START_MILLIS
                    && time < Workload.START_MILLIS + Workload.DAY_MILLIS);
    assertThat((double) workload.trace(TRACES / 2).timeMillis())
        .isCloseTo(Workload.START_MILLIS + Workload.DAY_MILLIS / 2.0, within(5000.0));
  }

  @Test
  void sharesAreWhatTheyShouldBe() {
    Truth truth = new Truth(workload);
    assertThat(truth.answer(0, trace -> true).count()).isBetween(1500, 1700);
    List<TraceSpec> all = IntStream.range(0, TRACES).mapToObj(workload::trace).toList();
    assertThat(all).filteredOn(TraceSpec::error).hasSizeBetween(20, 65);
    assertThat(all)
        .filteredOn(trace -> trace.correctness() != null || trace.quality() != null)
        .hasSizeBetween(70, 130);
  }

  @Test
  void aSpanHasAboutTwoKilobytesOfTextAndTenAttributes() {
    WriteBatch batch = batch(workload, 0, 100);
    assertThat(batch.spans()).hasSize(100 * Workload.SPANS_PER_TRACE);
    double chars = 0;
    for (EncodedSpan encoded : batch.spans()) {
      Span span = encoded.decode();
      chars += String.valueOf(span.inputs()).length() + String.valueOf(span.outputs()).length();
      assertThat(span.attributes())
          .containsKeys(
              "model",
              "provider",
              "temperature",
              "env",
              "region",
              "tier",
              "retries",
              "cache_hit",
              "score",
              "request_ref");
    }
    assertThat(chars / batch.spans().size()).isBetween(1900.0, 2200.0);
  }

  @Test
  void whatIsEncodedIsWhatIsKnown() {
    WriteBatch batch = batch(workload, 5, 6);
    TraceSpec trace = workload.trace(5);
    assertThat(batch.infos().get(0).traceId()).isEqualTo(trace.traceId());
    for (int i = 0; i < trace.spans().size(); i++) {
      Span span = batch.spans().get(trace.spans().size() - 1 - i).decode();
      SpanSpec spec = trace.spans().get(i);
      assertThat(span.name()).isEqualTo(spec.name());
      assertThat(span.spanType()).isEqualTo(spec.type());
      assertThat(span.durationNanos()).isEqualTo(spec.durationNanos());
      assertThat(span.tokenUsage().isPresent()).isEqualTo(spec.callsModel());
      assertThat(span.attribute("score")).isEqualTo(spec.score());
    }
  }

  @Test
  void plantedWordsAreWhereItIsSaidAndNowhereElse() {
    Map<String, String> texts = new HashMap<>();
    for (EncodedSpan encoded : batch(workload, 0, TRACES).spans()) {
      Span span = encoded.decode();
      texts.merge(span.traceId(), SpanText.of(span), (a, b) -> a + "\n" + b);
    }
    for (int number = 0; number < TRACES; number++) {
      String text = texts.get(Workload.traceId(number));
      for (int word = 0; word < Planted.RARE_WORDS; word++) {
        assertThat(text.contains(Planted.rare(word))).isEqualTo(Planted.hasRare(number, word));
      }
      for (int word = 0; word < Planted.COMMON_WORDS; word++) {
        assertThat(text.contains(Planted.common(word))).isEqualTo(Planted.hasCommon(number, word));
      }
      for (int word = 0; word < Planted.INNER_WORDS; word++) {
        assertThat(text.contains(Planted.innerPart(word)))
            .isEqualTo(Planted.hasInner(number, word));
      }
    }
  }
}
