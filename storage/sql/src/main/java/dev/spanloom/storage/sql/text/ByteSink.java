package dev.spanloom.storage.sql.text;

import java.util.Arrays;

/** Bytes that grow. Not thread-safe. */
final class ByteSink {
  private byte[] bytes = new byte[4096];
  private int size;

  static int varintSize(long value) {
    return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
  }

  void varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void append(ByteSink other) {
    room(other.size);
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size += other.size;
  }

  /** Adds some zeros; where they start. */
  int zeros(int count) {
    room(count);
    int start = size;
    Arrays.fill(bytes, start, start + count, (byte) 0);
    size += count;
    return start;
  }

  void setBit(int start, int bit) {
    bytes[start + (bit >>> 3)] |= (byte) (1 << (bit & 7));
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }

  int size() {
    return size;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  void clear() {
    size = 0;
  }
}
