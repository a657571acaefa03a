package dev.spanloom.entities.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The beginning of a JSON text, in {@link JsonWriter}'s one-line spelling and in UTF-8; the rest is
 * counted only, or left alone. Not thread-safe.
 */
public final class JsonPreview extends JsonOutput {
  private static final int FIRST_BYTES = 256;
  private static final String HEX = "0123456789abcdef";

  private final int mostBytes;
  private final boolean countsRest;
  private byte[] kept;
  private long length;

  /**
   * One that counts the rest.
   *
   * @param mostBytes that are kept
   */
  public JsonPreview(int mostBytes) {
    this(mostBytes, true);
  }

  private JsonPreview(int mostBytes, boolean countsRest) {
    this.mostBytes = mostBytes;
    this.countsRest = countsRest;
    this.kept = new byte[Math.min(mostBytes, FIRST_BYTES)];
  }

  /**
   * One that leaves the rest alone: how long the text is remains unknown, but for that it is
   * longer.
   *
   * @param mostBytes that are kept
   */
  public static JsonPreview ofBeginning(int mostBytes) {
    return new JsonPreview(mostBytes, false);
  }

  @Override
  public boolean isFull() {
    return !countsRest && length >= mostBytes;
  }

  /** How many bytes the whole text has so far. */
  @Override
  public long length() {
    return length;
  }

  @Override
  public void truncate(long newLength) {
    length = newLength;
  }

  /** What is kept; of a text that is longer it may end within a character. */
  public byte[] bytes() {
    return Arrays.copyOf(kept, (int) Math.min(length, mostBytes));
  }

  private void put(int b) {
    if (length < mostBytes) {
      if (length == kept.length) {
        grow(length + 1);
      }
      kept[(int) length] = (byte) b;
    }
    length++;
  }

  private void put(byte[] bytes, int from, int count) {
    int taken = (int) Math.max(0, Math.min(count, mostBytes - length));
    if (taken > 0) { // what is only counted costs no copy
      if (length + taken > kept.length) {
        grow(length + taken);
      }
      System.arraycopy(bytes, from, kept, (int) length, taken);
    }
    length += count;
  }

  private void grow(long needed) {
    kept = Arrays.copyOf(kept, (int) Math.min(mostBytes, Math.max(needed, 2L * kept.length)));
  }

  @Override
  public void raw(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    put(bytes, 0, bytes.length);
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
  public void string(String text) {
    put('"');
    characters(text);
    put('"');
  }

  private void characters(String text) {
    int size = text.length();
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
      } else if (!Character.isSurrogate(c)) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
      } else if (JsonWriter.isLoneSurrogate(text, i, c)) {
        escape(c);
      } else {
        int pair = Character.toCodePoint(c, text.charAt(++i));
        put(0xF0 | (pair >> 18));
        put(0x80 | ((pair >> 12) & 0x3F));
        put(0x80 | ((pair >> 6) & 0x3F));
        put(0x80 | (pair & 0x3F));
      }
    }
  }

  /** What needs neither an escape nor a look at its encoding is taken as it is. */
  @Override
  public void utf8(byte[] bytes, int from, int count) {
    // a little more than there is room for, so that the cut lies behind what is kept
    long room = Math.max(0, mostBytes - length) + 4;
    int looked = countsRest ? count : (int) Math.min(count, room);
    int end = from + looked;
    put('"');
    int at = from;
    while (at < end) {
      int plainEnd = JsonEscapes.plainEnd(bytes, at, end);
      put(bytes, at, plainEnd - at);
      at = plainEnd;
      if (at < end && bytes[at] < 0) {
        characters(new String(bytes, at, end - at, StandardCharsets.UTF_8));
        at = end;
      } else if (at < end) {
        ascii((char) bytes[at++]);
      }
    }
    put('"');
  }

  private void ascii(char c) {
    switch (c) {
      case '"', '\\' -> shortEscape(c);
      case '\n' -> shortEscape('n');
      case '\r' -> shortEscape('r');
      case '\t' -> shortEscape('t');
      case '\b' -> shortEscape('b');
      case '\f' -> shortEscape('f');
      default -> {
        if (c < 0x20) {
          escape(c);
        } else {
          put(c);
        }
      }
    }
  }

  private void shortEscape(char letter) {
    put('\\');
    put(letter);
  }

  private void escape(char c) {
    put('\\');
    put('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      put(HEX.charAt((c >> shift) & 0xF));
    }
  }

  @Override
  public void colon() {
    put(':');
    put(' ');
  }

  @Override
  public void separator(boolean first) {
    if (!first) {
      put(',');
      put(' ');
    }
  }

  @Override
  public void beginObject() {
    put('{');
  }

  @Override
  public void endObject() {
    put('}');
  }

  @Override
  public void beginArray() {
    put('[');
  }

  @Override
  public void endArray() {
    put(']');
  }
}
