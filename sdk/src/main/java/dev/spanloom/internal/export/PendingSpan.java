package dev.spanloom.internal.export;

import dev.spanloom.entities.otlp.EncodedSpan;

/** A span that has ended, on its way to the exporter. */
public interface PendingSpan {
  /**
   * About how many bytes it holds, for the bound of the queue. Cheap, and the same from when it is
   * offered until it is encoded.
   */
  int sizeBytes();

  /**
   * Encodes it; asked once for each time it is offered, on the exporter's thread, so that the
   * program does not wait for it.
   */
  EncodedSpan encode();

  /** A span that was encoded before. */
  static PendingSpan of(EncodedSpan encoded) {
    return new PendingSpan() {
      @Override
      public int sizeBytes() {
        return encoded.span().length;
      }

      @Override
      public EncodedSpan encode() {
        return encoded;
      }
    };
  }
}
