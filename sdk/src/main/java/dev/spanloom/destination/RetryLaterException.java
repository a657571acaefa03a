package dev.spanloom.destination;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A destination could not be reached, was too busy, did not let us in, or gave no answer that makes
 * sense: the same call may work later. What it was asked to write is neither stored for sure nor
 * refused; writing it again does no harm.
 */
public final class RetryLaterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  public RetryLaterException(String message) {
    this(message, null, null);
  }

  public RetryLaterException(String message, Throwable cause) {
    this(message, null, cause);
  }

  /**
   * A failure of which the other side said how long it lasts.
   *
   * @param retryAfter how long the other side wants to be left alone; null when it did not say
   * @param cause null for an answer that says so
   */
  public RetryLaterException(
      String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  /** How long the other side wants to be left alone; empty when it did not say. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
