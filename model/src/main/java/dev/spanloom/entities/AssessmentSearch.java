package dev.spanloom.entities;

import org.jspecify.annotations.Nullable;

/**
 * Which assessments of a trace are wanted. Immutable; each method returns a narrower search.
 *
 * @param name of this name only; null for all
 * @param spanId about this span only; null for all
 * @param kind {@code feedback} or {@code expectation} only; null for all
 * @param includeOverridden also those that another assessment overrides
 */
public record AssessmentSearch(
    @Nullable String name,
    @Nullable String spanId,
    @Nullable String kind,
    boolean includeOverridden) {
  /** All that are valid. */
  public static AssessmentSearch all() {
    return new AssessmentSearch(null, null, null, false);
  }

  public AssessmentSearch withName(String wanted) {
    return new AssessmentSearch(wanted, spanId, kind, includeOverridden);
  }

  public AssessmentSearch withSpanId(String wanted) {
    return new AssessmentSearch(name, wanted, kind, includeOverridden);
  }

  public AssessmentSearch feedbackOnly() {
    return new AssessmentSearch(name, spanId, Feedback.KIND, includeOverridden);
  }

  public AssessmentSearch expectationsOnly() {
    return new AssessmentSearch(name, spanId, Expectation.KIND, includeOverridden);
  }

  public AssessmentSearch includingOverridden() {
    return new AssessmentSearch(name, spanId, kind, true);
  }

  boolean matches(Assessment assessment) {
    return (name == null || name.equals(assessment.name()))
        && (spanId == null || spanId.equals(assessment.spanId()))
        && (kind == null || kind.equals(assessment.kind()))
        && (includeOverridden || assessment.isValid());
  }
}
