package dev.spanloom.cli.option;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import picocli.CommandLine.Option;

/** The experiments that a command is about. */
public final class ExperimentOption {
  @Option(
      names = "--experiment",
      paramLabel = "NAME|ID",
      description =
          "Only of this experiment; can be given several times. All that are not deleted unless"
              + " given.")
  private List<String> experiments = List.of();

  /** The ids of the named experiments; of all that are not deleted when none is named. */
  public List<String> ids(TraceStore store) {
    List<String> ids =
        (experiments.isEmpty()
                ? store.experiments().list().stream().filter(Experiment::isActive)
                : experiments.stream().map(name -> find(store, name)))
            .map(Experiment::experimentId)
            .distinct()
            .toList();
    return ids.isEmpty() ? List.of(Experiment.DEFAULT_ID) : ids; // all may be deleted
  }

  /** Whether any was named. */
  public boolean isGiven() {
    return !experiments.isEmpty();
  }

  /**
   * An experiment by its name or else its id.
   *
   * @throws MlflowException with RESOURCE_DOES_NOT_EXIST when there is none; it names those there
   *     are
   */
  public static Experiment find(TraceStore store, String nameOrId) {
    return store
        .experiments()
        .getByName(nameOrId)
        .or(() -> store.experiments().get(nameOrId))
        .orElseThrow(
            () ->
                MlflowException.notFound(
                    "experiment \""
                        + nameOrId
                        + "\" does not exist in "
                        + store.description()
                        + " (expected: one of "
                        + store.experiments().list().stream()
                            .limit(20)
                            .map(Experiment::name)
                            .toList()
                        + ")"));
  }
}
