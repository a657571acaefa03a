package dev.spanloom.entities.internal.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** What of a text stands in JSON as it is, and what is escaped and how. */
public final class JsonEscapes {
  /** Bytes below this are characters of ASCII. */
  static final int ASCII = 0x80;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** For each character of ASCII what stands behind the backslash; 0 where there is none. */
  private static final byte[] LETTERS = letters();

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long HIGHEST = EACH << 7;
  private static final long SPACES = EACH * ' ';
  private static final long QUOTES = EACH * '"';
  private static final long BACKSLASHES = EACH * '\\';

  private JsonEscapes() {}

  private static byte[] letters() {
    byte[] letters = new byte[ASCII];
    for (int c = 0; c < ' '; c++) {
      letters[c] = 'u';
    }
    letters['"'] = '"';
    letters['\\'] = '\\';
    letters['\n'] = 'n';
    letters['\r'] = 'r';
    letters['\t'] = 't';
    letters['\b'] = 'b';
    letters['\f'] = 'f';
    return letters;
  }

  /** What stands behind the backslash of a character of ASCII; 0 for one that is not escaped. */
  static byte letter(int ascii) {
    return LETTERS[ascii];
  }

  /** Writes what stands for a character of ASCII that is escaped, and says where that ends. */
  static int escape(byte[] out, int at, char c) {
    byte letter = LETTERS[c];
    if (letter == 'u') {
      return unicode(out, at, c);
    }
    out[at] = '\\';
    out[at + 1] = letter;
    return at + 2;
  }

  /** Writes the number of a character, and says where that ends. */
  static int unicode(byte[] out, int at, char c) {
    out[at] = '\\';
    out[at + 1] = 'u';
    out[at + 2] = HEX[c >> 12];
    out[at + 3] = HEX[(c >> 8) & 0xF];
    out[at + 4] = HEX[(c >> 4) & 0xF];
    out[at + 5] = HEX[c & 0xF];
    return at + 6;
  }

  /**
   * Where the first byte is that is not a character of ASCII which stands as it is; {@code to} when
   * there is none. Eight bytes are looked at in one step.
   */
  public static int plainEnd(byte[] bytes, int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long found = notPlain((long) EIGHT_BYTES.get(bytes, at));
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (at < to && bytes[at] >= 0 && LETTERS[bytes[at]] == 0) {
      at++;
    }
    return at;
  }

  /**
   * Copies eight bytes, of which those before the first count that is not a character of ASCII
   * which stands as it is.
   *
   * @return how many count
   */
  static int movePlain(byte[] from, int at, byte[] to, int put) {
    long eight = (long) EIGHT_BYTES.get(from, at);
    EIGHT_BYTES.set(to, put, eight);
    return Long.numberOfTrailingZeros(notPlain(eight)) / Byte.SIZE;
  }

  /** Whether all bytes are characters of ASCII. Eight are looked at in one step. */
  public static boolean isAscii(byte[] bytes, int from, int to) {
    int at = from;
    long all = 0; // without a way out, which would take longer than to look at them
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      all |= (long) EIGHT_BYTES.get(bytes, at);
    }
    for (; at < to; at++) {
      all |= bytes[at];
    }
    return (all & HIGHEST) == 0;
  }

  /**
   * The highest bit of bytes that are not plain; of those only the lowest is sure: a borrow may go
   * to the ones above it.
   */
  private static long notPlain(long bytes) {
    long quotes = bytes ^ QUOTES;
    long backslashes = bytes ^ BACKSLASHES;
    return (bytes
            | ((bytes - SPACES) & ~bytes)
            | ((quotes - EACH) & ~quotes)
            | ((backslashes - EACH) & ~backslashes))
        & HIGHEST;
  }
}
