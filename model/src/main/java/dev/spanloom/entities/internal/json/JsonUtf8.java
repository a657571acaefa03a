package dev.spanloom.entities.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes what {@link JsonWriter#oneLine} writes, as the bytes that travel: a long text is not built
 * as characters first. Lengths are in bytes. Not thread-safe.
 */
public final class JsonUtf8 extends JsonOutput {
  private static final int FIRST_BYTES = 512;
  private static final int ASCII = 0x80;

  /** A character becomes so many bytes at most: it is escaped. */
  private static final int MOST_OF_CHARACTER = 6;

  /** So many characters get room at once: as many as there are would need more than they take. */
  private static final int PART = 1024;

  /** What an array can hold. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final boolean[] PLAIN = plain();

  private byte[] out = new byte[FIRST_BYTES];
  private int length;

  private static boolean[] plain() {
    boolean[] plain = new boolean[ASCII];
    Arrays.fill(plain, ' ', ASCII, true);
    plain['"'] = false;
    plain['\\'] = false;
    return plain;
  }

  /** The one-line text of a plain value. */
  public static byte[] write(@Nullable Object plain) {
    JsonUtf8 json = new JsonUtf8();
    json.value(plain);
    return json.bytes();
  }

  byte[] bytes() {
    return Arrays.copyOf(out, length);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void truncate(long length) {
    this.length = (int) length;
  }

  private void ensure(int bytes) {
    if (bytes > out.length - length) {
      int least = Math.addExact(length, bytes);
      out = Arrays.copyOf(out, Math.max(least, (int) Math.min(2L * out.length, MOST_BYTES)));
    }
  }

  private void add(char ascii) {
    ensure(1);
    out[length++] = (byte) ascii;
  }

  @Override
  public void raw(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ensure(bytes.length);
    System.arraycopy(bytes, 0, out, length, bytes.length);
    length += bytes.length;
  }

  @Override
  public void number(long value) {
    raw(Long.toString(value));
  }

  @Override
  public void number(double value) {
    raw(Double.isFinite(value) ? PythonFloat.repr(value) : "\"" + value + "\"");
  }

  @Override
  public void colon() {
    add(':');
    add(' ');
  }

  @Override
  public void separator(boolean first) {
    if (!first) {
      add(',');
      add(' ');
    }
  }

  @Override
  public void beginObject() {
    add('{');
  }

  @Override
  public void endObject() {
    add('}');
  }

  @Override
  public void beginArray() {
    add('[');
  }

  @Override
  public void endArray() {
    add(']');
  }

  @Override
  public void utf8(byte[] bytes, int from, int length) {
    string(new String(bytes, from, length, StandardCharsets.UTF_8));
  }

  @Override
  public void string(String text) {
    add('"');
    int from = 0;
    while (from < text.length()) {
      from = part(text, from, Math.min(text.length(), from + PART));
    }
    add('"');
  }

  /**
   * Writes a part of a text, or one character more where a pair would be split.
   *
   * @return where it ends
   */
  private int part(String text, int from, int to) {
    ensure((to - from + 1) * MOST_OF_CHARACTER);
    byte[] bytes = out;
    int at = length;
    int i = from;
    while (i < to) {
      char c = text.charAt(i++);
      if (c < ASCII) {
        if (PLAIN[c]) {
          bytes[at++] = (byte) c;
        } else {
          at = escape(bytes, at, c);
        }
      } else if (c < 0x800) {
        bytes[at++] = (byte) (0xC0 | (c >> 6));
        bytes[at++] = continuation(c);
      } else if (!Character.isSurrogate(c)) {
        bytes[at++] = (byte) (0xE0 | (c >> 12));
        bytes[at++] = continuation(c >> 6);
        bytes[at++] = continuation(c);
      } else if (Character.isHighSurrogate(c)
          && i < text.length()
          && Character.isLowSurrogate(text.charAt(i))) {
        int pair = Character.toCodePoint(c, text.charAt(i++));
        bytes[at++] = (byte) (0xF0 | (pair >> 18));
        bytes[at++] = continuation(pair >> 12);
        bytes[at++] = continuation(pair >> 6);
        bytes[at++] = continuation(pair);
      } else {
        at = unicode(bytes, at, c);
      }
    }
    length = at;
    return i;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  private static int escape(byte[] bytes, int at, char c) {
    char letter =
        switch (c) {
          case '"', '\\' -> c;
          case '\n' -> 'n';
          case '\r' -> 'r';
          case '\t' -> 't';
          case '\b' -> 'b';
          case '\f' -> 'f';
          default -> 'u';
        };
    if (letter == 'u') {
      return unicode(bytes, at, c);
    }
    bytes[at] = '\\';
    bytes[at + 1] = (byte) letter;
    return at + 2;
  }

  private static int unicode(byte[] bytes, int at, char c) {
    bytes[at] = '\\';
    bytes[at + 1] = 'u';
    for (int digit = 0; digit < 4; digit++) {
      bytes[at + 2 + digit] = HEX[(c >> (12 - 4 * digit)) & 0xF];
    }
    return at + MOST_OF_CHARACTER;
  }
}
