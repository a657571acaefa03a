package dev.spanloom.entities;

import java.util.Locale;

/** Who assessed. Counterpart of {@code mlflow.entities.AssessmentSourceType}. */
public enum AssessmentSourceType {
  SOURCE_TYPE_UNSPECIFIED,
  HUMAN,
  LLM_JUDGE,
  CODE;

  private static final String LEGACY_JUDGE = "AI_JUDGE";

  /**
   * The type of a name in any case; {@code AI_JUDGE}, the older word, is {@link #LLM_JUDGE}.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for another name
   */
  public static AssessmentSourceType parse(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (LEGACY_JUDGE.equals(upper)) {
      return LLM_JUDGE;
    }
    for (AssessmentSourceType type : values()) {
      if (type.name().equals(upper)) {
        return type;
      }
    }
    throw MlflowException.invalidParameter(
        "assessment source type: \"" + name + "\" (expected: HUMAN, LLM_JUDGE or CODE)");
  }
}
