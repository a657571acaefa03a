package dev.spanloom.entities;

import java.util.Objects;

/**
 * The status of a span. Counterpart of {@code mlflow.entities.SpanStatus}.
 *
 * @param statusCode the code
 * @param description what went wrong; empty when there is nothing to say. Live spans keep it for
 *     {@link SpanStatusCode#ERROR} only
 */
public record SpanStatus(SpanStatusCode statusCode, String description) {
  /** No status was set. */
  public static final SpanStatus UNSET = new SpanStatus(SpanStatusCode.UNSET);

  /** Success. */
  public static final SpanStatus OK = new SpanStatus(SpanStatusCode.OK);

  public SpanStatus {
    Objects.requireNonNull(statusCode, "statusCode");
    Objects.requireNonNull(description, "description");
  }

  public SpanStatus(SpanStatusCode statusCode) {
    this(statusCode, "");
  }

  public static SpanStatus error(String description) {
    return new SpanStatus(SpanStatusCode.ERROR, description);
  }
}
