package dev.spanloom.entities;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who assessed. Counterpart of {@code mlflow.entities.AssessmentSourceType}. */
public enum AssessmentSourceType {
  SOURCE_TYPE_UNSPECIFIED,
  HUMAN,
  LLM_JUDGE,
  CODE;

  private static final String LEGACY_JUDGE = "AI_JUDGE";
  private static final AtomicBoolean LEGACY_NAME_SEEN = new AtomicBoolean();

  /**
   * The type of a name in any case; {@code AI_JUDGE}, the older word, is {@link #LLM_JUDGE}, with a
   * warning in the log when it is met for the first time.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for another name
   */
  public static AssessmentSourceType parse(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (LEGACY_JUDGE.equals(upper)) {
      warnOnce();
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

  private static void warnOnce() {
    if (LEGACY_NAME_SEEN.compareAndSet(false, true)) {
      System.getLogger(AssessmentSourceType.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "assessment source type {0} is deprecated; use {1}",
              LEGACY_JUDGE,
              LLM_JUDGE);
    }
  }
}
