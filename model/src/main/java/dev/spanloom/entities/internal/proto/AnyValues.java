package dev.spanloom.entities.internal.proto;

import dev.spanloom.entities.internal.json.JsonOutput;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The OTLP {@code AnyValue} message and its plain Java form: {@code null}, {@link Boolean}, {@link
 * String}, {@link Long}, {@link Double}, {@code byte[]}, {@link List} and {@link Map} with string
 * keys.
 */
public final class AnyValues {
  public static final int STRING = 1;
  public static final int BOOL = 2;
  public static final int INT = 3;
  public static final int DOUBLE = 4;
  public static final int ARRAY = 5;
  public static final int KVLIST = 6;
  public static final int BYTES = 7;

  /** Deepest nesting that is read. */
  public static final int MAX_DEPTH = 1000;

  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private AnyValues() {}

  public static byte[] encode(@Nullable Object plain) {
    ProtoWriter out = new ProtoWriter(64);
    write(out, plain);
    return out.toByteArray();
  }

  /**
   * Writes the inside of an {@code AnyValue}. A type that is not plain is written as its string
   * form.
   */
  public static void write(ProtoWriter out, @Nullable Object plain) {
    write(out, plain, 0);
  }

  private static void write(ProtoWriter out, @Nullable Object plain, int depth) {
    if (plain == null) {
      return;
    }
    if (plain instanceof String text) { // classes first: to look for an interface takes longer
      out.stringField(STRING, text);
    } else if (plain instanceof Boolean b) {
      out.boolField(BOOL, b);
    } else if (plain instanceof Number n) {
      writeNumber(out, n);
    } else if (plain instanceof CharSequence || plain instanceof Character) {
      out.stringField(STRING, plain.toString());
    } else if (plain instanceof byte[] bytes) {
      out.bytesField(BYTES, bytes);
    } else if (depth >= MAX_DEPTH) {
      // deeper than any reader goes, most likely an object that holds itself
      out.stringField(STRING, plain.getClass().getName());
    } else if (plain instanceof Map<?, ?> map) {
      writeMap(out, map, depth);
    } else if (plain instanceof Collection<?> list) {
      writeList(out, list, depth);
    } else if (plain.getClass().isArray()) {
      writeList(out, boxed(plain), depth);
    } else {
      out.stringField(STRING, String.valueOf(plain));
    }
  }

  /** Writes an entry of a map with a whole number. */
  public static void writeLongEntry(ProtoWriter out, byte[] key, long value) {
    out.entryField(1, key, 0, key.length, 1 + ProtoWriter.varintSize(value));
    out.int64Field(INT, value);
  }

  /** Writes an entry of a map with a decimal number. */
  public static void writeDoubleEntry(ProtoWriter out, byte[] key, double value) {
    out.entryField(1, key, 0, key.length, 1 + Double.BYTES);
    out.doubleField(DOUBLE, value);
  }

  /** Writes one {@code KeyValue} message as the given field. */
  public static void writeKeyValue(ProtoWriter out, int field, String key, @Nullable Object plain) {
    writeKeyValue(out, field, key, plain, 0);
  }

  private static void writeKeyValue(
      ProtoWriter out, int field, String key, @Nullable Object plain, int depth) {
    int mark = out.beginMessage(field);
    if (!key.isEmpty()) { // as protobuf's own writers do, so that equal values have equal bytes
      out.stringField(1, key);
    }
    int valueMark = out.beginMessage(2);
    write(out, plain, depth);
    out.endMessage(valueMark);
    out.endMessage(mark);
  }

  public static void writeNumber(ProtoWriter out, Number number) {
    if (number instanceof Double || number instanceof Float) {
      out.doubleField(
          DOUBLE,
          number instanceof Float f ? Double.parseDouble(f.toString()) : number.doubleValue());
    } else if (number instanceof BigInteger big) {
      if (big.compareTo(MIN_LONG) < 0 || big.compareTo(MAX_LONG) > 0) {
        out.stringField(STRING, big.toString());
      } else {
        out.int64Field(INT, big.longValue());
      }
    } else if (number instanceof BigDecimal decimal) {
      out.stringField(STRING, decimal.toString());
    } else {
      out.int64Field(INT, number.longValue());
    }
  }

