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
      long zeros = (long) EIGHT_BYTES.get(bytes, at) ^ ENDS;
      long found = (zeros - EACH) & ~zeros & HIGHEST; // its lowest bit is sure
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }
}
