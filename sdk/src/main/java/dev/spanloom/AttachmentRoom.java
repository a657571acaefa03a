package dev.spanloom;

import dev.spanloom.internal.export.ExportSettings;
import dev.spanloom.internal.settings.Settings;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of attachments a process keeps, and counts of them. The bytes that open spans hold are
 * bounded as those are that wait for their export. Thread-safe.
 */
final class AttachmentRoom {
  /** A program that says nothing should not run out of memory over one video. */
  static final long DEFAULT_MAX_BYTES = 64L << 20;

  private static final int LARGEST = 1 << 30;

  private final boolean extracting;
  private final long maxBytes;
  private final long maxHeldBytes;
  private final AtomicLong heldBytes = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong tooLarge = new AtomicLong();
  private final AtomicLong withoutRoom = new AtomicLong();

  private AttachmentRoom(boolean extracting, long maxBytes, long maxHeldBytes) {
    this.extracting = extracting;
    this.maxBytes = maxBytes;
    this.maxHeldBytes = maxHeldBytes;
  }

  static AttachmentRoom from(Settings settings) {
    long largest =
        settings.wholeNumber("MLFLOW_TRACE_MAX_ATTACHMENT_SIZE", Long.MIN_VALUE, DEFAULT_MAX_BYTES);
    return new AttachmentRoom(
        settings.flag("MLFLOW_TRACE_EXTRACT_ATTACHMENTS", true),
        largest < 0 ? LARGEST : Math.min(largest, LARGEST),
        ExportSettings.from(settings).maxQueuedBytes());
  }

  /** Whether bytes and base64 in values become attachments. */
  boolean isExtracting() {
    return extracting;
  }

  /** The most bytes of one. */
  long maxBytes() {
    return maxBytes;
  }

  void countTooLarge() {
    tooLarge.incrementAndGet();
  }

  /** Makes room for bytes that an open span holds; false, and counted, when there is none. */
  boolean reserve(long bytes) {
    if (heldBytes.addAndGet(bytes) <= maxHeldBytes) {
      taken.incrementAndGet();
      return true;
    }
    heldBytes.addAndGet(-bytes);
    withoutRoom.incrementAndGet();
    return false;
  }

  void release(long bytes) {
    heldBytes.addAndGet(-bytes);
  }

  long heldBytes() {
    return heldBytes.get();
  }

  long taken() {
    return taken.get();
  }

  long tooLarge() {
    return tooLarge.get();
  }

  long withoutRoom() {
    return withoutRoom.get();
  }
}
