package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.nanos;
import static dev.spanloom.storage.contract.Examples.spanId;
import static dev.spanloom.storage.contract.Examples.traceId;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Expectation;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Traces drawn from few values, so that filters of the same values find some of them. */
final class HostileWorld {
  static final List<String> EXPERIMENTS = List.of("0", "3");
  static final List<String> KEYS = List.of("k", "team", "a.b", "mlflow.traceName");

  private static final String LONG = "a long text ".repeat(20);

  static final List<String> TEXTS =
      List.of(
          "alpha",
          "Beta",
          "beta gamma",
          "",
          "5",
          "5.0",
          "-3",
          "0.25",
          "007",
          "true",
          "TRUE",
          "False",
          "yes",
          "no",
          "50%",
          "a_b",
          "[1, 2]",
          "\u0001",
          "stra\u00dfe",
          "\u0130stanbul",
          "\u4e2d\u6587\u5b57",
          "\ud83d\ude00 x",
          "it's",
          LONG,
          LONG + "b",
          "7".repeat(250),
          "x".repeat(60));

  static final List<Object> PLAIN =
      List.of(
          5L,
          5.0,
          0.25,
          -3L,
          1e20,
          1e-5,
          true,
          false,
          "5",
          "true",
          "alpha",
          "beta gamma",
          LONG,
          List.of(1L, "alpha"),
          Map.of("role", "user", "n", 5L),
          "\u4e2d\u6587",
          "7".repeat(250));

  static final List<String> MODELS = List.of("gpt-4o", "claude", "");
  static final List<String> TYPES = List.of("LLM", "TOOL", "CHAIN", "my type");
  static final List<String> ATTRIBUTES = List.of("k", "temperature", "mlflow.spanInputs", "n");

  private static final int LARGE = 70;
  private static final int MOST_REPLACED = 30;

  private final Random random;

  HostileWorld(Random random) {
    this.random = random;
  }

  static <T> T any(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  /**
   * Batches to be written in this order.
   *
   * @param traces how many traces
   * @param spread over how many milliseconds they start, more or less in the order of their ids
   * @param together how many traces a batch has
   */
  List<WriteBatch> batches(int traces, int spread, int together) {
    List<WriteBatch> batches = new ArrayList<>();
    List<WriteBatch> later = new ArrayList<>();
    for (int from = 0; from < traces; from += together) {
      String experiment = any(EXPERIMENTS, random);
      List<TraceInfo> infos = new ArrayList<>();
      List<EncodedSpan> encoded = new ArrayList<>();
      for (int i = from; i < Math.min(traces, from + together); i++) {
        String id = traceId(i);
        long start = (long) i * spread / traces + random.nextInt(40);
        int spans =
            random.nextInt(12) == 0 ? LARGE : random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(4);
        for (int n = 0; n < spans; n++) {
          encoded.add(EncodedSpan.of(span(id, n, start)));
        }
        if (spans == 0 || random.nextInt(4) != 0) {
          infos.add(info(id, any(EXPERIMENTS, random), start));
        }
        if (spans > 0 && random.nextInt(4) == 0) {
          EncodedSpan again = EncodedSpan.of(span(id, random.nextInt(spans), start));
          later.add(new WriteBatch(List.of(), List.of(again), experiment));
        }
      }
      batches.add(new WriteBatch(infos, encoded, experiment));
    }
    batches.addAll(later.subList(0, Math.min(later.size(), MOST_REPLACED)));
    return batches;
  }

  private TraceInfo info(String id, String experiment, long start) {
    TraceInfo.Builder info =
        TraceInfo.builder(id)
            .experimentId(experiment)
            .requestTimeUnixMillis(Examples.START_MILLIS + start)
            .state(any(List.of(TraceState.values()), random))
            .clientRequestId(maybe() ? any(TEXTS, random) : null)
            .executionDurationMillis(maybe() ? (Long) (long) random.nextInt(12) : null);
    for (String key : KEYS) {
      if (maybe()) {
        info.tag(key, any(TEXTS, random));
      }
      if (maybe()) {
        info.metadata(key, any(TEXTS, random));
      }
    }
    if (maybe()) {
      info.metadata(
          TraceMetadataKey.TRACE_SESSION,
          random.nextInt(3) == 0 ? "[\"alpha\", \"Beta\"]" : any(TEXTS, random));
    }
    if (maybe()) {
      info.metadata(TraceMetadataKey.TRACE_USER, any(TEXTS, random));
    }
    if (maybe()) {
      info.metadata(TraceMetadataKey.SOURCE_RUN, any(TEXTS, random));
    }
    if (random.nextInt(3) == 0) {
      info.metadata(
          TraceMetadataKey.LINKED_RUNS,
          maybe() ? "[\"alpha\", \"r" + random.nextInt(3) + "\"]" : any(TEXTS, random));
    }
    if (random.nextInt(4) == 0) {
      info.tag(
          TraceTagKey.LINKED_PROMPTS,
          "[{\"name\": \"p\", \"version\": \"" + random.nextInt(3) + "\"}]");
    }
    return info.assessments(maybe() ? List.of() : List.of(feedback(0), feedback(1), expectation()))
        .build();
  }

  private Feedback feedback(int number) {
    Feedback.Builder feedback =
        Feedback.builder(any(KEYS, random)).assessmentId("a-" + number).createTimeUnixMillis(1);
    feedback.value(random.nextInt(6) == 0 ? any(TEXTS, random) : any(PLAIN, random));
    return random.nextInt(5) == 0 ? feedback.valid(false).build() : feedback.build();
  }

  private Expectation expectation() {
    return Expectation.builder(any(KEYS, random))
        .value(any(PLAIN, random))
        .assessmentId("a-9")
        .createTimeUnixMillis(1)
        .build();
  }

  private Span span(String trace, int number, long start) {
    Span.Builder span =
        Span.builder(trace, spanId(number))
            .parentId(number == 0 ? null : spanId(0))
            .name(random.nextInt(3) == 0 ? any(TEXTS, random) : "step " + random.nextInt(3))
            .startTimeUnixNanos(nanos(start))
            .endTimeUnixNanos(
                random.nextInt(6) == 0 ? 0 : nanos(start) + 500_000L * random.nextInt(20))
            .status(new SpanStatus(any(Arrays.asList(SpanStatusCode.values()), random), ""));
    if (maybe()) {
      span.spanType(any(TYPES, random));
    }
    if (maybe()) {
      span.attribute(SpanAttributeKey.MODEL, AttributeValue.of(any(MODELS, random)));
      span.attribute(SpanAttributeKey.MODEL_PROVIDER, AttributeValue.of(any(MODELS, random)));
    }
    for (String key : ATTRIBUTES) {
      if (maybe()) {
        span.attribute(key, AttributeValue.of(any(PLAIN, random)));
      }
    }
    if (random.nextInt(3) == 0) {
      TokenUsage usage = new TokenUsage(random.nextInt(9), random.nextInt(9));
      span.attribute(SpanAttributeKey.CHAT_USAGE, AttributeValue.of(usage.toMap()));
      LlmCost cost = new LlmCost(random.nextInt(4) / 4.0, 0.25, random.nextInt(4));
      span.attribute(SpanAttributeKey.LLM_COST, AttributeValue.of(cost.toMap()));
    }
    return span.build();
  }

  private boolean maybe() {
    return random.nextBoolean();
  }
}
