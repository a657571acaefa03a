package dev.spanloom.server.security;

import java.util.concurrent.TimeUnit;

/** So many a second, and twice as many at once after a rest. Thread-safe. */
final class Bucket {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final double perSecond;
  private double left;
  private long filledNanos;

  Bucket(int perSecond, long nowNanos) {
    this.perSecond = perSecond;
    this.left = 2.0 * perSecond;
    this.filledNanos = nowNanos;
  }

  synchronized boolean take(long nowNanos) {
    long passed = Math.max(0, nowNanos - filledNanos);
    left = Math.min(2 * perSecond, left + passed / NANOS * perSecond);
    filledNanos = nowNanos;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
