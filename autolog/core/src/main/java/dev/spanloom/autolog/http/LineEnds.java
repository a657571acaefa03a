package dev.spanloom.autolog.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds ends of lines, eight bytes in one step. */
final class LineEnds {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long HIGHEST = EACH << 7;
  private static final long ENDS = EACH * '\n';

  private LineEnds() {}

  /** Where the first one is; {@code to} when there is none. */
  static int next(byte[] bytes, int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long found = in(bytes, at);
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Where the last one is; {@code from - 1} when there is none. */
  static int last(byte[] bytes, int from, int to) {
    int at = to;
    while (at - Long.BYTES >= from && in(bytes, at - Long.BYTES) == 0) {
      at -= Long.BYTES;
    }
    do {
      at--;
    } while (at >= from && bytes[at] != '\n');
    return at;
  }

  /** The highest bit of each of eight bytes that is one; of those set only the lowest is sure. */
  private static long in(byte[] bytes, int at) {
    long zeros = (long) EIGHT_BYTES.get(bytes, at) ^ ENDS;
    return (zeros - EACH) & ~zeros & HIGHEST;
  }
}
