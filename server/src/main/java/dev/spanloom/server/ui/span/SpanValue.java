package dev.spanloom.server.ui.span;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.internal.json.JsonPreview;
import dev.spanloom.entities.internal.proto.AnyValues;
import dev.spanloom.entities.internal.proto.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a span as text, or the beginning of it: a string is itself, all else is JSON as MLflow
 * spells it. Made from the encoded form, so that a large value costs a walk through its bytes.
 * Immutable as long as nobody changes the array.
 */
final class SpanValue {
  private final long bytes;
  private final boolean json;
  private final byte[] beginning;

  private SpanValue(long bytes, boolean json, byte[] beginning) {
    this.bytes = bytes;
    this.json = json;
    this.beginning = beginning;
  }

  /** What there is of the text, in UTF-8; ends with a character. */
  byte[] beginning() {
    return beginning;
  }

  /** The beginning of an attribute, or all of it. */
  static SpanValue of(AttributeValue attribute, int mostBytes) {
    byte[] anyValue = attribute.anyValue();
    ProtoReader text = string(anyValue);
    if (text != null) {
      return string(text.array(), text.position(), text.remaining(), mostBytes);
    }
    JsonPreview out = new JsonPreview(mostBytes);
    AnyValues.appendJson(new ProtoReader(anyValue), out);
    return new SpanValue(out.length(), true, whole(out.bytes(), out.length()));
  }

  /** The same of a plain value, such as events have. */
  static SpanValue of(@Nullable Object plain, int mostBytes) {
    if (plain instanceof String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return string(bytes, 0, bytes.length, mostBytes);
    }
    JsonPreview out = new JsonPreview(mostBytes);
    out.value(plain);
    return new SpanValue(out.length(), true, whole(out.bytes(), out.length()));
  }

  /** The string that an encoded value is; null when it is none. */
  private static @Nullable ProtoReader string(byte[] anyValue) {
    ProtoReader in = new ProtoReader(anyValue);
    ProtoReader string = null;
    while (in.next()) {
      if (in.field() == AnyValues.STRING) {
        string = in.message();
      } else {
        string = in.field() > AnyValues.BYTES ? string : null;
        in.skip();
      }
    }
    return string;
  }

  private static SpanValue string(byte[] utf8, int from, int length, int mostBytes) {
    byte[] beginning = Arrays.copyOfRange(utf8, from, from + Math.min(length, mostBytes));
    return new SpanValue(length, false, whole(beginning, length));
  }

  /** Without the part of a character at the end of what was cut. */
  private static byte[] whole(byte[] utf8, long length) {
    if (utf8.length == length || utf8.length == 0) {
      return utf8;
    }
    int last = utf8.length - 1;
    while (last > 0 && utf8.length - last < 4 && (utf8[last] & 0xC0) == 0x80) {
      last--;
    }
    int size = sizeOfCharacter(utf8[last]);
    return last + size > utf8.length ? Arrays.copyOf(utf8, last) : utf8;
  }

  private static int sizeOfCharacter(byte first) {
    int bits = first & 0xFF;
    return bits >= 0xF0 ? 4 : bits >= 0xE0 ? 3 : bits >= 0xC0 ? 2 : 1;
  }

  /** As the API shows it. */
  Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("bytes", bytes);
    map.put("json", json);
    map.put("text", new String(beginning, StandardCharsets.UTF_8));
    map.put("cut", beginning.length < bytes);
    return map;
  }
}
