package dev.spanloom.entities;

import dev.spanloom.entities.internal.StackTraces;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why an assessment could not be made. Counterpart of {@code mlflow.entities.AssessmentError}.
 *
 * @param errorCode a code such as {@code RATE_LIMIT}, or the class name of an exception
 * @param errorMessage null when there is none
 * @param stackTrace null when there is none; at most {@link #MAX_STACK_TRACE_CHARS} characters, of
 *     which the end is kept
 */
public record AssessmentError(
    String errorCode, @Nullable String errorMessage, @Nullable String stackTrace) {
  public static final int MAX_STACK_TRACE_CHARS = 10_000;

  private static final String TRUNCATED = "[Stack trace is truncated]\n...\n";

  public AssessmentError {
    Objects.requireNonNull(errorCode, "errorCode");
    if (stackTrace != null && stackTrace.length() > MAX_STACK_TRACE_CHARS) {
      stackTrace =
          TRUNCATED
              + stackTrace.substring(
                  stackTrace.length() - MAX_STACK_TRACE_CHARS + TRUNCATED.length());
    }
  }

  public AssessmentError(String errorCode, @Nullable String errorMessage) {
    this(errorCode, errorMessage, null);
  }

  public static AssessmentError fromException(Throwable exception) {
    return new AssessmentError(
        StackTraces.typeName(exception),
        StackTraces.message(exception),
        StackTraces.text(exception));
  }
}
