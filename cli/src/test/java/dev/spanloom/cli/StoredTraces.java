package dev.spanloom.cli;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A store with traces to work on. Trace number n began n minutes before {@link #LATEST_MILLIS}, is
 * in the experiment Default or, each third one, in {@code other}, and has a root and a model call;
 * each fifth failed.
 */
final class StoredTraces {
  static final long LATEST_MILLIS = 1_750_000_000_000L;
  static final String OTHER = "other";

  private static final long NANOS = 1_000_000;

  private StoredTraces() {}

  static String id(int number) {
    return TraceIds.fromOtel(String.format("%032x", number + 1));
  }

  static String spanId(int number) {
    return String.format("%016x", number);
  }

  static boolean failed(int number) {
    return number % 5 == 0;
  }

  static boolean isOther(int number) {
    return number % 3 == 0;
  }

  /** Makes a store with traces 1 to a number. */
  static String write(Path file, int count) {
    String uri = "sqlite:" + file;
    try (TraceStore store = SqliteTraceStore.open(file)) {
      String other = store.experiments().getOrCreate(OTHER).experimentId();
      List<TraceInfo> infos = new ArrayList<>();
      List<EncodedSpan> spans = new ArrayList<>();
      for (int number = 1; number <= count; number++) {
        infos.add(info(number, isOther(number) ? other : Experiment.DEFAULT_ID));
        spans.add(EncodedSpan.of(root(number)));
        spans.add(EncodedSpan.of(call(number)));
      }
      store.writer().write(new WriteBatch(infos, spans, Experiment.DEFAULT_ID));
    }
    return uri;
  }

  private static long startMillis(int number) {
    return LATEST_MILLIS - number * 60_000L;
  }

  private static TraceInfo info(int number, String experimentId) {
    return TraceInfo.builder(id(number))
        .experimentId(experimentId)
        .requestTimeUnixMillis(startMillis(number))
        .executionDurationMillis(100L * number)
        .state(failed(number) ? TraceState.ERROR : TraceState.OK)
        .tag("env", number % 2 == 0 ? "prod" : "test")
        .tag("number", String.valueOf(number))
        .metadata(TraceMetadataKey.TRACE_SESSION, "session-" + number % 4)
        .metadata(TraceMetadataKey.TRACE_USER, "user-" + number % 2)
        .build();
  }

  private static Span root(int number) {
    return Span.builder(id(number), spanId(1))
        .name("answer-" + number % 2)
        .spanType(SpanType.CHAIN)
        .startTimeUnixNanos(startMillis(number) * NANOS)
        .endTimeUnixNanos((startMillis(number) + 100L * number) * NANOS)
        .status(
            failed(number)
                ? new SpanStatus(SpanStatusCode.ERROR, "TimeoutException: too slow")
                : new SpanStatus(SpanStatusCode.OK, ""))
        .inputs(Map.of("question", "What is " + number + "?"))
        .outputs("It is \"" + number + "\", of course.")
        .build();
  }

  private static Span call(int number) {
    return Span.builder(id(number), spanId(2))
        .parentId(spanId(1))
        .name("complete")
        .spanType(SpanType.CHAT_MODEL)
        .startTimeUnixNanos((startMillis(number) + 10) * NANOS)
        .endTimeUnixNanos((startMillis(number) + 50) * NANOS)
        .status(new SpanStatus(SpanStatusCode.OK, ""))
        .attribute(
            SpanAttributeKey.CHAT_USAGE,
            AttributeValue.of(new TokenUsage(10L * number, number).toMap()))
        .attribute(SpanAttributeKey.MODEL, AttributeValue.of("model-" + number % 2))
        .build();
  }
}
