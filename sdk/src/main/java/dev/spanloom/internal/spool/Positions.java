package dev.spanloom.internal.spool;

/** Places in a spool as one number: the segment in the upper half, the byte in the lower. */
final class Positions {
  private Positions() {}

  static long of(long sequence, int offset) {
    return sequence << 32 | offset;
  }

  static long sequence(long position) {
    return position >>> 32;
  }

  static int offset(long position) {
    return (int) position;
  }
}
