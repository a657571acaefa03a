package dev.spanloom.autolog.springai;

import dev.spanloom.autolog.ModelAnswer;
import org.jspecify.annotations.Nullable;

/**
 * What came of an observed operation.
 *
 * @param known false when the observation holds no result
 * @param outputs those of the span; null for none
 */
record Outcome(boolean known, @Nullable Object outputs, ModelAnswer answer) {
  static final Outcome UNKNOWN = new Outcome(false, null, ModelAnswer.NONE);

  static Outcome of(@Nullable Object outputs) {
    return new Outcome(true, outputs, ModelAnswer.NONE);
  }
}
