package dev.spanloom.storage.contract;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.WriteBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Small traces to write. */
final class Examples {
  /** When the traces begin. */
  static final long START_MILLIS = 1_700_000_000_000L;

  static final String TRACE = traceId(1);
  static final String OTHER_TRACE = traceId(2);

  private static final long NANOS_PER_MILLI = 1_000_000;

  private Examples() {}

  static String traceId(int number) {
    return TraceIds.fromOtel(String.format("%032x", number));
  }

  /** The number that {@link #traceId} was made from. */
  static int number(String traceId) {
    return Integer.parseInt(traceId.substring(traceId.indexOf('-') + 1), 16);
  }

  static String spanId(int number) {
    return String.format("%016x", number + 1);
  }

  static long nanos(long millisAfterStart) {
    return (START_MILLIS + millisAfterStart) * NANOS_PER_MILLI;
  }

  /** A span that begins its number of milliseconds after the start and takes ten of them. */
  static Span.Builder span(String traceId, int number) {
    return Span.builder(traceId, spanId(number))
        .name("span " + number)
        .startTimeUnixNanos(nanos(number))
        .endTimeUnixNanos(nanos(number + 10))
        .status(new SpanStatus(SpanStatusCode.OK, ""))
        .spanType(SpanType.CHAIN)
        .inputs(Map.of("question", "number " + number))
        .outputs("answer " + number);
  }

  static Span root(String traceId) {
    return span(traceId, 0).name("root").endTimeUnixNanos(nanos(100)).build();
  }

  static Span child(String traceId, int number) {
    return span(traceId, number).parentId(spanId(0)).build();
  }

  /** A root that begins its trace's number of milliseconds after the start. */
  static Span.Builder rootOf(int trace) {
    return span(traceId(trace), 0).startTimeUnixNanos(nanos(trace)).endTimeUnixNanos(nanos(1000));
  }

  /** A child of the root. */
  static Span.Builder childOf(int trace, int number) {
    return span(traceId(trace), number).parentId(spanId(0)).startTimeUnixNanos(nanos(trace));
  }

  /** A trace that begins its number of milliseconds after the start. */
  static TraceInfo.Builder saidOf(int trace) {
    return said(traceId(trace)).requestTimeUnixMillis(START_MILLIS + trace);
  }

  static TraceInfo.Builder said(String traceId) {
    return TraceInfo.builder(traceId)
        .requestTimeUnixMillis(START_MILLIS)
        .executionDurationMillis(100L)
        .state(TraceState.OK);
  }

  static WriteBatch batch(Span... spans) {
    return new WriteBatch(
        List.of(), Arrays.stream(spans).map(EncodedSpan::of).toList(), Experiment.DEFAULT_ID);
  }

  /** An info alone. */
  static WriteBatch batch(TraceInfo info) {
    return new WriteBatch(List.of(info), List.of(), Experiment.DEFAULT_ID);
  }
}
