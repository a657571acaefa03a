package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.spanId;
import static dev.spanloom.storage.contract.Examples.traceId;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes, changes and deletes traces of a world in which there is much to count. */
final class RandomMetrics {
  static final List<String> EXPERIMENTS = List.of("0", "1", "2");
  static final List<String> TYPES = List.of("LLM", "TOOL", "CHAIN", "x".repeat(300));

  /** Some are more frequent, so that there is much of them. */
  private static final List<String> NAMES = List.of("ask", "Answer", "", "long".repeat(80));

  private static final List<String> RARE_NAMES =
      Stream.concat(
              IntStream.range(0, 14).mapToObj(i -> "GET /orders/" + i),
              Stream.of("\u0002", "long".repeat(80) + "er"))
          .toList();

  static final long HOURS_MILLIS = 5 * 3_600_000L;

  private static final int TRACES = 40;
  private static final int SPANS = 5;
  private static final int LONG_TAG = 300;

  private final TraceStore store;

  RandomMetrics(TraceStore store) {
    this.store = store;
  }

  void change(Random random) {
    try {
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3, 4, 5, 6 -> store.writer().write(batch(random));
        case 7 -> setTag(random);
        case 8 -> store.tags().delete(trace(random), anyKey(random));
        case 9 -> assess(random);
        case 10 -> store.assessments().delete(trace(random), "a-" + random.nextInt(6));
        default -> store.deletion().deleteByIds(any(EXPERIMENTS, random), List.of(trace(random)));
      }
    } catch (MlflowException e) {
      // what is not there cannot be changed; both stores agree on that, as other suites show
    }
  }

  private static String anyKey(Random random) {
    return random.nextBoolean() ? "env" : TraceTagKey.TRACE_NAME;
  }

  private void setTag(Random random) {
    String key = anyKey(random);
    store.tags().set(trace(random), key, key.equals("env") ? value(random) : name(random));
  }

  static <T> T any(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  private static String trace(Random random) {
    return traceId(random.nextInt(TRACES));
  }

  static String value(Random random) {
    return random.nextInt(8) == 0
        ? "y".repeat(LONG_TAG) + random.nextInt(2)
        : any(List.of("prod", "Dev", "dev", "50%", ""), random);
  }

  static String name(Random random) {
    return any(random.nextBoolean() ? NAMES : RARE_NAMES, random);
  }

  static long time(Random random) {
    long millis = random.nextLong(HOURS_MILLIS);
    return START_MILLIS
        + switch (random.nextInt(4)) {
          case 0 -> millis / 3_600_000 * 3_600_000;
          case 1 -> millis / 60_000 * 60_000;
          default -> millis;
        };
  }

  private void assess(Random random) {
    String name = any(List.of("helpful", "Score"), random);
    Object value = any(List.of(true, false, "yes", "no", "good", 0.5, 3L), random);
    String id = "a-" + random.nextInt(6);
    store
        .assessments()
        .create(
            random.nextInt(3) == 0
                ? Expectation.builder(name)
                    .value(value)
                    .assessmentId(id)
                    .traceId(trace(random))
                    .createTimeUnixMillis(time(random))
                    .build()
                : Feedback.builder(name)
                    .value(value)
                    .assessmentId(id)
                    .traceId(trace(random))
                    .overrides(random.nextInt(4) == 0 ? "a-" + random.nextInt(6) : null)
                    .createTimeUnixMillis(time(random))
                    .build());
  }

  private static WriteBatch batch(Random random) {
    List<TraceInfo> infos = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      infos.add(info(random));
    }
    List<EncodedSpan> spans = new ArrayList<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      spans.add(EncodedSpan.of(span(random)));
    }
    return new WriteBatch(infos, spans, any(EXPERIMENTS, random));
  }

  private static TraceInfo info(Random random) {
    TraceInfo.Builder info =
        TraceInfo.builder(trace(random))
            .state(any(List.of(TraceState.values()), random))
            .requestTimeUnixMillis(time(random));
    if (random.nextBoolean()) {
      info.executionDurationMillis((long) random.nextInt(20_000));
    }
    if (random.nextBoolean()) {
      info.metadata(TraceMetadataKey.TRACE_SESSION, "s" + random.nextInt(6));
    }
    if (random.nextBoolean()) {
      info.metadata(TraceMetadataKey.TRACE_USER, "u" + random.nextInt(4));
    }
    if (random.nextInt(3) == 0) {
      info.tag("env", value(random)).metadata("k", value(random));
    }
    return random.nextInt(3) == 0
        ? info.experimentId(any(EXPERIMENTS, random)).build()
        : info.build();
  }

  private static Span span(Random random) {
    int number = random.nextInt(SPANS);
    long start = time(random) * 1_000_000 + random.nextInt(1_000_000);
    long nanos = (long) Math.exp(random.nextDouble() * 24);
    Span.Builder span =
        Span.builder(trace(random), spanId(number))
            .name(name(random))
            .parentId(number == 0 ? null : spanId(0))
            .startTimeUnixNanos(start)
            .endTimeUnixNanos(random.nextInt(6) == 0 ? 0 : start + nanos)
            .status(new SpanStatus(any(List.of(SpanStatusCode.values()), random), ""));
    if (random.nextInt(4) != 0) {
      span.spanType(any(TYPES, random));
    }
    if (random.nextBoolean()) {
      span.attribute("mlflow.llm.model", AttributeValue.of("m" + random.nextInt(2)));
      span.attribute("region", AttributeValue.of(any(List.of("eu", "us", "EU", 5L), random)));
      span.attribute(SpanAttributeKey.CHAT_USAGE, AttributeValue.of(usage(random).toMap()));
    }
    if (random.nextInt(3) == 0) {
      LlmCost cost = new LlmCost(random.nextDouble(), 0.1, random.nextDouble());
      span.attribute(SpanAttributeKey.LLM_COST, AttributeValue.of(cost.toMap()));
    }
    return span.build();
  }

  private static TokenUsage usage(Random random) {
    long in = random.nextInt(500);
    long out = random.nextInt(100);
    return random.nextBoolean()
        ? new TokenUsage(in, out)
        : new TokenUsage(in, out, in + out, (long) random.nextInt(50), null);
  }
}
