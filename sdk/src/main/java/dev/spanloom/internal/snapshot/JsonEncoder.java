package dev.spanloom.internal.snapshot;

import dev.spanloom.entities.internal.proto.AnyValues;
import dev.spanloom.entities.internal.proto.ProtoReader;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
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

  private boolean value(boolean underFileKey) {
    skipSpace();
    if (at == end) {
      return false;
    }
    switch (json[at]) {
      case '"' -> {
        mayHoldFiles |= underFileKey;
        return text();
      }
      case '{' -> {
        return object();
      }
      case '[' -> {
        return list();
      }
      case 't' -> {
        out.boolField(AnyValues.BOOL, true);
        return word(TRUE);
      }
      case 'f' -> {
        out.boolField(AnyValues.BOOL, false);
        return word(FALSE);
      }
      case 'n' -> {
        return word(NULL);
      }
      default -> {
        return number();
      }
    }
  }

  private boolean object() {
    if (!enter()) {
      return false;
    }
    int mark = out.beginMessage(AnyValues.KVLIST);
    long keys = 0;
    boolean more = !isNext('}');
    while (more) {
      int entry = out.size();
      int entryMark = out.beginMessage(1);
      int length = key();
      if (length < 0) {
        return false;
      }
      int from = at - 1 - length;
      long key = 1L << keyHash(from, length);
      if ((keys & key) != 0 && isRepeated(mark, entry, from, length)) {
        return false;
      }
      keys |= key;
      out.bytesField(1, json, from, length);
      if (!isNext(':')) {
        return false;
      }
      int valueMark = out.beginMessage(2);
      if (!value(isFileKey(from, length))) {
        return false;
      }
      out.endMessage(valueMark);
      out.endMessage(entryMark);
      items++;
      more = isNext(',');
      if (!more && !isNext('}')) {
        return false;
      }
    }
    out.endMessage(mark);
    depth--;
    return true;
  }

  private boolean list() {
    if (!enter()) {
      return false;
    }
    int mark = out.beginMessage(AnyValues.ARRAY);
    boolean more = !isNext(']');
    while (more) {
      int itemMark = out.beginMessage(1);
      if (!value(false)) {
        return false;
      }
      out.endMessage(itemMark);
      items++;
      more = isNext(',');
      if (!more && !isNext(']')) {
        return false;
      }
    }
    out.endMessage(mark);
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
    int from = ++at;
    while (at < end && json[at] != '"') {
      if (json[at] < ' ' || json[at] == '\\') {
        return -1;
      }
      at++;
    }
    return at++ < end ? at - 1 - from : -1;
  }

  private int keyHash(int from, int length) {
    return length == 0
        ? 0
        : (length + 7 * json[from] + 31 * json[from + length / 2] + 13 * json[from + length - 1])
            & 63;
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

  private boolean isFileKey(int from, int length) {
    boolean mayBe = length > 0 && "dbr".indexOf(json[from]) >= 0; // spares most keys the text
    return mayBe
        && AttachmentShapes.mayHold(new String(json, from, length, StandardCharsets.ISO_8859_1));
  }

  private boolean text() {
    int from = ++at;
    boolean plain = true;
    skipPlain();
    while (at < end && json[at] != '"') {
      byte b = json[at++];
      if (b == '\\') {
        plain = false;
        at++;
        skipPlain();
      } else if (b < ' ') {
        if (b >= 0) {
          return false;
        }
        plain = false; // not ASCII: only a decoder knows whether it is UTF-8
      }
    }
    if (at >= end) {
      return false;
    }
    int length = at++ - from;
    if (plain) {
      mayHoldFiles |= length > DATA.length() && json[from + DATA.length() - 1] == ':';
      out.bytesField(AnyValues.STRING, json, from, length);
      return true;
    }
    String text = unescaped(new String(json, from, length, StandardCharsets.UTF_8));
    if (text == null) {
      return false;
    }
    mayHoldFiles |= text.startsWith(DATA);
    out.stringField(AnyValues.STRING, text);
    return true;
  }

  /** Passes printable ASCII up to a quote or backslash, eight at a time. */
  private void skipPlain() {
    while (at + Long.BYTES <= end) {
      long eight = (long) EIGHT_BYTES.get(json, at);
      long quote = eight ^ '"' * ONES;
      long backslash = eight ^ '\\' * ONES;
      // a byte borrows from the next one only where it is marked itself: the first mark is right
      long marks =
          ((quote - ONES & ~quote) | (backslash - ONES & ~backslash) | (eight - ' ' * ONES) | eight)
              & HIGH_BITS;
      if (marks != 0) {
        at += Long.numberOfTrailingZeros(marks) / Byte.SIZE;
        return;
      }
      at += Long.BYTES;
    }
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

  private boolean number() {
    int from = at;
    boolean negative = json[at] == '-';
    if (negative) {
      at++;
    }
    int first = at;
    long whole = 0;
    while (at < end && isDigit(json[at])) {
      whole = whole * 10 + (json[at++] - '0');
    }
    int digits = at - first;
    if (digits == 0 || digits > MAX_DIGITS || (digits > 1 && json[first] == '0')) {
      return false;
    }
    if (at < end && (json[at] == '.' || json[at] == 'e' || json[at] == 'E')) {
      return decimal(from);
    }
    out.int64Field(AnyValues.INT, negative ? -whole : whole);
    return true;
  }

  /** A number that goes on behind its whole part. */
  private boolean decimal(int from) {
    if (json[at] == '.') {
      at++;
      if (!digits()) {
        return false;
      }
    }
    if (at < end && (json[at] == 'e' || json[at] == 'E')) {
      at++;
      if (at < end && (json[at] == '+' || json[at] == '-')) {
        at++;
      }
      if (!digits()) {
        return false;
      }
    }
    String text = new String(json, from, at - from, StandardCharsets.ISO_8859_1);
    out.doubleField(AnyValues.DOUBLE, Double.parseDouble(text));
    return true;
  }

  /** Passes digits; false when there is none. */
  private boolean digits() {
    int from = at;
    while (at < end && isDigit(json[at])) {
      at++;
    }
    return at > from;
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
    if (at < end && json[at] <= ' ') {
      skipSpace();
    }
    boolean is = at < end && json[at] == c;
    at += is ? 1 : 0;
    return is;
  }

  private void skipSpace() {
    while (at < end
        && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
      at++;
    }
  }
}
