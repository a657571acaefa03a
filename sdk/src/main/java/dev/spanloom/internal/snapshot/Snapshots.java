package dev.spanloom.internal.snapshot;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import org.jspecify.annotations.Nullable;

/** Takes snapshots of a program's values. Never throws, whatever the value does. Thread-safe. */
public final class Snapshots {
  private static final int KEPT_WRITER_BYTES = 256 * 1024;
  private static final ThreadLocal<@Nullable ProtoWriter> SPARE_WRITER = new ThreadLocal<>();

  private Snapshots() {}

  /** The value as it is now, encoded. */
  public static AttributeValue of(@Nullable Object value, SnapshotLimits limits) {
    if (value == null) {
      return AttributeValue.NULL;
    }
    // taken out while it is in use: a getter of the value may itself take a snapshot
    ProtoWriter writer = SPARE_WRITER.get();
    SPARE_WRITER.remove();
    if (writer == null) {
      writer = new ProtoWriter(1024);
    }
    try {
      writer.reset();
      new SnapshotWriter(writer, limits).write(value, 0);
      return AttributeValue.ofAnyValue(writer.toByteArray());
    } catch (Throwable e) {
      return AttributeValue.of(
          "<unreadable " + value.getClass().getName() + ": " + e.getClass().getName() + ">");
    } finally {
      if (writer.capacityBytes() <= KEPT_WRITER_BYTES) {
        SPARE_WRITER.set(writer);
      }
    }
  }
}
