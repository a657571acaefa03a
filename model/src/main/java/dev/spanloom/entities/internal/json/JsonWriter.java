package dev.spanloom.entities.internal.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Appends JSON text. The default spelling is that of MLflow's Python client: {@code ", "} and
 * {@code ": "} between tokens, non-ASCII characters kept, floats as Python prints them. The text is
 * always valid JSON: NaN and the infinities become strings. Not thread-safe.
 */
public final class JsonWriter extends JsonOutput {
  private static final int COPIED_PART = 16;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder out;
  private final boolean asciiOnly;
  private final int indent;
  private int depth;

  private JsonWriter(StringBuilder out, boolean asciiOnly, int indent) {
    this.out = out;
    this.asciiOnly = asciiOnly;
    this.indent = indent;
  }

  /** MLflow's one-line spelling. */
  public static JsonWriter oneLine() {
    return new JsonWriter(new StringBuilder(128), false, 0);
  }

  /**
   * One line, non-ASCII characters escaped: the spelling whose length MLflow takes as a span's
   * size.
   */
  public static JsonWriter ascii() {
    return new JsonWriter(new StringBuilder(128), true, 0);
  }

  /** Two spaces for each level. */
  public static JsonWriter pretty() {
    return new JsonWriter(new StringBuilder(512), false, 2);
  }

  /** The one-line text of a plain value. */
  public static String write(@Nullable Object plain) {
    return oneLine().value(plain).toString();
  }

  @Override
  public long length() {
    return out.length();
  }

  @Override
  public void truncate(long length) {
    out.setLength((int) length);
  }

  @Override
  public String toString() {
    return out.toString();
  }

  @Override
  public JsonWriter value(@Nullable Object plain) {
    super.value(plain);
    return this;
  }

  @Override
  public void raw(String text) {
    out.append(text);
  }

  @Override
  public void number(long value) {
    out.append(value);
  }

  @Override
  public void number(double value) {
    if (Double.isFinite(value)) {
      out.append(PythonFloat.repr(value));
    } else {
      out.append('"').append(value).append('"');
    }
  }

  @Override
  public void colon() {
    out.append(": ");
  }

  @Override
  public void separator(boolean first) {
    if (indent > 0) {
      out.append(first ? "\n" : ",\n").append(" ".repeat(indent * depth));
    } else if (!first) {
      out.append(", ");
    }
  }

  @Override
  public void beginObject() {
    begin('{');
  }

  @Override
  public void endObject() {
    end('{', '}');
  }

  @Override
  public void beginArray() {
    begin('[');
  }

  @Override
  public void endArray() {
    end('[', ']');
  }

  @Override
  public void utf8(byte[] bytes, int from, int length) {
    string(new String(bytes, from, length, StandardCharsets.UTF_8));
  }

  @Override
  public void string(String text) {
    out.append('"');
    int length = text.length();
    int plainFrom = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x20
          && c != '"'
          && c != '\\'
          && (c < 0x7F || (!asciiOnly && !isLoneSurrogate(text, i, c)))) {
        continue;
      }
      appendPlain(text, plainFrom, i);
      plainFrom = i + 1;
      escape(c);
    }
    appendPlain(text, plainFrom, length);
    out.append('"');
  }

  /**
   * A string is appended at once, a part of one character by character: long parts are worth a
   * copy.
   */
  private void appendPlain(String text, int from, int to) {
    if (to - from > COPIED_PART) {
      out.append(text.substring(from, to));
    } else {
      out.append(text, from, to);
    }
  }

  /** Whether a text has half of a character, which UTF-8 cannot have. */
  public static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isLoneSurrogate(text, i, text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  static boolean isLoneSurrogate(String text, int at, char c) {
    if (Character.isHighSurrogate(c)) {
      return at + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  private void escape(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      default ->
          out.append("\\u")
              .append(HEX[c >> 12])
              .append(HEX[(c >> 8) & 0xF])
              .append(HEX[(c >> 4) & 0xF])
              .append(HEX[c & 0xF]);
    }
  }

  private void begin(char bracket) {
    out.append(bracket);
    depth++;
  }

  private void end(char open, char close) {
    depth--;
    if (indent > 0 && out.charAt(out.length() - 1) != open) {
      out.append('\n').append(" ".repeat(indent * depth));
    }
    out.append(close);
  }
}
