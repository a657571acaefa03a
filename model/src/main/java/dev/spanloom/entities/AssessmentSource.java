package dev.spanloom.entities;

import java.util.Objects;

/**
 * Who or what assessed. Counterpart of {@code mlflow.entities.AssessmentSource}.
 *
 * @param sourceType the kind of source
 * @param sourceId a user, a model or a function; {@code default} when nobody is named
 */
public record AssessmentSource(AssessmentSourceType sourceType, String sourceId) {
  public static final String DEFAULT_ID = "default";

  public AssessmentSource {
    Objects.requireNonNull(sourceType, "sourceType");
    Objects.requireNonNull(sourceId, "sourceId");
  }

  public AssessmentSource(AssessmentSourceType sourceType) {
    this(sourceType, DEFAULT_ID);
  }

  public static AssessmentSource human(String id) {
    return new AssessmentSource(AssessmentSourceType.HUMAN, id);
  }

  public static AssessmentSource llmJudge(String id) {
    return new AssessmentSource(AssessmentSourceType.LLM_JUDGE, id);
  }

  public static AssessmentSource code(String id) {
    return new AssessmentSource(AssessmentSourceType.CODE, id);
  }
}
