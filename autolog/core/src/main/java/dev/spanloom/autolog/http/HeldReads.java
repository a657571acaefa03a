package dev.spanloom.autolog.http;

import java.util.Arrays;

/**
 * What was read from a stream, and is looked at later, together: between two reads the program's
 * own work drives the code that looks at it out of the processor's caches, so that it costs less to
 * run it once for many. Used by one thread at a time.
 */
final class HeldReads {
  private static final int MOST_BYTES = 64 * 1024;
  private static final long LONGEST_NANOS = 1_000_000_000;

  private byte[] bytes = {};
  private int[] ends = new int[16];
  private long[] times = new long[16];
  private int reads;

  /** Takes what fits, as long as none is held for too long; false, and nothing is taken, else. */
  boolean add(byte[] from, int start, int count, long unixNanos) {
    int used = end(reads - 1);
    if (count > MOST_BYTES - used || (reads > 0 && unixNanos - times[0] > LONGEST_NANOS)) {
      return false;
    }
    if (count > bytes.length - used) {
      int room = Math.max(used + count, Math.min(MOST_BYTES, 2 * bytes.length));
      bytes = Arrays.copyOf(bytes, room);
    }
    if (reads == ends.length) {
      ends = Arrays.copyOf(ends, 2 * reads);
      times = Arrays.copyOf(times, 2 * reads);
    }
    System.arraycopy(from, start, bytes, used, count);
    ends[reads] = used + count;
    times[reads] = unixNanos;
    reads++;
    return true;
  }

  int reads() {
    return reads;
  }

  /** Holds them all, one behind the other. */
  byte[] bytes() {
    return bytes;
  }

  /** Where a read ends in the array; 0 for the one before the first. */
  int end(int read) {
    return read < 0 ? 0 : ends[read];
  }

  long timeUnixNanos(int read) {
    return times[read];
  }

  void clear() {
    reads = 0;
  }
}
