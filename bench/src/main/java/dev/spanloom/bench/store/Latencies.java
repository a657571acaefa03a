package dev.spanloom.bench.store;

import java.util.Arrays;
import java.util.Locale;

/** Collects how long calls took. Thread-safe. */
final class Latencies {
  private long[] nanos = new long[64];
  private int count;

  synchronized void add(long elapsedNanos) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = elapsedNanos;
  }

  synchronized int count() {
    return count;
  }

  /** The nearest rank, in milliseconds; NaN when nothing was measured. */
  synchronized double percentileMillis(double percentile) {
    if (count == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percentile / 100 * count);
    return sorted[Math.max(0, rank - 1)] / 1e6;
  }

  /** Median and 95th percentile: {@code 1.2 / 3.4}. */
  @Override
  public String toString() {
    return millis(percentileMillis(50)) + " / " + millis(percentileMillis(95));
  }

  static String millis(double millis) {
    return String.format(
        Locale.ROOT, millis < 10 ? "%.2f" : millis < 100 ? "%.1f" : "%.0f", millis);
  }
}
