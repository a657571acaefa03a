package dev.spanloom.internal.snapshot;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.internal.proto.AnyValues;
import dev.spanloom.entities.internal.proto.ProtoReader;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An object of JSON that was encoded as it was read, and is a snapshot already: as a map it looks
 * up in the encoded form what is asked for, and a span takes that form as it is. Values are those
 * of {@code JsonReader}. Immutable and thread-safe.
 */
public final class EncodedJson extends AbstractMap<String, @Nullable Object> {
  private final Document document;
  private final int from;
  private final int length;

  /**
   * The text that the object is of.
   *
   * @param anyValue the outermost object, encoded
   * @param items of all objects and lists
   * @param depth of the innermost one
   * @param mayHoldFiles whether the files in it have to be looked for
   */
  @SuppressWarnings("ArrayRecordComponent") // is never compared
  private record Document(byte[] anyValue, int items, int depth, boolean mayHoldFiles) {
    private boolean isWithin(SnapshotLimits limits) {
      return items <= limits.maxItems()
          && depth < limits.maxDepth()
          && anyValue.length < limits.maxBytes();
    }

    @Nullable AttributeValue snapshot(SnapshotLimits limits, int from, int length) {
      if (mayHoldFiles || !isWithin(limits)) {
        return null;
      }
      return AttributeValue.ofAnyValue(
          length == anyValue.length ? anyValue : Arrays.copyOfRange(anyValue, from, from + length));
    }

    @Nullable Object read(ProtoReader value) {
      int start = value.position();
      int size = value.remaining();
      if (!value.next()) {
        return null;
      }
      return switch (value.field()) {
        case AnyValues.STRING -> value.string();
        case AnyValues.BOOL -> value.bool();
        case AnyValues.INT -> value.int64();
        case AnyValues.DOUBLE -> value.float64();
        case AnyValues.ARRAY -> list(value.message());
        default -> new EncodedJson(this, start, size);
      };
    }

    private List<@Nullable Object> list(ProtoReader items) {
      List<@Nullable Object> list = new ArrayList<>();
      while (items.next()) {
        list.add(read(items.message()));
      }
      return list;
    }
  }

  private EncodedJson(Document document, int from, int length) {
    this.document = document;
    this.from = from;
    this.length = length;
  }

  /**
   * The object that a text is.
   *
   * @param json UTF-8, of which the first bytes count
   * @return null where it is none, and for rare forms of JSON: a reader of JSON knows more
   */
  public static @Nullable EncodedJson of(byte[] json, int lengthBytes) {
    return Snapshots.withSpareWriter(out -> read(json, lengthBytes, out));
  }

  private static @Nullable EncodedJson read(byte[] json, int lengthBytes, ProtoWriter out) {
    JsonEncoder encoder = new JsonEncoder(json, lengthBytes, out);
    if (!encoder.writeObject()) {
      return null;
    }
    byte[] anyValue = out.toByteArray();
    Document document =
        new Document(anyValue, encoder.items(), encoder.depth(), encoder.mayHoldFiles());
    return new EncodedJson(document, 0, anyValue.length);
  }

  /** The snapshot; null where limits or files ask for another one. */
  @Nullable AttributeValue snapshot(SnapshotLimits limits) {
    return document.snapshot(limits, from, length);
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    ProtoReader value = key instanceof String name ? find(name) : null;
    return value == null ? null : document.read(value);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof String name && find(name) != null;
  }

  private @Nullable ProtoReader find(String name) {
    // as its encoder writes them: a message has its tag and its length, an entry its key and value
    byte[] bytes = document.anyValue;
    int at = from + 1 + sizeOfLength(from + 1);
    int end = from + length;
    while (at < end) {
      int size = lengthAt(at + 1);
      int key = at + 1 + ProtoWriter.varintSize(size);
      int keyLength = lengthAt(key + 1);
      if (keyLength == name.length()) {
        int keyText = key + 1 + ProtoWriter.varintSize(keyLength);
        if (isAt(keyText, name)) {
          int value = keyText + keyLength;
          return new ProtoReader(bytes, value + 1 + sizeOfLength(value + 1), lengthAt(value + 1));
        }
      }
      at = key + size;
    }
    return null;
  }

  private int lengthAt(int at) {
    byte only = document.anyValue[at];
    return only >= 0 ? only : longLengthAt(at);
  }

  private int longLengthAt(int at) {
    int size = 0;
    int shift = 0;
    byte b = document.anyValue[at];
    while (b < 0) {
      size |= (b & 0x7F) << shift;
      shift += 7;
      b = document.anyValue[++at];
    }
    return size | b << shift;
  }

  private int sizeOfLength(int at) {
    int size = 1;
    while (document.anyValue[at + size - 1] < 0) {
      size++;
    }
    return size;
  }

  /** Keys are plain ASCII here. */
  private boolean isAt(int at, String name) {
    for (int i = 0; i < name.length(); i++) {
      if (document.anyValue[at + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Hands out the entries but for some keys, each value as {@link Snapshots} alone knows it: they
   * take it as it is encoded, where they can.
   */
  public void forEachEncoded(Set<String> exceptKeys, BiConsumer<? super String, Object> action) {
    ProtoReader entries = entries();
    while (entries.next()) {
      ProtoReader entry = entries.message();
      entry.next();
      String key = entry.string();
      if (!exceptKeys.contains(key)) {
        entry.next();
        ProtoReader value = entry.message();
        action.accept(key, new Part(document, value.position(), value.remaining()));
      }
    }
  }

  /** A value within an object. */
  static final class Part {
    private final Document document;
    private final int from;
    private final int length;

    private Part(Document document, int from, int length) {
      this.document = document;
      this.from = from;
      this.length = length;
    }

    /** The snapshot; null where limits or files ask for another one. */
    @Nullable AttributeValue snapshot(SnapshotLimits limits) {
      return document.snapshot(limits, from, length);
    }

    /** The value as it is read. */
    @Nullable Object read() {
      return document.read(new ProtoReader(document.anyValue, from, length));
    }
  }

  private ProtoReader entries() {
    ProtoReader object = new ProtoReader(document.anyValue, from, length);
    object.next();
    return object.message();
  }

  @Override
  public boolean isEmpty() {
    return !entries().next();
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super @Nullable Object> action) {
    ProtoReader entries = entries();
    while (entries.next()) {
      ProtoReader entry = entries.message();
      entry.next();
      String key = entry.string();
      entry.next();
      action.accept(key, document.read(entry.message()));
    }
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    forEach(all::put);
    return Collections.unmodifiableMap(all).entrySet();
  }
}
