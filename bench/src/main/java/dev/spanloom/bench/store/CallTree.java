package dev.spanloom.bench.store;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A trace of as many spans as wanted: calls below calls, ten below each. */
final class CallTree {
  private static final long START_NANOS = 1_700_000_000_000_000_000L;

  private CallTree() {}

  /**
   * Some of the spans, each with some hundred bytes in and out.
   *
   * @param first the number of the first one, from 1, which is the root
   * @param last the number of the last one
   */
  static List<EncodedSpan> spans(String traceId, int first, int last, String answer) {
    List<EncodedSpan> spans = new ArrayList<>(last - first + 1);
    for (int number = first; number <= last; number++) {
      Span.Builder span =
          call(traceId, number)
              .name("call " + number % 50)
              .attribute("step", AttributeValue.of(number))
              .inputs(Map.of("question", "what comes behind step " + number + "? ".repeat(100)))
              .outputs(Map.of("answer", answer));
      spans.add(
          EncodedSpan.of(
              number == 1
                  ? span.build()
                  : span.parentId(String.format("%016x", Math.max(1, number / 10))).build()));
    }
    return spans;
  }

  /** A call without a parent, inputs and outputs. */
  static Span.Builder call(String traceId, int number) {
    return Span.builder(traceId, String.format("%016x", number))
        .name("call")
        .spanType(number % 3 == 0 ? "TOOL" : "CHAIN")
        .status(SpanStatus.OK)
        .startTimeUnixNanos(START_NANOS + number * 1_000L)
        .endTimeUnixNanos(START_NANOS + number * 1_000L + 500_000);
  }
}
