package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.spanId;
import static dev.spanloom.storage.contract.Examples.traceId;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.LlmCost;
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
import dev.spanloom.storage.WriteBatch;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A small world, so that operations often meet the same trace and filters often find something.
 * Costs and durations are sums of powers of two: adding them up in any order gives the same.
 */
final class RandomWorld {
  static final int TRACES = 6;
  static final int SPANS = 6;

  /** What tags, metadata, attributes and feedback have for values. */
  static final List<String> VALUES =
      List.of("v0", "v1", "V1", "5", "5.0", "-2.25", "true", "yes", "", "é 'x'", "v".repeat(250));

  static final List<String> TYPES = List.of("LLM", "TOOL", "AGENT");

  private static final List<String> WORDS =
      List.of("alpha", "Beta", "gamma-delta", "naïve", "学習", "x_y%z", "\"q\"", "12", "it's");

  private static final long QUARTER_MILLI = 250_000;

  private RandomWorld() {}

  static <T> T any(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  static String anyTrace(Random random) {
    return traceId(random.nextInt(TRACES));
  }

  static String anyKey(Random random) {
    return random.nextInt(4) == 0 ? TraceTagKey.TRACE_NAME : "t" + random.nextInt(3);
  }

  static String anyText(Random random) {
    return any(WORDS, random) + " " + any(WORDS, random);
  }

  static String assessmentId(Random random) {
    return "a-" + random.nextInt(4);
  }

  static Feedback assessment(Random random) {
    Object value =
        switch (random.nextInt(3)) {
          case 0 -> random.nextInt(9);
          case 1 -> random.nextBoolean();
          default -> any(VALUES, random);
        };
    return Feedback.builder("f" + random.nextInt(2))
        .value(value)
        .assessmentId(assessmentId(random))
        .overrides(random.nextInt(3) == 0 ? assessmentId(random) : null)
        .createTimeUnixMillis(START_MILLIS + random.nextInt(3000))
        .lastUpdateTimeUnixMillis(1)
        .build();
  }

  static WriteBatch batch(Random random) {
    List<TraceInfo> infos =
        IntStream.range(0, random.nextInt(3)).mapToObj(i -> info(random)).toList();
    List<EncodedSpan> spans =
        IntStream.range(0, random.nextInt(6)).mapToObj(i -> EncodedSpan.of(span(random))).toList();
    return new WriteBatch(infos, spans, Experiment.DEFAULT_ID);
  }

  private static TraceInfo info(Random random) {
    TraceInfo.Builder info =
        TraceInfo.builder(anyTrace(random))
            .state(any(List.of(TraceState.values()), random))
            .requestTimeUnixMillis(random.nextInt(4) == 0 ? 0 : START_MILLIS + random.nextInt(5))
            .metadata("k", any(VALUES, random));
    if (random.nextBoolean()) {
      info.executionDurationMillis((long) random.nextInt(200)).requestPreview("said");
    }
    if (random.nextInt(3) == 0) {
      info.tag(anyKey(random), any(VALUES, random)).clientRequestId("c" + random.nextInt(3));
    }
    if (random.nextInt(3) == 0) {
      info.metadata(TraceMetadataKey.TRACE_SESSION, "s" + random.nextInt(2))
          .metadata(TraceMetadataKey.TRACE_USER, "u" + random.nextInt(2));
    }
    if (random.nextInt(3) == 0) {
      info.assessments(List.of(assessment(random)));
    }
    return random.nextInt(9) == 0 ? info.experimentId("shop").build() : info.build();
  }

  private static Span span(Random random) {
    int number = random.nextInt(SPANS);
    int parent = random.nextInt(SPANS);
    long start = Examples.nanos(0) + random.nextInt(24) * QUARTER_MILLI;
    Span.Builder span =
        Span.builder(anyTrace(random), spanId(number))
            .name("name " + random.nextInt(3))
            .parentId(number < 2 || parent == number ? null : spanId(parent))
            .startTimeUnixNanos(start)
            .endTimeUnixNanos(
                random.nextInt(4) == 0 ? 0 : start + random.nextInt(1200) * QUARTER_MILLI)
            .status(new SpanStatus(any(List.of(SpanStatusCode.values()), random), ""))
            .inputs("in " + random.nextInt(100))
            .outputs(anyText(random));
    if (random.nextInt(3) > 0) {
      span.spanType(any(TYPES, random));
    }
    if (random.nextBoolean()) {
      span.attribute("x", AttributeValue.of(attribute(random)));
    }
    if (random.nextInt(3) == 0) {
      TokenUsage usage = new TokenUsage(random.nextInt(50), random.nextInt(50));
      LlmCost cost = new LlmCost(random.nextInt(64) / 64.0, 0.125, random.nextInt(64) / 64.0);
      span.attribute(SpanAttributeKey.MODEL, AttributeValue.of("m" + random.nextInt(2)))
          .attribute(SpanAttributeKey.MODEL_PROVIDER, AttributeValue.of("p" + random.nextInt(2)))
          .attribute(SpanAttributeKey.CHAT_USAGE, AttributeValue.of(usage.toMap()))
          .attribute(SpanAttributeKey.LLM_COST, AttributeValue.of(cost.toMap()));
    }
    return span.build();
  }

  private static Object attribute(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> (long) random.nextInt(8);
      case 1 -> random.nextInt(16) / 4.0;
      case 2 -> random.nextBoolean();
      case 3 -> List.of("a", (long) random.nextInt(3));
      default -> any(VALUES, random);
    };
  }
}
