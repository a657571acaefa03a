package dev.spanloom.storage.internal;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What ids and names of experiments are: ids are whole numbers, each in one spelling only. */
public final class ExperimentRules {
  private static final Pattern SPELLING = Pattern.compile("0|[1-9][0-9]{0,17}");

  private ExperimentRules() {}

  /** The number; empty for a text that no experiment has as its id, such as {@code 007}. */
  public static OptionalLong number(String experimentId) {
    return SPELLING.matcher(experimentId).matches()
        ? OptionalLong.of(Long.parseLong(experimentId))
        : OptionalLong.empty();
  }

  /**
   * Checks an id.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for a text that cannot be one
   */
  static void checkId(String experimentId) {
    if (number(experimentId).isEmpty()) {
      throw MlflowException.invalidParameter(
          "experiment id: \"" + experimentId + "\" (expected: a whole number)");
    }
  }

  /**
   * Checks a name.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for an empty or too long one
   */
  public static void checkName(String name) {
    try {
      Experiment.checkName(name);
    } catch (IllegalArgumentException e) {
      throw new MlflowException(
          ErrorCode.INVALID_PARAMETER_VALUE, String.valueOf(e.getMessage()), e);
    }
  }
}
