package dev.spanloom.storage.internal.metrics;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import org.jspecify.annotations.Nullable;

/** Assessments as numbers, for averages. */
public final class AssessmentNumbers {
  private AssessmentNumbers() {}

  /** The value of feedback and expectations; null for other kinds and where there is an error. */
  public static @Nullable Object value(Assessment assessment) {
    if (assessment instanceof Feedback feedback) {
      return feedback.value();
    }
    return assessment instanceof Expectation expectation ? expectation.value() : null;
  }

  /**
   * As MLflow reads them: true and {@code yes} are 1, false and {@code no} are 0, numbers are
   * themselves.
   *
   * @return null for anything else
   */
  public static @Nullable Double of(Assessment assessment) {
    Object value = value(assessment);
    if (Boolean.TRUE.equals(value) || "yes".equals(value)) {
      return 1.0;
    }
    if (Boolean.FALSE.equals(value) || "no".equals(value)) {
      return 0.0;
    }
    return value instanceof Number number && Double.isFinite(number.doubleValue())
        ? number.doubleValue()
        : null;
  }
}
