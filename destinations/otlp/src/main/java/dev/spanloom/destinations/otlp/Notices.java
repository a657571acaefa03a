package dev.spanloom.destinations.otlp;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts spans that a backend rejects, and says so once a minute. Thread-safe. */
final class Notices {
  private static final System.Logger LOG = System.getLogger("dev.spanloom");
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String backend;
  private final LongSupplier nanos;
  private long rejected;
  private long saidAt;
  private boolean said;
  private boolean saidUntold;

  /**
   * Nothing is counted yet.
   *
   * @param nanos the clock, as {@link System#nanoTime}
   */
  Notices(String backend, LongSupplier nanos) {
    this.backend = backend;
    this.nanos = nanos;
  }

  /** Notes an answer that takes a request but not all, or that has a word of warning. */
  void noted(long spans, String message) {
    long total;
    synchronized (this) {
      rejected += Math.max(0, spans);
      total = rejected;
      long now = nanos.getAsLong();
      if (said && now - saidAt < PAUSE_NANOS) {
        return;
      }
      said = true;
      saidAt = now;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        backend
            + (total > 0 ? " has rejected " + total + " spans so far, which are lost: " : " says: ")
            + message);
  }

  /** Says once that some of what programs say cannot be sent. */
  void untold(long count) {
    synchronized (this) {
      if (count == 0 || saidUntold) {
        return;
      }
      saidUntold = true;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "What is said of a trace after its root span was sent, and all assessments, cannot be sent"
            + " to "
            + backend
            + ", which takes spans only. This is said once.");
  }

  synchronized long rejectedSpans() {
    return rejected;
  }
}
