package dev.spanloom.entities.internal.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Counts the characters of a JSON text on one line, all in ASCII, without building it. Not
 * thread-safe.
 */
public final class JsonLength extends JsonOutput {
  private static final int UNICODE_ESCAPE = 6;
  private static final int ASCII = 128;
  private static final int WORD = 8;
  private static final int LONG = 32;
  private static final byte[] NONE = {};
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** Characters of each ASCII character in a string. */
  private static final byte[] PLAIN_WIDTHS = widths(1, UNICODE_ESCAPE);

  /**
   * The same within a text that itself becomes a string: what is escaped there is escaped again.
   */
  private static final byte[] EMBEDDED_WIDTHS = widths(2, UNICODE_ESCAPE + 1);

  private final byte[] widths;
  private final int quote;
  private final int loneSurrogate;
  private long length;

  private JsonLength(byte[] widths, int quote, int loneSurrogate) {
    this.widths = widths;
    this.quote = quote;
    this.loneSurrogate = loneSurrogate;
  }

  private static byte[] widths(int backslash, int control) {
    byte[] widths = new byte[ASCII];
    for (int c = 0; c < ASCII; c++) {
      widths[c] =
          switch (c) {
            case '"', '\\' -> (byte) (2 * backslash);
            case '\n', '\r', '\t', '\b', '\f' -> (byte) (backslash + 1);
            case 0x7F -> UNICODE_ESCAPE;
            default -> (byte) (c < ' ' ? control : 1);
          };
    }
    return widths;
  }

  /** Counts what {@link JsonWriter#ascii} writes. */
  public static JsonLength ascii() {
    return new JsonLength(PLAIN_WIDTHS, 1, UNICODE_ESCAPE);
  }

  /**
   * Counts what becomes of the text of {@link JsonWriter#oneLine} where it stands, as a string, in
   * a text of {@link JsonWriter#ascii}; without the quotes around it.
   */
  public static JsonLength embedded() {
    return new JsonLength(EMBEDDED_WIDTHS, 2, UNICODE_ESCAPE + 1);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void truncate(long to) {
    length = to;
  }

  /** Adds characters that were counted elsewhere. */
  public void add(long characters) {
    length += characters;
  }

  @Override
  public void raw(String text) {
    length += text.length();
  }

  @Override
  public void number(long value) {
    length += digits(value);
  }

  private static int digits(long value) {
    if (value < 0) {
      return value == Long.MIN_VALUE ? 20 : 1 + digits(-value);
    }
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  @Override
  public void number(double value) {
    if (Double.isFinite(value)) {
      length += PythonFloat.repr(value).length();
    } else {
      length += 2L * quote + Double.toString(value).length();
    }
  }

  @Override
  public void string(String text) {
    length += 2L * quote;
    byte[] bytes = text.length() < LONG ? NONE : text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length > 0 && new String(bytes, StandardCharsets.ISO_8859_1).equals(text)) {
      latin1(bytes);
    } else {
      chars(text);
    }
  }

  /** To count words of eight is worth a copy of the text, and another to know that it is right. */
  private void latin1(byte[] bytes) {
    long sum = 0;
    int i = 0;
    while (i < bytes.length) {
      int next = Math.min(i + WORD, bytes.length);
      if (next == i + WORD && isPlain((long) WORDS.get(bytes, i))) {
        sum += WORD;
        i = next;
      }
      for (; i < next; i++) {
        sum += bytes[i] >= 0 ? widths[bytes[i]] : UNICODE_ESCAPE;
      }
    }
    length += sum;
  }

  private void chars(String text) {
    long sum = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ASCII) {
        sum += widths[c];
      } else if (JsonWriter.isLoneSurrogate(text, i, c)) {
        sum += loneSurrogate;
      } else {
        sum += UNICODE_ESCAPE;
      }
    }
    length += sum;
  }

  @Override
  public void utf8(byte[] bytes, int from, int count) {
    length += 2L * quote;
    int end = from + count;
    long sum = 0;
    int i = from;
    while (i < end) {
      if (i + WORD <= end && isPlain((long) WORDS.get(bytes, i))) {
        sum += WORD;
        i += WORD;
        continue;
      }
      byte b = bytes[i];
      if (b >= 0) {
        sum += widths[b];
        i++;
        continue;
      }
      int size = sequence(bytes, i, end);
      if (size == 0) {
        // malformed: the decoder decides how many characters take its place
        chars(new String(bytes, i, end - i, StandardCharsets.UTF_8));
        break;
      }
      sum += size == 4 ? 2 * UNICODE_ESCAPE : UNICODE_ESCAPE;
      i += size;
    }
    length += sum;
  }

  /** Whether each of eight bytes is a character that is not escaped. */
  private static boolean isPlain(long word) {
    return ((word
                | (word - ONES * ' ')
                | zeroes(word, '"')
                | zeroes(word, '\\')
                | zeroes(word, 0x7F))
            & HIGH_BITS)
        == 0;
  }

  /** High bits are set where a byte is the character; perhaps in more places, if it is anywhere. */
  private static long zeroes(long word, int character) {
    long difference = word ^ ONES * character;
    return (difference - ONES) & ~difference;
  }

  /** The bytes of the character that begins there; 0 when it is malformed. */
  private static int sequence(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xFF;
    int size = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (size == 0 || at + size > end) {
      return 0;
    }
    for (int i = at + 1; i < at + size; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = bytes[at + 1] & 0xFF;
    boolean valid =
        switch (lead) {
          case 0xE0 -> second >= 0xA0; // overlong before
          case 0xED -> second < 0xA0; // surrogates after
          case 0xF0 -> second >= 0x90; // overlong before
          case 0xF4 -> second < 0x90; // beyond Unicode after
          default -> true;
        };
    return valid ? size : 0;
  }

  @Override
  public void colon() {
    length += 2;
  }

  @Override
  public void separator(boolean first) {
    length += first ? 0 : 2;
  }

  @Override
  public void beginObject() {
    length++;
  }

  @Override
  public void endObject() {
    length++;
  }

  @Override
  public void beginArray() {
    length++;
  }

  @Override
  public void endArray() {
    length++;
  }
}