  private static void writeList(ProtoWriter out, Iterable<?> list, int depth) {
    int mark = out.beginMessage(ARRAY);
    for (Object item : list) {
      int itemMark = out.beginMessage(1);
      write(out, item, depth + 1);
      out.endMessage(itemMark);
    }
    out.endMessage(mark);
  }

  private static List<@Nullable Object> boxed(Object array) {
    int length = Array.getLength(array);
    List<@Nullable Object> items = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      items.add(Array.get(array, i));
    }
    return items;
  }

  private static void writeMap(ProtoWriter out, Map<?, ?> map, int depth) {
    int mark = out.beginMessage(KVLIST);
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      writeKeyValue(out, 1, String.valueOf(entry.getKey()), entry.getValue(), depth + 1);
    }
    out.endMessage(mark);
  }

  public static @Nullable Object decode(byte[] anyValue) {
    return read(new ProtoReader(anyValue), 0);
  }

  /** The UTF-8 of an encoded value that is a text and nothing else; null for others. */
  public static @Nullable ProtoReader text(byte[] anyValue) {
    ProtoReader in = new ProtoReader(anyValue);
    if (!in.next() || in.field() != STRING) {
      return null;
    }
    ProtoReader text = in.message();
    return in.remaining() == 0 ? text : null;
  }

  public static @Nullable Object read(ProtoReader in) {
    return read(in, 0);
  }

  private static @Nullable Object read(ProtoReader in, int depth) {
    checkDepth(depth);
    Object value = null;
    while (in.next()) {
      switch (in.field()) {
        case STRING -> value = in.string();
        case BOOL -> value = in.bool();
        case INT -> value = in.int64();
        case DOUBLE -> value = in.float64();
        case BYTES -> value = in.bytes();
        case ARRAY -> value = readArray(in.message(), depth);
        case KVLIST -> value = readMap(in.message(), depth);
        default -> in.skip();
      }
    }
    return value;
  }

  /**
   * The value of a key of an encoded object; other values are not read. Null where there is no such
   * key, or no object.
   */
  public static @Nullable Object member(byte[] anyValue, byte[] utf8Key) {
    Object value = null;
    ProtoReader in = new ProtoReader(anyValue);
    while (in.next()) {
      if (in.field() == KVLIST) {
        value = member(in.message(), utf8Key);
      } else {
        value = in.field() > BYTES ? value : null;
        in.skip();
      }
    }
    return value;
  }

  private static @Nullable Object member(ProtoReader object, byte[] utf8Key) {
    ProtoReader value = find(object, utf8Key);
    return value == null ? null : read(value, 1);
  }

  /** The value of a key among entries, of a repeated key the last one; null for none. */
  static @Nullable ProtoReader find(ProtoReader entries, byte[] utf8Key) {
    ProtoReader found = null;
    while (entries.next()) {
      if (entries.field() != 1) {
        entries.skip();
        continue;
      }
      ProtoReader entry = entries.message();
      boolean matches = utf8Key.length == 0;
      ProtoReader value = null;
      while (entry.next()) {
        switch (entry.field()) {
          case 1 -> matches = entry.message().hasBytes(utf8Key);
          case 2 -> value = entry.message();
          default -> entry.skip();
        }
      }
      if (matches) {
        found = value == null ? new ProtoReader(utf8Key, 0, 0) : value; // an empty one is null
      }
    }
    return found;
  }

  private static List<@Nullable Object> readArray(ProtoReader in, int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    while (in.next()) {
      if (in.field() == 1) {
        list.add(read(in.message(), depth + 1));
      } else {
        in.skip();
      }
    }
    return list;
  }

  private static Map<String, @Nullable Object> readMap(ProtoReader in, int depth) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (in.next()) {
      if (in.field() == 1) {
        readKeyValue(in.message(), map, depth);
      } else {
        in.skip();
      }
    }
    return map;
  }

  /** Reads one {@code KeyValue} message into a map. */
  public static void readKeyValue(ProtoReader in, Map<String, @Nullable Object> into) {
    readKeyValue(in, into, 0);
  }

  private static void readKeyValue(ProtoReader in, Map<String, @Nullable Object> into, int depth) {
    String key = "";
    Object value = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> key = in.string();
        case 2 -> value = read(in.message(), depth + 1);
        default -> in.skip();
      }
    }
    into.put(key, value);
  }

  /**
   * Gives the JSON text of an encoded {@code AnyValue} to an output, without building objects.
   * Bytes become base64 text.
   */
  public static void appendJson(ProtoReader in, JsonOutput out) {
    appendJson(in, out, 0);
  }

  private static void appendJson(ProtoReader in, JsonOutput out, int depth) {
    checkDepth(depth);
    long start = out.length();
    while (in.next()) {
      if (in.field() > BYTES) {
        in.skip();
        continue;
      }
      out.truncate(start); // of a repeated member the last one counts
      switch (in.field()) {
        case STRING -> text(in.message(), out);
        case BOOL -> out.raw(in.bool() ? "true" : "false");
        case INT -> out.number(in.int64());
        case DOUBLE -> out.number(in.float64());
        case BYTES -> out.string(Base64.getEncoder().encodeToString(in.bytes()));
        case ARRAY -> appendArray(in.message(), out, depth);
        case KVLIST -> appendMap(in.message(), out, depth);
        default -> in.skip();
      }
    }
    if (out.length() == start) {
      out.raw("null");
    }
  }

  private static void text(ProtoReader utf8, JsonOutput out) {
    out.utf8(utf8.array(), utf8.position(), utf8.remaining());
  }

  private static void appendArray(ProtoReader in, JsonOutput out, int depth) {
    out.beginArray();
    boolean first = true;
    while (!out.isFull() && in.next()) {
      if (in.field() != 1) {
        in.skip();
        continue;
      }
      out.separator(first);
      first = false;
      appendJson(in.message(), out, depth + 1);
    }
    out.endArray();
  }

  private static void appendMap(ProtoReader in, JsonOutput out, int depth) {
    out.beginObject();
    boolean first = true;
    while (!out.isFull() && in.next()) {
      if (in.field() != 1) {
        in.skip();
        continue;
      }
      ProtoReader entry = in.message();
      out.separator(first);
      first = false;
      ProtoReader key = null;
      ProtoReader value = null;
      while (entry.next()) {
        switch (entry.field()) {
          case 1 -> key = entry.message();
          case 2 -> value = entry.message();
          default -> entry.skip();
        }
      }
      if (key == null) {
        out.string("");
      } else {
        text(key, out);
      }
      out.colon();
      if (value == null) {
        out.raw("null");
      } else {
        appendJson(value, out, depth + 1);
      }
    }
    out.endObject();
  }

  /**
   * Walks through an encoded {@code AnyValue} and keeps nothing, so that reading it later cannot
   * fail.
   *
   * @throws MalformedProtoException when it is malformed or nested too deeply
   */
  public static void check(ProtoReader in) {
    check(in, 0);
  }

  private static void check(ProtoReader in, int depth) {
    checkDepth(depth);
    while (in.next()) {
      switch (in.field()) {
        case STRING, BYTES -> in.message();
        case BOOL, INT -> in.int64();
        case DOUBLE -> in.fixed64();
        case ARRAY -> checkItems(in.message(), false, depth);
        case KVLIST -> checkItems(in.message(), true, depth);
        default -> in.skip();
      }
    }
  }

  private static void checkItems(ProtoReader in, boolean keyed, int depth) {
    while (in.next()) {
      if (in.field() != 1) {
        in.skip();
      } else if (keyed) {
        checkEntry(in.message(), depth);
      } else {
        check(in.message(), depth + 1);
      }
    }
  }

  private static void checkEntry(ProtoReader in, int depth) {
    while (in.next()) {
      switch (in.field()) {
        case 1 -> in.message();
        case 2 -> check(in.message(), depth + 1);
        default -> in.skip();
      }
    }
  }

  private static void checkDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw new MalformedProtoException("attribute value nested deeper than " + MAX_DEPTH);
    }
  }
}
