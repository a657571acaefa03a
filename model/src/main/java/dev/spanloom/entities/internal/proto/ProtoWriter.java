package dev.spanloom.entities.internal.proto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes protobuf fields into a growing byte array. Nested messages are written in place: a
 * one-byte length is reserved and widened afterwards, so nothing is measured twice. Not
 * thread-safe.
 */
public final class ProtoWriter {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH_DELIMITED = 2;
  static final int FIXED32 = 5;

  private static final int SHORT_STRING = 24;
  private static final int MAX_LENGTH_BYTES = 5;
  private static final byte[] HEX_DIGITS = hexDigits();

  private static byte[] hexDigits() {
    byte[] digits = new byte['f' + 1];
    Arrays.fill(digits, (byte) -16);
    for (int value = 0; value < 16; value++) {
      digits[Character.forDigit(value, 16)] = (byte) value;
      digits[Character.toUpperCase(Character.forDigit(value, 16))] = (byte) value;
    }
    return digits;
  }

  private byte[] buffer;
  private int position;

  public ProtoWriter(int initialCapacityBytes) {
    buffer = new byte[Math.max(16, initialCapacityBytes)];
  }

  /** Bytes written so far. */
  public int size() {
    return position;
  }

  /** Forgets all that was written after {@code size} bytes. */
  public void truncate(int size) {
    position = size;
  }

  public void reset() {
    position = 0;
  }

  /** The bytes held at present, which is what a reused writer costs. */
  public int capacityBytes() {
    return buffer.length;
  }

