package dev.spanloom.destination;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A write that failed and may work later. Carries how long the destination asks to be left alone,
 * as HTTP's {@code Retry-After} does. Any other exception that is no refusal is tried again as
 * well; this one says when. Immutable.
 */
public class RetryableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  /**
   * A failure that may pass.
   *
   * @param cause null when there is none
   * @param retryAfter not negative; empty when the destination does not say
   */
  public RetryableException(
      String message, @Nullable Throwable cause, Optional<Duration> retryAfter) {
    super(message, cause);
    this.retryAfter = retryAfter.orElse(null);
  }

  /** How long the destination asks to be left alone. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
