package dev.spanloom.entities.internal.proto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A cursor over the fields of one protobuf message inside a byte array. Nothing is copied until a
 * value is asked for.
 *
 * <pre>{@code
 * while (in.next()) {
 *   switch (in.field()) {
 *     case 1 -> name = in.string();
 *     default -> in.skip();
 *   }
 * }
 * }</pre>
 *
 * <p>Not thread-safe. All methods throw {@link MalformedProtoException} on bytes that do not fit.
 */
public final class ProtoReader {
  private final byte[] bytes;
  private final int end;
  private int position;
  private int field;
  private int wireType;

  public ProtoReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  public ProtoReader(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.position = from;
    this.end = from + length;
  }

  /** Moves to the next field; false at the end of the message. */
  public boolean next() {
    if (position >= end) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (field == 0) {
      throw malformed("field number 0");
    }
    return true;
  }

  public int field() {
    return field;
  }

  /** Where the cursor stands in the array: after a {@link #next}, at the value of the field. */
  public int position() {
    return position;
  }

  public byte[] array() {
    return bytes;
  }

  public long int64() {
    expect(ProtoWriter.VARINT);
    return varint();
  }

  public int int32() {
    return (int) int64();
  }

  public boolean bool() {
    return int64() != 0;
  }

  public long fixed64() {
    expect(ProtoWriter.FIXED64);
    return rawFixed(8);
  }

  public int fixed32() {
    expect(ProtoWriter.FIXED32);
    return (int) rawFixed(4);
  }

  public double float64() {
    return Double.longBitsToDouble(fixed64());
  }

  public String string() {
    int length = delimited();
    String text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }

  public byte[] bytes() {
    int length = delimited();
    byte[] copy = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return copy;
  }

  /** A reader of the nested message, this cursor moved behind it. */
  public ProtoReader message() {
    int length = delimited();
    ProtoReader nested = new ProtoReader(bytes, position, length);
    position += length;
    return nested;
  }

  /** How many bytes are left in this message. */
  public int remaining() {
    return end - position;
  }

  /** Whether what is left are these bytes. */
  boolean hasBytes(byte[] wanted) {
    return Arrays.equals(bytes, position, end, wanted, 0, wanted.length);
  }

  public void skip() {
    switch (wireType) {
      case ProtoWriter.VARINT -> varint();
      case ProtoWriter.FIXED64 -> rawFixed(8);
      case ProtoWriter.LENGTH_DELIMITED -> {
        int length = delimited(); // moves the position itself, so it must come before it is read
        position += length;
      }
      case ProtoWriter.FIXED32 -> rawFixed(4);
      default -> throw malformed("wire type " + wireType);
    }
  }

  private int delimited() {
    expect(ProtoWriter.LENGTH_DELIMITED);
    long length = varint();
    if (length < 0 || length > end - position) {
      throw malformed("length " + length + " with " + (end - position) + " bytes left");
    }
    return (int) length;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (position >= end) {
        throw malformed("truncated varint");
      }
      byte b = bytes[position++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw malformed("varint longer than 10 bytes");
  }

  private long rawFixed(int size) {
    if (end - position < size) {
      throw malformed("truncated fixed" + size * 8);
    }
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (bytes[position++] & 0xFFL) << (8 * i);
    }
    return value;
  }

  private void expect(int wanted) {
    if (wireType != wanted) {
      throw malformed("wire type " + wireType + " for field " + field + ", expected " + wanted);
    }
  }

  private MalformedProtoException malformed(String what) {
    return new MalformedProtoException("malformed protobuf at byte " + position + ": " + what);
  }
}
