package dev.spanloom.internal.snapshot;

import dev.spanloom.entities.Attachment;
import dev.spanloom.entities.Document;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.proto.AnyValues;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Walks one value and writes it as an OTLP {@code AnyValue}. What is cut, cyclic or fails leaves a
 * text in angle brackets in its place. One instance for one value.
 */
final class SnapshotWriter {
  private static final Object[] NO_PATH = {};

  private final ProtoWriter out;
  private final SnapshotLimits limits;
  private final @Nullable ValueAttachments attachments;
  private Object[] path = NO_PATH;
  private int items;

  /**
   * A writer.
   *
   * @param sink takes what is no text; null to write it in its place
   */
  SnapshotWriter(ProtoWriter out, SnapshotLimits limits, @Nullable AttachmentSink sink) {
    this.out = out;
    this.limits = limits;
    this.attachments = sink == null ? null : new ValueAttachments(sink);
  }

  void write(@Nullable Object value, int depth) {
    if (value == null) {
      return;
    }
    if (value instanceof String text) {
      writeText(attachments == null ? text : attachments.inPlaceOf(text, path, depth));
      return;
    }
    if (value instanceof Boolean flag) {
      out.boolField(AnyValues.BOOL, flag);
      return;
    }
    if (value instanceof Number number && value.getClass().getName().startsWith("java.")) {
      AnyValues.writeNumber(out, number);
      return;
    }
    int start = out.size();
    try {
      writeOther(value, depth);
    } catch (Throwable e) {
      if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
        throw fatal;
      }
      out.truncate(start);
      writeText(
          "<unreadable " + value.getClass().getName() + ": " + e.getClass().getSimpleName() + ">");
    }
  }

  private void writeOther(Object value, int depth) {
    if (attachments != null && value instanceof Attachment attachment) {
      writeText(attachments.inPlaceOf(attachment));
      return;
    }
    Shape shape = Shape.of(value.getClass());
    switch (shape.kind()) {
      case TEXT -> writeText(String.valueOf(value));
      case ENUM -> writeText(((Enum<?>) value).name());
      case BYTES -> writeBytes((byte[]) value, depth);
      case OPTIONAL -> write(unwrap(value), depth);
      case JSON_TREE -> write(JsonReader.readOrText(value.toString()), depth);
      case OPAQUE -> writeText("<" + value.getClass().getName() + ">");
      case LAZY -> writeText("<lazy " + value.getClass().getName() + ">");
      case DATE -> writeText(((java.util.Date) value).toInstant().toString());
      case DOCUMENT -> writeMap(((Document) value).toMap(), depth, value);
      case MAP -> writeMap((Map<?, ?>) value, depth, value);
      case COLLECTION ->
          writeList((Collection<?>) value, ((Collection<?>) value).size(), depth, value);
      case ARRAY -> writeArray(value, depth);
      case OBJECT -> writeObject(value, shape, depth);
    }
  }

  private static @Nullable Object unwrap(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.orElse(null);
    } else if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? optional.getAsInt() : null;
    } else if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? optional.getAsLong() : null;
    } else if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? optional.getAsDouble() : null;
    }
    return value.toString();
  }

  private void writeText(String text) {
    int room = limits.maxBytes() - out.size();
    if (text.length() <= room) {
      out.stringField(AnyValues.STRING, text);
      return;
    }
    int kept = Math.max(0, room);
    if (kept > 0 && Character.isHighSurrogate(text.charAt(kept - 1))) {
      kept--;
    }
    out.stringField(
        AnyValues.STRING,
        text.substring(0, kept) + "<cut: " + (text.length() - kept) + " more characters>");
  }

  private void writeBytes(byte[] bytes, int depth) {
    String reference = attachments == null ? null : attachments.inPlaceOf(bytes, path, depth);
    if (reference != null) {
      writeText(reference);
      return;
    }
    int room = limits.maxBytes() - out.size();
    if (bytes.length <= room) {
      out.bytesField(AnyValues.BYTES, bytes);
    } else {
      writeText("<cut: " + bytes.length + " bytes>");
    }
  }

  private void writeMap(Map<?, ?> map, int depth, Object identity) {
    if (!enter(identity, depth)) {
      return;
    }
    int mark = out.beginMessage(AnyValues.KVLIST);
    int written = 0;
    try {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (full()) {
          writeEntry("<cut>", (map.size() - written) + " more entries", depth);
          break;
        }
        written++;
        writeEntry(keyText(entry.getKey()), entry.getValue(), depth);
      }
    } catch (RuntimeException e) {
      writeEntry("<unreadable>", e.getClass().getName() + " after " + written + " entries", depth);
    }
    out.endMessage(mark);
  }

  private static String keyText(@Nullable Object key) {
    return key instanceof Enum<?> constant ? constant.name() : String.valueOf(key);
  }

  private void writeEntry(String key, @Nullable Object value, int depth) {
    int mark = out.beginMessage(1);
    out.stringField(1, key);
    int valueMark = out.beginMessage(2);
    if (attachments != null) {
      attachments.under(key, depth + 1);
    }
    write(value, depth + 1);
    out.endMessage(valueMark);
    out.endMessage(mark);
  }

  private void writeList(Iterable<?> list, int size, int depth, Object identity) {
    if (!enter(identity, depth)) {
      return;
    }
    int mark = out.beginMessage(AnyValues.ARRAY);
    int written = 0;
    try {
      for (Object item : list) {
        if (full()) {
          writeItem("<cut: " + (size - written) + " more items>", depth);
          break;
        }
        written++;
        writeItem(item, depth);
      }
    } catch (RuntimeException e) {
      writeItem("<unreadable: " + e.getClass().getName() + " after " + written + " items>", depth);
    }
    out.endMessage(mark);
  }

  private void writeItem(@Nullable Object item, int depth) {
    int mark = out.beginMessage(1);
    if (attachments != null) {
      attachments.under("", depth + 1);
    }
    write(item, depth + 1);
    out.endMessage(mark);
  }

  private void writeArray(Object array, int depth) {
    if (array instanceof Object[] items) {
      writeList(Arrays.asList(items), items.length, depth, array);
      return;
    }
    int length = Array.getLength(array);
    if (!enter(array, depth)) {
      return;
    }
    int mark = out.beginMessage(AnyValues.ARRAY);
    for (int i = 0; i < length; i++) {
      if (full()) {
        writeItem("<cut: " + (length - i) + " more items>", depth);
        break;
      }
      writeItem(Array.get(array, i), depth);
    }
    out.endMessage(mark);
  }

  private void writeObject(Object value, Shape shape, int depth) {
    if (!enter(value, depth)) {
      return;
    }
    int mark = out.beginMessage(AnyValues.KVLIST);
    for (Shape.Property property : shape.properties()) {
      if (full()) {
        writeEntry("<cut>", "more properties", depth);
        break;
      }
      writeEntry(property.name(), property.read(value), depth);
    }
    out.endMessage(mark);
  }

  /**
   * Notes the object on the path to the root; false, with a text in its place, for a cycle or where
   * it is too deep.
   */
  private boolean enter(Object value, int depth) {
    for (int i = 0; i < depth && i < path.length; i++) {
      if (path[i] == value) {
        writeText("<cycle>");
        return false;
      }
    }
    if (depth >= limits.maxDepth()) {
      writeText("<cut: nested deeper than " + limits.maxDepth() + ">");
      return false;
    }
    if (depth >= path.length) {
      path = Arrays.copyOf(path, Math.max(8, path.length * 2));
    }
    path[depth] = value;
    return true;
  }

  private boolean full() {
    return ++items > limits.maxItems() || out.size() >= limits.maxBytes();
  }
}
