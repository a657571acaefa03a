package dev.spanloom.storage.internal;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What ids and names of experiments are: ids are whole numbers, each in one spelling only. */
public final class ExperimentRules {
  private static final Pattern SPELLING = Pattern.compile("0|[1-9][0-9]{0,17}");

  private static final Pattern LEFT_OVER = Pattern.compile("[#;]");

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
   * Checks the place of files, as MLflow does.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for one with a fragment or parameters
   */
  public static void checkLocation(@Nullable String location) {
    if (location != null && LEFT_OVER.matcher(location).find()) {
      throw MlflowException.invalidParameter(
          "artifact_location: \""
              + location
              + "\" (expected: a URI without fragment and parameters, thus without # and ;)");
    }
  }

  /** The failure of a name that is taken. */
  public static MlflowException taken(Experiment by) {
    return new MlflowException(
        ErrorCode.RESOURCE_ALREADY_EXISTS,
        "experiment \""
            + by.name()
            + (by.isActive()
                ? "\" exists already"
                : "\" exists already in deleted state (expected: another name, or to restore it)"));
  }

  /** The failure of an id that no experiment has, or none in the stage that is needed. */
  public static MlflowException unknown(String experimentId, String stage) {
    return MlflowException.notFound(
        "experiment " + experimentId + " does not exist" + (stage.isEmpty() ? "" : " as " + stage));
  }

  /** Checks that an experiment can be written to. */
  public static void checkActive(Experiment experiment) {
    if (!experiment.isActive()) {
      throw MlflowException.invalidParameter(
          "experiment "
              + experiment.experimentId()
              + " is deleted (expected: an active one; restore it first)");
    }
  }

  /** Checks that an experiment can get a name. */
  public static void checkRenamed(Experiment experiment, Optional<Experiment> named) {
    if (!experiment.isActive()) {
      throw new MlflowException(
          ErrorCode.INVALID_STATE,
          "experiment "
              + experiment.experimentId()
              + " is deleted and keeps its name (expected: an active one; restore it first)");
    }
    if (named.isPresent() && !named.get().experimentId().equals(experiment.experimentId())) {
      throw taken(named.get());
    }
  }

  /** Checks that an experiment has a tag, so that it can be deleted. */
  public static void checkTag(Experiment experiment, String key) {
    checkActive(experiment);
    if (!experiment.tags().containsKey(key)) {
      throw MlflowException.notFound(
          "experiment " + experiment.experimentId() + " has no tag \"" + key + "\"");
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
