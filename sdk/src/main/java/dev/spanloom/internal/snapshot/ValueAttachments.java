package dev.spanloom.internal.snapshot;

import dev.spanloom.entities.Attachment;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files in one value while that is written. Knows the objects around what is written now,
 * since a base64 text has its type beside it. For one value.
 */
final class ValueAttachments {
  /** Fewer bytes than this are not worth a file of their own, unless a shape names them. */
  static final int LEAST_RAW_BYTES = 1024;

  private static final String[] NO_KEYS = {};

  private final AttachmentSink sink;
  private final boolean extracts;
  private String topKey = "";
  private String[] keys = NO_KEYS;

  ValueAttachments(AttachmentSink sink) {
    this.sink = sink;
    this.extracts = sink.extracts();
  }

  /** What is written next at a depth stands under a key; an empty one in a list. */
  void under(String key, int depth) {
    if (depth == 1) { // all that there is in most values
      topKey = key;
      return;
    }
    if (depth >= keys.length) {
      keys = Arrays.copyOf(keys, Math.max(8, depth * 2));
    }
    keys[depth] = key;
  }

  String inPlaceOf(Attachment attachment) {
    String refused = sink.refuse(attachment.contentType(), attachment.sizeBytes());
    return refused == null
        ? sink.take(attachment.id(), attachment.contentType(), attachment.content())
        : refused;
  }

  /**
   * The reference to the file that a text holds; the text itself when it holds none.
   *
   * @param path the objects around it, from the outermost on
   */
  String inPlaceOf(String text, Object[] path, int depth) {
    if (!extracts) {
      return text;
    }
    AttachmentShapes.Encoded found = AttachmentShapes.dataUri(text);
    if (found == null && AttachmentShapes.mayHold(key(depth))) {
      String type = AttachmentShapes.typeAt(new Around(path, depth));
      found = type == null ? null : new AttachmentShapes.Encoded(type, 0);
    }
    if (found == null) {
      return text;
    }
    long size = AttachmentShapes.Encoded.sizeBytes(text, found.from());
    String refused = sink.refuse(found.contentType(), size);
    if (refused != null) {
      return refused;
    }
    byte[] bytes = AttachmentShapes.decoded(text, found.from());
    return bytes == null ? text : sink.take(null, found.contentType(), bytes);
  }

  /** The reference in place of bytes; null when they stay. */
  @Nullable String inPlaceOf(byte[] bytes, Object[] path, int depth) {
    if (!extracts || bytes.length == 0) {
      return null;
    }
    String type =
        AttachmentShapes.mayHold(key(depth))
            ? AttachmentShapes.typeAt(new Around(path, depth))
            : null;
    if (type == null && bytes.length < LEAST_RAW_BYTES) {
      return null;
    }
    String known = type == null ? MediaTypes.of(bytes, MediaTypes.UNKNOWN) : type;
    String refused = sink.refuse(known, bytes.length);
    return refused == null ? sink.take(null, known, bytes.clone()) : refused;
  }

  private String key(int depth) {
    if (depth == 1) {
      return topKey;
    }
    String key = depth <= 0 || depth >= keys.length ? null : keys[depth];
    return key == null ? "" : key;
  }

  /** The surroundings of the value at a depth. */
  private final class Around implements AttachmentShapes.Place {
    private final Object[] path;
    private final int depth;

    private Around(Object[] path, int depth) {
      this.path = path;
      this.depth = depth;
    }

    @Override
    public String key(int outwards) {
      return ValueAttachments.this.key(depth - outwards);
    }

    @Override
    public @Nullable String beside(int outwards, String name) {
      int at = depth - outwards - 1;
      try {
        return at < 0 ? null : text(path[at], name);
      } catch (RuntimeException e) { // a map that takes no such keys
        return null;
      }
    }
  }

  private static @Nullable String text(Object object, String name) {
    if (object instanceof Map<?, ?> map) {
      return text(map.get(name));
    }
    for (Shape.Property property : Shape.of(object.getClass()).properties()) {
      if (property.name().equals(name)) {
        return text(property.read(object));
      }
    }
    return null;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof CharSequence || value instanceof Enum<?> ? value.toString() : null;
  }
}
