package dev.spanloom.internal.log;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Warnings of one kind, of which a program that makes one mistake in a loop gets a few and not
 * thousands: the first of each period, and with the first of the next one how many were left out.
 * Thread-safe.
 */
public final class SparseLog {
  private static final int MOST = 10;
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final System.Logger log;
  private final LongSupplier nanoTime;
  private long periodStart;
  private int said;
  private long leftOut;

  public SparseLog(System.Logger log) {
    this(log, System::nanoTime);
  }

  SparseLog(System.Logger log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
    this.periodStart = nanoTime.getAsLong();
  }

  /** Says it, if not too much was said already; else the message is not even made. */
  public void warn(Supplier<String> message) {
    long before;
    boolean isLast;
    synchronized (this) {
      long now = nanoTime.getAsLong();
      if (now - periodStart >= PERIOD.toNanos()) {
        periodStart = now;
        said = 0;
      }
      if (said >= MOST) {
        leftOut++;
        return;
      }
      said++;
      isLast = said == MOST;
      before = leftOut;
      leftOut = 0;
    }
    log.log(
        System.Logger.Level.WARNING,
        message.get()
            + (before > 0 ? "; " + before + " more of this kind were not logged before" : "")
            + (isLast ? "; no more of this kind are logged within this minute" : ""));
  }
}
