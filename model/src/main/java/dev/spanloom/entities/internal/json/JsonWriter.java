package dev.spanloom.entities.internal.json;

import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Appends JSON text. The default spelling is that of MLflow's Python client: {@code ", "} and
 * {@code ": "} between tokens, non-ASCII characters kept, floats as Python prints them. The text is
 * always valid JSON: NaN and the infinities become strings. Not thread-safe.
 */
public final class JsonWriter {
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

  public int length() {
    return out.length();
  }

  public void truncate(int length) {
    out.setLength(length);
  }

  @Override
  public String toString() {
    return out.toString();
  }

  /** Appends a plain value; a type that is not plain is appended as the string it prints. */
  public JsonWriter value(@Nullable Object plain) {
    if (plain == null) {
      raw("null");
    } else if (plain instanceof String s) {
      string(s);
    } else if (plain instanceof Boolean b) {
      raw(b ? "true" : "false");
    } else if (plain instanceof Double || plain instanceof Float) {
      number(((Number) plain).doubleValue());
    } else if (plain instanceof Number) {
      raw(plain.toString());
    } else if (plain instanceof Map<?, ?> map) {
      object(map);
    } else if (plain instanceof Collection<?> list) {
      array(list);
    } else if (plain instanceof byte[] bytes) {
      string(Base64.getEncoder().encodeToString(bytes));
    } else {
      string(plain.toString());
    }
    return this;
  }

  public void raw(String text) {
    out.append(text);
  }

  public void number(long value) {
    out.append(value);
  }

  public void number(double value) {
    if (Double.isFinite(value)) {
      out.append(PythonFloat.repr(value));
    } else {
      out.append('"').append(value).append('"');
    }
  }

  public void key(String key) {
    string(key);
    out.append(": ");
  }

  /**
   * What stands before an element: nothing or a line break before the first, a comma before the
   * others.
   */
  public void separator(boolean first) {
    if (indent > 0) {
      out.append(first ? "\n" : ",\n").append(" ".repeat(indent * depth));
    } else if (!first) {
      out.append(", ");
    }
  }

  public void beginObject() {
    begin('{');
  }

  public void endObject() {
    end('{', '}');
  }

  public void beginArray() {
    begin('[');
  }

  public void endArray() {
    end('[', ']');
  }

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

  private static boolean isLoneSurrogate(String text, int at, char c) {
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

  private void object(Map<?, ?> map) {
    beginObject();
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      separator(first);
      first = false;
      key(String.valueOf(entry.getKey()));
      value(entry.getValue());
    }
    endObject();
  }

  private void array(Collection<?> list) {
    beginArray();
    boolean first = true;
    for (Object item : list) {
      separator(first);
      first = false;
      value(item);
    }
    endArray();
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