  /** The bytes themselves, of which the first {@link #size} count; another array when it grows. */
  public byte[] array() {
    return buffer;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, position);
  }

  public byte[] toByteArray(int from) {
    return Arrays.copyOfRange(buffer, from, position);
  }

  public void writeTag(int field, int wireType) {
    if (field < 16) { // nearly all are
      ensure(1);
      buffer[position++] = (byte) (field << 3 | wireType);
    } else {
      writeVarint(((long) field << 3) | wireType);
    }
  }

  public void writeVarint(long value) {
    if ((value & ~0x7FL) == 0) { // nearly all are
      ensure(1);
      buffer[position++] = (byte) value;
    } else {
      writeLongVarint(value);
    }
  }

  private void writeLongVarint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer[position++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    buffer[position++] = (byte) rest;
  }

  public void int64Field(int field, long value) {
    writeTag(field, VARINT);
    writeVarint(value);
  }

  public void boolField(int field, boolean value) {
    writeTag(field, VARINT);
    writeVarint(value ? 1 : 0);
  }

  public void fixed64Field(int field, long value) {
    writeTag(field, FIXED64);
    writeFixed64(value);
  }

  public void doubleField(int field, double value) {
    writeTag(field, FIXED64);
    writeFixed64(Double.doubleToRawLongBits(value));
  }

  public void fixed32Field(int field, int value) {
    writeTag(field, FIXED32);
    ensure(4);
    for (int shift = 0; shift < 32; shift += 8) {
      buffer[position++] = (byte) (value >>> shift);
    }
  }

  public void bytesField(int field, byte[] value) {
    bytesField(field, value, 0, value.length);
  }

  public void bytesField(int field, byte[] value, int from, int length) {
    messageField(field, length);
    writeRaw(value, from, length);
  }

  public void stringField(int field, String value) {
    writeTag(field, LENGTH_DELIMITED);
    int length = value.length();
    if (length <= SHORT_STRING && writeShortAscii(value, length)) {
      return;
    }
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    writeVarint(utf8.length);
    writeRaw(utf8, 0, utf8.length);
  }

  /**
   * Writes an id given in hex as bytes. What is no hex of that length is written as zeros.
   *
   * @param bytes how many bytes the id has
   */
  public void hexField(int field, String hex, int bytes) {
    writeTag(field, LENGTH_DELIMITED);
    writeVarint(bytes);
    writeHex(hex, bytes);
  }

  /** The bytes of {@link #hexField} without a field around them. */
  public void writeHex(String hex, int bytes) {
    ensure(bytes);
    boolean valid = hex.length() == 2 * bytes;
    for (int i = 0; i < bytes; i++) {
      int value = valid ? hexDigit(hex.charAt(2 * i)) << 4 | hexDigit(hex.charAt(2 * i + 1)) : 0;
      valid &= value >= 0;
      buffer[position + i] = (byte) value;
    }
    if (!valid) {
      Arrays.fill(buffer, position, position + bytes, (byte) 0);
    }
    position += bytes;
  }

  /** Negative, in all bits above the digit, for what is no digit. */
  private static int hexDigit(char c) {
    return c < HEX_DIGITS.length ? HEX_DIGITS[c] : -16;
  }

  /** Appends bytes as they are: the inside of a message that was encoded before. */
  public void writeRaw(byte[] bytes, int from, int length) {
    ensure(length);
    copy(bytes, from, length);
  }

  /** Copies bytes for which there is room. */
  private void copy(byte[] bytes, int from, int length) {
    FewBytes.copy(bytes, from, buffer, position, length); // what is behind is written over
    position += length;
  }

  /** Opens a nested message and returns the mark that {@link #endMessage} needs. */
  public int beginMessage(int field) {
    writeTag(field, LENGTH_DELIMITED);
    ensure(1);
    position++;
    return position;
  }

  public void endMessage(int mark) {
    int length = position - mark;
    if (length < 0x80) {
      buffer[mark - 1] = (byte) length;
      return;
    }
    int lengthBytes = varintSize(length);
    ensure(lengthBytes - 1);
    System.arraycopy(buffer, mark, buffer, mark + lengthBytes - 1, length);
    int end = position + lengthBytes - 1;
    position = mark - 1;
    writeVarint(length);
    position = end;
  }

  /** Begins a nested message of a known length, whose fields are to be written next. */
  public void messageField(int field, int lengthBytes) {
    writeTag(field, LENGTH_DELIMITED);
    ensure(MAX_LENGTH_BYTES);
    putLength(lengthBytes);
  }

  /**
   * Begins an entry of a map whose value is a message of a known length: writes the key, as field
   * 1, and begins the value, as field 2, whose fields are to be written next.
   */
  public void entryField(int field, byte[] key, int from, int length, int valueBytes) {
    int size = 2 + varintSize(length) + length + varintSize(valueBytes) + valueBytes;
    ensure(3 + 3 * MAX_LENGTH_BYTES + length);
    buffer[position++] = (byte) (field << 3 | LENGTH_DELIMITED);
    putLength(size);
    buffer[position++] = 1 << 3 | LENGTH_DELIMITED;
    putLength(length);
    copy(key, from, length);
    buffer[position++] = 2 << 3 | LENGTH_DELIMITED;
    putLength(valueBytes);
  }

  /** Writes a length, for which there is room. */
  private void putLength(int length) {
    if (length < 0x80) {
      buffer[position++] = (byte) length;
    } else {
      putLongLength(length);
    }
  }

  private void putLongLength(int length) {
    int rest = length;
    while (rest >= 0x80) {
      buffer[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[position++] = (byte) rest;
  }

  /**
   * {@link #beginMessage} for one that may be long, as those that hold others are: room is left for
   * two bytes of length, since to move a long message later costs more than to move a short one.
   */
  public int beginLongMessage(int field) {
    writeTag(field, LENGTH_DELIMITED);
    ensure(2);
    position += 2;
    return position;
  }

  /** The end of what {@link #beginLongMessage} began. */
  public void endLongMessage(int mark) {
    int length = position - mark;
    int begin = mark - 2;
    int lengthBytes = varintSize(length);
    if (lengthBytes != 2) {
      ensure(lengthBytes);
      System.arraycopy(buffer, mark, buffer, begin + lengthBytes, length);
    }
    position = begin;
    putLength(length);
    position += length;
  }

  private boolean writeShortAscii(String value, int length) {
    ensure(length + 1);
    int start = position;
    buffer[position++] = (byte) length;
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        position = start;
        return false;
      }
      buffer[position++] = (byte) c;
    }
    return true;
  }

  private void writeFixed64(long value) {
    ensure(8);
    for (int shift = 0; shift < 64; shift += 8) {
      buffer[position++] = (byte) (value >>> shift);
    }
  }

  /** Small, as all that calls it: the JVM puts small methods into their callers. */
  private void ensure(int more) {
    if (more > buffer.length - position) {
      grow(more);
    }
  }

  private void grow(int more) {
    int needed = position + more;
    if (needed < 0) {
      throw new IllegalStateException("message larger than 2 GiB");
    }
    buffer =
        Arrays.copyOf(
            buffer, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, buffer.length * 2L)));
  }

  public static int varintSize(long value) {
    int size = 1;
    long rest = value >>> 7;
    while (rest != 0) {
      size++;
      rest >>>= 7;
    }
    return size;
  }
}
