package dev.spanloom.storage.internal.metrics;

import java.nio.ByteBuffer;

/** Whole numbers in as few bytes as they need: seven bits in each, the lowest first. */
final class Varints {
  /** The most bytes that a number needs. */
  static final int MOST_BYTES = 10;

  private Varints() {}

  /** Writes a number at a place; the place behind it. */
  static int write(byte[] out, int at, long value) {
    int place = at;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out[place++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out[place++] = (byte) rest;
    return place;
  }

  static long read(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64 && in.hasRemaining(); shift += 7) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("variable-length number without an end (damaged?)");
  }

  /** Makes numbers that are near zero on either side small and positive. */
  static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
