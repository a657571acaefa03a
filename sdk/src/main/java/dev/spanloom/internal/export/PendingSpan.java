package dev.spanloom.internal.export;

import dev.spanloom.destination.TraceAttachment;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.internal.spool.SharedRecord;
import java.util.List;

/** A span that has ended, on its way to the exporter. */
public interface PendingSpan {
  /**
   * About how many bytes it holds, for the bound of the queue. Cheap, and the same from when it is
   * offered until it is encoded.
   */
  int sizeBytes();

  /**
   * Encodes it, on the exporter's thread, where it waits in memory.
   *
   * @param scratch to be used for it; what is in it is forgotten
   */
  EncodedSpan encode(ProtoWriter scratch);

  /**
   * Writes its OTLP {@code Span} message, on the thread that ends it, where it goes into the spool.
   */
  void encodeTo(ProtoWriter out);

  /** Whether it was encoded before, and this is a later version of it. */
  boolean isAmended();

  /** What it shares with others: a {@link SpoolContext}. */
  SharedRecord context();

  /**
   * The attachments that are to be exported with it, which it forgets. Called once it was put into
   * a queue, and once it was encoded, which is when it may find more.
   */
  default List<TraceAttachment> takeAttachments() {
    return List.of();
  }

  /** One of the attachments found no room. */
  default void lost(TraceAttachment attachment) {}

  /** A span that was encoded before. */
  static PendingSpan of(EncodedSpan encoded, SharedRecord context) {
    return new PendingSpan() {
      @Override
      public int sizeBytes() {
        return encoded.span().length;
      }

      @Override
      public EncodedSpan encode(ProtoWriter scratch) {
        return encoded;
      }

      @Override
      public void encodeTo(ProtoWriter out) {
        out.writeRaw(encoded.span(), 0, encoded.span().length);
      }

      @Override
      public boolean isAmended() {
        return false;
      }

      @Override
      public SharedRecord context() {
        return context;
      }
    };
  }
}
