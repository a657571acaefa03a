package dev.spanloom.internal.snapshot;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes snapshots of a program's values. Never throws, whatever the value does. Thread-safe. */
public final class Snapshots {
  private static final int KEPT_WRITER_BYTES = 256 * 1024;
  private static final int SHORT_TEXT = 200;
  private static final ThreadLocal<Spare> SPARE_WRITER = ThreadLocal.withInitial(Spare::new);

  private Snapshots() {}

  /** A writer that a thread keeps for its next snapshot. */
  private static final class Spare {
    private @Nullable ProtoWriter writer;
  }

  /** The value as it is now, encoded. */
  public static AttributeValue of(@Nullable Object value, SnapshotLimits limits) {
    return of(value, limits, null);
  }

  /**
   * The value as it is now, encoded, without the files in it.
   *
   * @param sink takes those; null to leave bytes and base64 in the value
   */
  public static AttributeValue of(
      @Nullable Object value, SnapshotLimits limits, @Nullable AttachmentSink sink) {
    if (value == null) {
      return AttributeValue.NULL;
    }
    if (value instanceof AttributeValue encoded) {
      return encoded;
    }
    if (value instanceof EncodedJson.Part part) {
      AttributeValue encoded = part.snapshot(limits);
      return encoded == null ? of(part.read(), limits, sink) : encoded;
    }
    AttributeValue simple = simple(value, limits);
    if (simple != null) {
      return simple;
    }
    try {
      return withSpareWriter(
          writer -> {
            new SnapshotWriter(writer, limits, sink).write(value, 0);
            return AttributeValue.ofAnyValue(writer.toByteArray());
          });
    } catch (Throwable e) {
      return AttributeValue.of(
          "<unreadable " + value.getClass().getName() + ": " + e.getClass().getName() + ">");
    }
  }

  /** What needs no walk: it has no parts, or is encoded already. Null for the rest. */
  private static @Nullable AttributeValue simple(Object value, SnapshotLimits limits) {
    if (value instanceof String text) {
      boolean isShort = text.length() <= Math.min(SHORT_TEXT, limits.maxBytes());
      return isShort && AttachmentShapes.dataUri(text) == null ? AttributeValue.of(text) : null;
    }
    if (value instanceof EncodedJson json) {
      return json.snapshot(limits);
    }
    return value instanceof Long || value instanceof Double || value instanceof Boolean
        ? AttributeValue.of(value)
        : null;
  }

  /** Lends the thread's writer, empty. */
  static <T extends @Nullable Object> T withSpareWriter(Function<ProtoWriter, T> use) {
    // taken out while it is in use: a getter of the value may itself take a snapshot
    Spare spare = SPARE_WRITER.get();
    ProtoWriter writer = spare.writer;
    spare.writer = null;
    if (writer == null) {
      writer = new ProtoWriter(1024);
    }
    try {
      writer.reset();
      return use.apply(writer);
    } finally {
      if (writer.capacityBytes() <= KEPT_WRITER_BYTES) {
        spare.writer = writer;
      }
    }
  }
}
