package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.nanos;
import static dev.spanloom.storage.contract.Examples.spanId;
import static dev.spanloom.storage.contract.Examples.traceId;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Operations drawn from a small world, so that they often meet the same trace. What an operation
 * answers is text that two stores can be compared by.
 */
final class RandomOperations {
  private static final int TRACES = 5;
  private static final int SPANS = 6;

  private final TraceStore store;

  RandomOperations(TraceStore store) {
    this.store = store;
  }

  /** Removes what earlier rounds left. */
  void clear() {
    store.deletion().deleteUntil(Experiment.DEFAULT_ID, Long.MAX_VALUE, null);
  }

  /** One operation and its answer; an error is an answer too. */
  String run(Random random) {
    String name = traceId(random.nextInt(TRACES));
    try {
      return switch (random.nextInt(12)) {
        case 0, 1, 2, 3, 4 -> "write " + store.writer().write(batch(random));
        case 5 -> setTag(name, random);
        case 6 -> deleteTag(name, random);
        case 7 ->
            "create "
                + plain(
                    store
                        .assessments()
                        .create(assessment(random).toBuilder().traceId(name).build()));
        case 8 -> "update " + plain(update(name, random));
        case 9 -> deleteAssessment(name, random);
        case 10 -> "search " + search(random);
        default -> delete(random);
      };
    } catch (MlflowException e) {
      return "error " + e.errorCode() + " " + e.getMessage();
    }
  }

  private String setTag(String trace, Random random) {
    String key = key(random);
    store.tags().set(trace, key, "v" + random.nextInt(3));
    return "set " + trace + " " + key;
  }

  private String deleteTag(String trace, Random random) {
    String key = key(random);
    store.tags().delete(trace, key);
    return "unset " + trace + " " + key;
  }

  private Assessment update(String trace, Random random) {
    return store
        .assessments()
        .update(
            assessment(random).toBuilder()
                .traceId(trace)
                .metadata("m" + random.nextInt(3), "v")
                .build());
  }

  private String deleteAssessment(String trace, Random random) {
    String id = assessmentId(random);
    store.assessments().delete(trace, id);
    return "delete " + trace + " " + id;
  }

  private String delete(Random random) {
    int deleted =
        random.nextBoolean()
            ? store
                .deletion()
                .deleteByIds(Experiment.DEFAULT_ID, List.of(traceId(random.nextInt(TRACES))))
            : store.deletion().deleteUntil(Experiment.DEFAULT_ID, Examples.START_MILLIS + 2, 1);
    return "delete " + deleted;
  }

  /** Pages through all results. */
  private List<String> search(Random random) {
    TraceQuery.Builder query =
        TraceQuery.builder("0").maxResults(1 + random.nextInt(3)).oldestFirst(random.nextBoolean());
    switch (random.nextInt(6)) {
      case 0 -> query.tags(Map.of(key(random), "v" + random.nextInt(3)));
      case 1 -> query.states(List.of(TraceState.OK, TraceState.ERROR));
      case 2 -> query.name("name " + random.nextInt(3));
      case 3 -> query.minTimeUnixMillis(Examples.START_MILLIS + random.nextInt(4));
      case 4 -> query.metadata(Map.of("k", "v" + random.nextInt(3)));
      default -> query.maxTimeUnixMillis(Examples.START_MILLIS + random.nextInt(4));
    }
    List<String> found = new ArrayList<>();
    String token = null;
    do {
      TracePage page = store.search().search(query.pageToken(token).build());
      page.infos().forEach(info -> found.add(info.traceId()));
      token = page.nextPageToken();
    } while (token != null);
    return found;
  }

  private static <T> T any(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  private static String key(Random random) {
    return random.nextInt(4) == 0 ? TraceTagKey.TRACE_NAME : "t" + random.nextInt(3);
  }

  private static String assessmentId(Random random) {
    return "a-" + random.nextInt(4);
  }

  private static Feedback assessment(Random random) {
    return Feedback.builder("f")
        .value(random.nextInt(9))
        .assessmentId(assessmentId(random))
        .overrides(random.nextInt(3) == 0 ? assessmentId(random) : null)
        .createTimeUnixMillis(1)
        .lastUpdateTimeUnixMillis(1)
        .build();
  }

  private static WriteBatch batch(Random random) {
    List<TraceInfo> infos =
        IntStream.range(0, random.nextInt(3)).mapToObj(i -> info(random)).toList();
    List<EncodedSpan> spans =
        IntStream.range(0, random.nextInt(6)).mapToObj(i -> EncodedSpan.of(span(random))).toList();
    return new WriteBatch(infos, spans, Experiment.DEFAULT_ID);
  }

  private static TraceInfo info(Random random) {
    TraceInfo.Builder info =
        TraceInfo.builder(traceId(random.nextInt(TRACES)))
            .state(any(List.of(TraceState.values()), random))
            .requestTimeUnixMillis(
                random.nextInt(4) == 0 ? 0 : Examples.START_MILLIS + random.nextInt(5))
            .metadata("k", "v" + random.nextInt(3));
    if (random.nextBoolean()) {
      info.executionDurationMillis((long) random.nextInt(200)).requestPreview("said");
    }
    if (random.nextInt(3) == 0) {
      info.tag(key(random), "v" + random.nextInt(3)).clientRequestId("c" + random.nextInt(3));
    }
    if (random.nextInt(3) == 0) {
      info.assessments(List.of(assessment(random)));
    }
    return random.nextInt(9) == 0 ? info.experimentId("shop").build() : info.build();
  }

  private static Span span(Random random) {
    int number = random.nextInt(SPANS);
    int parent = random.nextInt(SPANS);
    Span.Builder span =
        Span.builder(traceId(random.nextInt(TRACES)), spanId(number))
            .name("name " + random.nextInt(3))
            .parentId(number < 2 || parent == number ? null : spanId(parent))
            .startTimeUnixNanos(nanos(random.nextInt(6)))
            .endTimeUnixNanos(random.nextInt(4) == 0 ? 0 : nanos(random.nextInt(300)))
            .status(new SpanStatus(any(List.of(SpanStatusCode.values()), random), ""))
            .inputs("in " + random.nextInt(100));
    if (random.nextInt(3) == 0) {
      TokenUsage usage = new TokenUsage(random.nextInt(50), random.nextInt(50));
      span.attribute(SpanAttributeKey.CHAT_USAGE, AttributeValue.of(usage.toMap()));
      LlmCost cost = new LlmCost(random.nextDouble(), 0.1, random.nextDouble());
      span.attribute(SpanAttributeKey.LLM_COST, AttributeValue.of(cost.toMap()));
    }
    return span.build();
  }

  /** Everything that is stored, without times that clocks made. */
  List<Object> contents() {
    List<String> ids = IntStream.range(0, TRACES).mapToObj(Examples::traceId).toList();
    List<Object> contents = new ArrayList<>();
    for (Trace trace : store.reader().traces(ids)) {
      contents.add(withoutClock(trace.info()));
      contents.add(trace.data());
    }
    store.reader().infos(ids).forEach(info -> contents.add(withoutClock(info)));
    return contents;
  }

  private static TraceInfo withoutClock(TraceInfo info) {
    return info.toBuilder()
        .assessments(info.assessments().stream().map(RandomOperations::plain).toList())
        .build();
  }

  private static Assessment plain(Assessment assessment) {
    Assessment.Builder<?> builder = assessment.toBuilder();
    builder.lastUpdateTimeUnixMillis(0);
    return builder.build();
  }
}
