package dev.spanloom.internal.export;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.TraceAttachment;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/**
 * What waits in memory for one destination: where there is no spool, or while its disk is full. Not
 * thread-safe: guarded by the lock of the pipeline.
 */
final class MemoryQueue {
  /**
   * A trace whose news do not fit is known by its spans alone, from which stores derive the rest.
   */
  private static final int MAX_INFOS = 50_000;

  private final Queue<PendingSpan> spans = new ArrayDeque<>();
  private final Queue<TraceInfoSource> infos = new ArrayDeque<>();
  private final Queue<TraceAttachment> attachments = new ArrayDeque<>();
  private final int bit;
  private final long maxBytes;
  private long bytes;
  private long sinceUnixMillis;

  /**
   * An empty one.
   *
   * @param number of the destination within the pipeline, less than 31
   */
  MemoryQueue(int number, long maxBytes) {
    this.bit = 1 << number;
    this.maxBytes = maxBytes;
  }

  /** False when it has no room. */
  boolean add(PendingSpan span) {
    int size = span.sizeBytes();
    if (bytes + size > maxBytes) {
      return false;
    }
    if (isEmpty()) {
      sinceUnixMillis = System.currentTimeMillis();
    }
    bytes += size;
    return spans.add(span);
  }

  /** False when the news wait already, or there is no room. */
  boolean add(TraceInfoSource source) {
    if ((source.queuedIn & bit) != 0 || infos.size() >= MAX_INFOS) {
      return false;
    }
    if (isEmpty()) {
      sinceUnixMillis = System.currentTimeMillis();
    }
    source.queuedIn |= bit;
    return infos.add(source);
  }

  /** False when it has no room. Its span was added before. */
  boolean add(TraceAttachment attachment) {
    int size = attachment.content().length;
    if (bytes + size > maxBytes) {
      return false;
    }
    if (isEmpty()) {
      sinceUnixMillis = System.currentTimeMillis();
    }
    bytes += size;
    return attachments.add(attachment);
  }

  boolean isEmpty() {
    return spans.isEmpty() && infos.isEmpty() && attachments.isEmpty();
  }

  int spanCount() {
    return spans.size();
  }

  long bytes() {
    return bytes;
  }

  /** When the first of what waits came. */
  long sinceUnixMillis() {
    return sinceUnixMillis;
  }

  /**
   * Spans and news that were taken out, not encoded yet.
   *
   * @param queuedAttachments how many attachments were taken out too
   * @param attachments these, and those that are found in the spans
   */
  record Taken(
      List<PendingSpan> spans,
      List<TraceInfoSource> infos,
      int queuedAttachments,
      List<TraceAttachment> attachments,
      long sinceUnixMillis) {
    /** May be called again when it failed: nothing is found twice. */
    Batch encode(Function<Destination, String> experiment) {
      List<EncodedSpan> encoded = new ArrayList<>(spans.size());
      int largest = spans.stream().mapToInt(PendingSpan::sizeBytes).max().orElse(0);
      ProtoWriter scratch =
          new ProtoWriter(largest); // for all: fresh memory costs more than to encode
      for (PendingSpan span : spans) {
        encoded.add(span.encode(scratch));
        attachments.addAll(span.takeAttachments());
      }
      return new Batch(infos, encoded, List.copyOf(attachments), experiment, sinceUnixMillis);
    }
  }

  Taken take() {
    List<TraceInfoSource> someInfos = new ArrayList<>();
    while (!infos.isEmpty() && someInfos.size() < Batch.MAX_INFOS) {
      TraceInfoSource source = infos.remove();
      source.queuedIn &= ~bit;
      someInfos.add(source);
    }
    List<PendingSpan> someSpans = new ArrayList<>();
    long taken = 0;
    while (!spans.isEmpty() && someSpans.size() < Batch.MAX_SPANS && taken < Batch.MAX_BYTES) {
      PendingSpan span = spans.remove();
      taken += span.sizeBytes();
      someSpans.add(span);
    }
    List<TraceAttachment> some = new ArrayList<>();
    // not before the spans that they belong to
    while (spans.isEmpty() && !attachments.isEmpty() && taken < Batch.MAX_BYTES) {
      TraceAttachment attachment = attachments.remove();
      taken += attachment.content().length;
      some.add(attachment);
    }
    bytes -= taken;
    return new Taken(someSpans, someInfos, some.size(), some, sinceUnixMillis);
  }
}
