package dev.spanloom.entities.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what {@link JsonWriter#oneLine} writes, as the bytes that travel: a long text is not built
 * as characters first. Lengths are in bytes. Not thread-safe.
 */
public final class JsonUtf8 extends JsonOutput {
  private static final int FIRST_BYTES = 512;

  /** Until it is as large, what was written moves to a larger array; then another one goes on. */
  private static final int MOVED_BYTES = 64 * 1024;

  /** Arrays grow with what was written, up to this. */
  private static final int LARGEST_PIECE = 1024 * 1024;

  /** A character becomes so many bytes at most: it is escaped. */
  private static final int MOST_OF_CHARACTER = 6;

  /** So many characters get room at once: as many as there are would need more than they take. */
  private static final int PART = 1024;

  /** Shorter texts are written character by character. */
  private static final int SHORT = 24;

  /** What an array can hold. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private static final String SMALLEST_LONG = Long.toString(Long.MIN_VALUE);

  /** Arrays that are full, and how much of each is written. */
  private final List<Piece> full = new ArrayList<>();

  private int fullBytes;
  private byte[] out = new byte[FIRST_BYTES];
  private int length;

  private static final class Piece {
    private final byte[] bytes;
    private final int length;

    Piece(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }
  }

  /** The one-line text of a plain value. */
  public static byte[] write(@Nullable Object plain) {
    JsonUtf8 json = new JsonUtf8();
    json.value(plain);
    return json.bytes();
  }

  byte[] bytes() {
    byte[] all = new byte[(int) length()];
    int at = 0;
    for (Piece piece : full) {
      System.arraycopy(piece.bytes, 0, all, at, piece.length);
      at += piece.length;
    }
    System.arraycopy(out, 0, all, at, length);
    return all;
  }

  @Override
  public long length() {
    return (long) fullBytes + length;
  }

  @Override
  public void truncate(long length) {
    while (length < fullBytes) {
      Piece last = full.remove(full.size() - 1);
      fullBytes -= last.length;
      out = last.bytes;
    }
    this.length = (int) (length - fullBytes);
  }

  private void ensure(int bytes) {
    if (bytes <= out.length - length) {
      return;
    }
    int least = Math.addExact(length, bytes);
    if (least <= MOVED_BYTES) {
      out = Arrays.copyOf(out, Math.max(least, Math.min(2 * out.length, MOVED_BYTES)));
      return;
    }
    if (length() + bytes > MOST_BYTES) {
      throw new OutOfMemoryError("JSON of more than " + MOST_BYTES + " bytes");
    }
    full.add(new Piece(out, length));
    fullBytes += length;
    length = 0;
    out = new byte[Math.max(bytes, Math.min(Math.max(fullBytes, MOVED_BYTES), LARGEST_PIECE))];
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
    if (value == Long.MIN_VALUE) {
      raw(SMALLEST_LONG);
      return;
    }
    ensure(SMALLEST_LONG.length());
    long left = Math.abs(value);
    int digits = 1;
    for (long rest = left; rest >= 10; rest /= 10) {
      digits++;
    }
    if (value < 0) {
      out[length++] = '-';
    }
    length += digits;
    for (int at = length - 1; digits > 0; digits--) {
      out[at--] = (byte) ('0' + left % 10);
      left /= 10;
    }
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
    add('"');
    int end = from + length;
    int at = ascii(bytes, from, end);
    if (at < end) {
      characters(new String(bytes, at, end - at, StandardCharsets.UTF_8));
    }
    add('"');
  }

  @Override
  public void string(String text) {
    add('"');
    characters(text);
    add('"');
  }

  private void characters(String text) {
    int from = 0;
    boolean isLatin = text.length() > SHORT;
    while (from < text.length()) {
      int to = Math.min(text.length(), from + PART);
      if (isLatin) {
        String part = text.substring(from, to);
        byte[] latin = part.getBytes(StandardCharsets.ISO_8859_1);
        isLatin = new String(latin, StandardCharsets.ISO_8859_1).equals(part);
        if (isLatin) {
          from += ascii(latin, 0, latin.length);
        }
      }
      if (from < to) {
        from = part(text, from, to);
      }
    }
  }

  /**
   * Writes bytes up to the first that is no character of ASCII.
   *
   * @return where it ends
   */
  private int ascii(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int end = Math.min(to, at + PART);
      ensure((end - at) * MOST_OF_CHARACTER + Long.BYTES);
      int stop = asciiPart(bytes, at, end);
      if (stop < end) {
        return stop;
      }
      at = stop;
    }
    return at;
  }

  /** The same of a part that there is room for. Eight bytes are looked at and moved in one step. */
  private int asciiPart(byte[] bytes, int from, int to) {
    byte[] target = out;
    int put = length;
    int at = from;
    while (at < to) {
      int plain = 0;
      if (at <= to - Long.BYTES) {
        plain = JsonEscapes.movePlain(bytes, at, target, put);
        at += plain;
        put += plain;
      }
      if (plain < Long.BYTES) {
        byte next = bytes[at];
        if (next < 0) {
          break;
        }
        if (JsonEscapes.letter(next) == 0) {
          target[put++] = next;
        } else {
          put = JsonEscapes.escape(target, put, (char) next);
        }
        at++;
      }
    }
    length = put;
    return at;
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
      if (c < JsonEscapes.ASCII) {
        if (JsonEscapes.letter(c) == 0) {
          bytes[at++] = (byte) c;
        } else {
          at = JsonEscapes.escape(bytes, at, c);
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
        at = JsonEscapes.unicode(bytes, at, c);
      }
    }
    length = at;
    return i;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }
}
