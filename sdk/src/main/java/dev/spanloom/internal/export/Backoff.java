package dev.spanloom.internal.export;

import dev.spanloom.destination.RetryLaterException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long to wait after a failure: twice as long each time, shortened at random by up to a half,
 * so that many programs do not come back at once. Not thread-safe.
 */
final class Backoff {
  /** So many failures in a row open the circuit: then only single spans are tried. */
  static final int CIRCUIT_OPENS_AT = 5;

  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 30_000;
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

  private int failures;

  void succeeded() {
    failures = 0;
  }

  void failed() {
    failures++;
  }

  boolean isCircuitOpen() {
    return failures >= CIRCUIT_OPENS_AT;
  }

  boolean isCircuitOpening() {
    return failures == CIRCUIT_OPENS_AT;
  }

  long pauseNanos() {
    long millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 20));
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    return nanos - ThreadLocalRandom.current().nextLong(nanos / 2);
  }

  /** How long the destination asks to be left alone; 0 when it does not. */
  static long askedNanos(Throwable failure) {
    if (!(failure instanceof RetryLaterException retryable)) {
      return 0;
    }
    Duration asked = retryable.retryAfter().orElse(Duration.ZERO);
    return (asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked).toNanos();
  }
}
