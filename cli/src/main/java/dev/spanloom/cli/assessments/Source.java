package dev.spanloom.cli.assessments;

import dev.spanloom.entities.AssessmentSourceType;
import java.util.Locale;

/** Who assesses, in a word. */
enum Source {
  HUMAN(AssessmentSourceType.HUMAN),
  LLM(AssessmentSourceType.LLM_JUDGE),
  CODE(AssessmentSourceType.CODE);

  private final AssessmentSourceType type;

  Source(AssessmentSourceType type) {
    this.type = type;
  }

  AssessmentSourceType type() {
    return type;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
