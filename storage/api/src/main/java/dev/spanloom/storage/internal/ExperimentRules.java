package dev.spanloom.storage.internal;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.TraceQuery;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What names and ids of experiments may be. */
public final class ExperimentRules {
  private ExperimentRules() {}

  public static void checkName(@Nullable String name) {
    if (name == null || name.isBlank()) {
      throw MlflowException.invalidParameter(
          "experiment name: \"" + name + "\" (expected: some text)");
    }
    if (name.length() > Experiment.MAX_NAME_CHARS) {
      throw MlflowException.invalidParameter(
          "experiment name of "
              + name.length()
              + " characters: \""
              + name.substring(0, 50)
              + "...\" (expected: at most "
              + Experiment.MAX_NAME_CHARS
              + ")");
    }
  }

  public static void checkPageSize(int maxResults) {
    if (maxResults < 1 || maxResults > TraceQuery.LARGEST_MAX_RESULTS) {
      throw MlflowException.invalidParameter(
          "max_results: "
              + maxResults
              + " (expected: 1 to "
              + TraceQuery.LARGEST_MAX_RESULTS
              + ")");
    }
  }

  /** The number that an id spells; empty for text that no experiment has as id, such as 007. */
  public static OptionalLong number(String experimentId) {
    try {
      long number = Long.parseLong(experimentId);
      return Long.toString(number).equals(experimentId)
          ? OptionalLong.of(number)
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  public static MlflowException noSuchExperiment(String experimentId) {
    return MlflowException.notFound(
        "No Experiment with id=" + experimentId + " exists (expected: one that was created)");
  }

  public static MlflowException exists(String name) {
    return new MlflowException(
        ErrorCode.RESOURCE_ALREADY_EXISTS, "Experiment(name=" + name + ") already exists.");
  }
}
