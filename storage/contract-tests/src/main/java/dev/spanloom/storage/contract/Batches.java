package dev.spanloom.storage.contract;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.WriteBatch;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Batches of small traces, for tests of engines. */
public final class Batches {
  private static final long START_NANOS = 1_700_000_000_000_000_000L;

  private Batches() {}

  public static String traceId(long number) {
    return TraceIds.fromOtel(String.format(Locale.ROOT, "%032x", number));
  }

  /** One trace: a root and its children. */
  public static WriteBatch of(long trace, int spans) {
    return new WriteBatch(List.of(), spans(trace, spans, "answer"), Experiment.DEFAULT_ID);
  }

  /** Traces whose spans all have names that no other span has. */
  public static WriteBatch withUniqueNames(long firstTrace, int traces, int spans) {
    List<EncodedSpan> named =
        LongStream.range(firstTrace, firstTrace + traces)
            .boxed()
            .flatMap(
                trace ->
                    IntStream.range(0, spans)
                        .mapToObj(
                            i ->
                                span(trace, i, "answer").toBuilder()
                                    .name("GET /orders/" + trace + "/" + i)
                                    .build()))
            .map(EncodedSpan::of)
            .toList();
    return new WriteBatch(List.of(), named, Experiment.DEFAULT_ID);
  }

  public static List<EncodedSpan> spans(long trace, int spans, String output) {
    return IntStream.range(0, spans).mapToObj(i -> EncodedSpan.of(span(trace, i, output))).toList();
  }

  private static Span span(long trace, int number, String output) {
    return Span.builder(traceId(trace), spanId(number))
        .parentId(number == 0 ? null : spanId(0))
        .name("span " + number)
        .startTimeUnixNanos(START_NANOS + trace * 1_000_000 + number)
        .endTimeUnixNanos(START_NANOS + trace * 1_000_000 + 5_000_000)
        .inputs("question " + number)
        .outputs(output)
        .build();
  }

  private static String spanId(int number) {
    return String.format(Locale.ROOT, "%016x", number + 1);
  }
}
