package dev.spanloom.spring;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The time that the end of an application may spend waiting for spans to be written, over all its
 * stages: what others take in between does not count. Thread-safe.
 */
final class ShutdownBudget {
  /** Even without time left a destination that answers at once is written to. */
  private static final Duration LEAST = Duration.ofMillis(200);

  private final Duration total;
  private long spentNanos;

  ShutdownBudget(Duration total) {
    this.total = total;
  }

  Duration total() {
    return total;
  }

  /** Waits with what is left. */
  synchronized void spend(Consumer<Duration> waiting) {
    Duration left = total.minusNanos(spentNanos);
    long start = System.nanoTime();
    try {
      waiting.accept(left.compareTo(LEAST) < 0 ? LEAST : left);
    } finally {
      spentNanos += System.nanoTime() - start;
    }
  }
}
