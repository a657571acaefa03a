package dev.spanloom.internal.snapshot;

import dev.spanloom.entities.internal.json.JsonEscapes;
import dev.spanloom.entities.internal.proto.AnyValues;
import dev.spanloom.entities.internal.proto.ProtoReader;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes a JSON text as an OTLP {@code AnyValue} while it reads it: the same bytes as a snapshot of
 * what {@code JsonReader} makes of the text, without the objects in between. Gives up on what is no
 * JSON, and on what is rare and needs more thought: escaped or repeated keys, integers of more than
 * 18 digits, numbers that are none. One instance for one text.
 */
final class JsonEncoder {
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};
  private static final int MAX_DEPTH = 64;
  private static final int MAX_DIGITS = 18;

  /** No more digits than a double holds exactly. */
  private static final int MAX_EXACT_CHARS = 15;

  private static final double[] POWERS_OF_TEN = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };
  private static final int NO_KEY = -1;
  private static final String DATA = "data:";

  private final byte[] json;
  private final int end;
  private final ProtoWriter out;
  private int at;
  private int items;
  private int depth;
  private int deepest;
  private boolean mayHoldFiles;

  JsonEncoder(byte[] json, int length, ProtoWriter out) {
    this.json = json;
    this.end = length;
    this.out = out;
  }

  /** How many entries and items all objects and lists have together. */
  int items() {
    return items;
  }

  /** How many objects and lists are around the innermost one. */
  int depth() {
    return deepest - 1;
  }

  /** Whether a text stands where files do, or begins as they do. */
  boolean mayHoldFiles() {
    return mayHoldFiles;
  }

  /** Writes the one object that the text is; false when it gave up, and what is written is void. */
  boolean writeObject() {
    skipSpace();
    if (at == end || json[at] != '{' || !object()) {
      return false;
    }
    skipSpace();
    return at == end;
  }

  private boolean object() {
    if (!enter()) {
      return false;
    }
    int mark = out.beginLongMessage(AnyValues.KVLIST);
    long keys = 0;
    boolean more = !isNext('}');
    while (more) {
      int entry = out.size();
      int length = key();
      if (length < 0) {
        return false;
      }
      int from = at - 1 - length;
      long key = keyBits(from, length);
      if ((keys & key) == key && isRepeated(mark, entry, from, length)) {
        return false;
      }
      keys |= key;
      if (!isNext(':') || !value(from, length)) {
        return false;
      }
      items++;
      more = isNext(',');
      if (!more && !isNext('}')) {
        return false;
      }
    }
    out.endLongMessage(mark);
    depth--;
    return true;
  }

  /** Writes the value that comes next: that of a key, or an item of a list. */
  private boolean value(int key, int keyLength) {
    skipSpace();
    byte first = at < end ? json[at] : 0;
    return switch (first) {
      case '"' -> text(key, keyLength);
      case '{', '[' -> parts(first, key, keyLength);
      case 't' -> word(TRUE) && flag(key, keyLength, true);
      case 'f' -> word(FALSE) && flag(key, keyLength, false);
      case 'n' -> {
        begin(key, keyLength, 0);
        yield word(NULL);
      }
      default -> at < end && number(key, keyLength);
    };
  }

  /** Begins the message around a value of a known length, which is to be written next. */
  private void begin(int key, int keyLength, int valueBytes) {
    if (keyLength == NO_KEY) {
      out.messageField(1, valueBytes);
    } else {
      out.entryField(1, json, key, keyLength, valueBytes);
    }
  }

  private boolean flag(int key, int keyLength, boolean value) {
    begin(key, keyLength, 2);
    out.boolField(AnyValues.BOOL, value);
    return true;
  }

  /** Writes an object or a list as a value. */
  private boolean parts(byte first, int key, int keyLength) {
    int entryMark = -1;
    if (keyLength != NO_KEY) {
      entryMark = out.beginLongMessage(1);
      out.bytesField(1, json, key, keyLength);
    }
    int mark = out.beginLongMessage(keyLength == NO_KEY ? 1 : 2);
    if (first == '{' ? !object() : !list()) {
      return false;
    }
    out.endLongMessage(mark);
    if (keyLength != NO_KEY) {
      out.endLongMessage(entryMark);
    }
    return true;
  }

  private boolean list() {
    if (!enter()) {
      return false;
    }
    int mark = out.beginLongMessage(AnyValues.ARRAY);
    boolean more = !isNext(']');
    while (more) {
      if (!value(0, NO_KEY)) {
        return false;
      }
      items++;
      more = isNext(',');
      if (!more && !isNext(']')) {
        return false;
      }
    }
    out.endLongMessage(mark);
    depth--;
    return true;
  }

  private boolean enter() {
    at++;
    depth++;
    deepest = Math.max(deepest, depth);
    return depth <= MAX_DEPTH;
  }

  /** Passes a key; returns its length, negative for one that is not plain ASCII. */
  private int key() {
    skipSpace();
    if (at == end || json[at] != '"') {
      return -1;
    }
    int from = at + 1;
    int to = plainEnd(from);
    at = to + 1;
    return to < end && json[to] == '"' ? to - from : -1;
  }

  /** Two of 64 bits, which are seldom the same for two keys. */
  private long keyBits(int from, int length) {
    if (length == 0) {
      return 1;
    }
    int sum = length + 7 * json[from] + 31 * json[from + length / 2] + 13 * json[from + length - 1];
    int hash = sum * 0x9E3779B1;
    return 1L << (hash >>> 26) | 1L << (hash >>> 20);
  }

  /** Whether one of the entries that are written between two places has this key. */
  private boolean isRepeated(int mark, int entry, int from, int length) {
    ProtoReader entries = new ProtoReader(out.array(), mark, entry - mark);
    while (entries.next()) {
      ProtoReader key = entries.message();
      key.next();
      ProtoReader text = key.message();
      int at = text.position();
      if (Arrays.equals(out.array(), at, at + text.remaining(), json, from, from + length)) {
        return true;
      }
    }
    return false;
  }

  /** Writes a text as the value of a key, or as an item of a list. */
  private boolean text(int key, int keyLength) {
    mayHoldFiles |= keyLength != NO_KEY && AttachmentShapes.mayHold(json, key, keyLength);
    int from = at + 1;
    int to = plainEnd(from);
    if (to < end && json[to] == '"') {
      at = to + 1;
      int length = to - from;
      mayHoldFiles |= length > DATA.length() && json[from + DATA.length() - 1] == ':';
      writeText(key, keyLength, json, from, length);
      return true;
    }
    while (to < end && json[to] != '"') {
      byte b = json[to];
      if (b >= 0 && b < ' ') {
        return false;
      }
      // what is not ASCII may not be UTF-8 either: only a decoder knows
      to = plainEnd(b == '\\' ? to + 2 : to + 1);
    }
    if (to >= end) {
      return false;
    }
    at = to + 1;
    String text = unescaped(new String(json, from, to - from, StandardCharsets.UTF_8));
    if (text == null) {
      return false;
    }
    mayHoldFiles |= text.startsWith(DATA);
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writeText(key, keyLength, utf8, 0, utf8.length);
    return true;
  }

  private void writeText(int key, int keyLength, byte[] utf8, int from, int length) {
    begin(key, keyLength, 1 + ProtoWriter.varintSize(length) + length);
    out.bytesField(AnyValues.STRING, utf8, from, length);
  }

  private int plainEnd(int from) {
    return JsonEscapes.plainEnd(json, from, end);
  }

  private static @Nullable String unescaped(String text) {
    int escape = text.indexOf('\\');
    if (escape < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    int from = 0;
    while (escape >= 0) {
      plain.append(text, from, escape);
      from = escape + 2;
      char c = text.charAt(escape + 1);
      switch (c) {
        case '"', '\\', '/' -> plain.append(c);
        case 'n' -> plain.append('\n');
        case 't' -> plain.append('\t');
        case 'r' -> plain.append('\r');
        case 'b' -> plain.append('\b');
        case 'f' -> plain.append('\f');
        case 'u' -> {
          int unit = hex(text, from);
          if (unit < 0) {
            return null;
          }
          plain.append((char) unit);
          from += 4;
        }
        default -> {
          return null;
        }
      }
      escape = text.indexOf('\\', from);
    }
    return plain.append(text, from, text.length()).toString();
  }

  /** Four digits; negative when they are none. */
  private static int hex(String text, int from) {
    if (from + 4 > text.length()) {
      return -1;
    }
    int unit = 0;
    for (int i = from; i < from + 4; i++) {
      char c = text.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private boolean number(int key, int keyLength) {
    int from = at;
    boolean negative = json[at] == '-';
    if (negative) {
      at++;
    }
    int first = at;
    long whole = passDigits(0);
    int digits = at - first;
    if (digits == 0 || digits > MAX_DIGITS || (digits > 1 && json[first] == '0')) {
      return false;
    }
    if (at < end && (json[at] == '.' || json[at] == 'e' || json[at] == 'E')) {
      return decimal(key, keyLength, from, whole);
    }
    long value = negative ? -whole : whole;
    begin(key, keyLength, 1 + ProtoWriter.varintSize(value));
    out.int64Field(AnyValues.INT, value);
    return true;
  }

  /** A number that goes on behind its whole part. */
  private boolean decimal(int key, int keyLength, int from, long whole) {
    long digits = whole; // those on both sides of the point
    int point = at;
    int fraction = 0;
    if (json[at] == '.') {
      at++;
      digits = passDigits(whole);
      fraction = at - point - 1;
      if (fraction == 0) {
        return false;
      }
    }
    boolean hasExponent = at < end && (json[at] == 'e' || json[at] == 'E');
    if (hasExponent) {
      at++;
      if (at < end && (json[at] == '+' || json[at] == '-')) {
        at++;
      }
      int first = at;
      passDigits(0);
      if (at == first) {
        return false;
      }
    }
    begin(key, keyLength, 1 + Double.BYTES);
    boolean isShort = !hasExponent && at - from <= MAX_EXACT_CHARS;
    out.doubleField(AnyValues.DOUBLE, isShort ? exact(from, digits, fraction) : parsed(from));
    return true;
  }

  /** Both parts are exact doubles, so that the quotient is the double next to the number. */
  private double exact(int from, long digits, int fraction) {
    double value = digits / POWERS_OF_TEN[fraction];
    return json[from] == '-' ? -value : value;
  }

  private double parsed(int from) {
    return Double.parseDouble(new String(json, from, at - from, StandardCharsets.ISO_8859_1));
  }

  /** Passes digits, and appends them to a number; what it is beyond 18 digits means nothing. */
  private long passDigits(long before) {
    long number = before;
    while (at < end && isDigit(json[at])) {
      number = number * 10 + (json[at++] - '0');
    }
    return number;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private boolean word(byte[] word) {
    boolean is =
        end - at >= word.length && Arrays.equals(json, at, at + word.length, word, 0, word.length);
    at += word.length;
    return is;
  }

  /** Passes a character, if it comes next. */
  private boolean isNext(char c) {
    skipSpace();
    boolean is = at < end && json[at] == c;
    at += is ? 1 : 0;
    return is;
  }

  private void skipSpace() {
    if (at < end && json[at] <= ' ') { // machines write none, or one
      skipSpaces();
    }
  }

  private void skipSpaces() {
    while (at < end
        && json[at] <= ' '
        && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
      at++;
    }
  }
}
