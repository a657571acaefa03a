package dev.spanloom.internal.export;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.TraceAttachment;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.List;
import java.util.function.Function;

/**
 * What is shipped in one write, if nothing goes wrong.
 *
 * @param attachments of these spans and of earlier ones
 * @param experiment of traces of which no news are known; may block
 * @param oldestUnixMillis when the first of it was appended
 */
record Batch(
    List<? extends TraceNews> infos,
    List<EncodedSpan> spans,
    List<TraceAttachment> attachments,
    Function<Destination, String> experiment,
    long oldestUnixMillis) {
  static final int MAX_SPANS = 5_000;
  static final int MAX_INFOS = 5_000;
  static final int MAX_BYTES = 16 * 1024 * 1024;

  boolean isEmpty() {
    return infos.isEmpty() && spans.isEmpty() && attachments.isEmpty();
  }

  /** Without the attachments, which are written one by one. */
  int size() {
    return infos.size() + spans.size();
  }

  /** A part of it, without the attachments. */
  Batch with(List<? extends TraceNews> someInfos, List<EncodedSpan> someSpans) {
    return new Batch(someInfos, someSpans, List.of(), experiment, oldestUnixMillis);
  }
}
