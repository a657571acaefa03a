package dev.spanloom.server.rest;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.ExperimentStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks experiments up, in MLflow's words when there is none. Thread-safe. */
final class KnownExperiments {
  private final ExperimentStore experiments;

  KnownExperiments(ExperimentStore experiments) {
    this.experiments = experiments;
  }

  /**
   * The experiment of an id.
   *
   * @throws MlflowException with RESOURCE_DOES_NOT_EXIST when there is none
   */
  Experiment get(@Nullable String id) {
    return (id == null ? java.util.Optional.<Experiment>empty() : experiments.get(id))
        .orElseThrow(() -> MlflowException.notFound("No Experiment with id=" + id + " exists"));
  }

  /**
   * The same, of one that can be written to.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it is deleted
   */
  Experiment active(@Nullable String id) {
    Experiment experiment = get(id);
    if (!experiment.lifecycleStage().equals(Experiment.ACTIVE)) {
      throw MlflowException.invalidParameter(
          "The experiment "
              + id
              + " must be in the 'active' state. Current state is "
              + experiment.lifecycleStage()
              + ".");
    }
    return experiment;
  }

  /** Whether a trace is in one of these experiments; in any when none is named. */
  static boolean isIn(TraceInfo info, List<String> experimentIds) {
    return experimentIds.isEmpty() || experimentIds.contains(String.valueOf(info.experimentId()));
  }
}
