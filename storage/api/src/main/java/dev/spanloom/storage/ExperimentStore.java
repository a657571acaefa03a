package dev.spanloom.storage;

import dev.spanloom.entities.Experiment;
import java.util.List;
import java.util.Optional;

/** Experiments. The one of id 0, named Default, is always there. */
public interface ExperimentStore {
  /**
   * Creates an experiment.
   *
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_ALREADY_EXISTS when the name is
   *     taken
   */
  Experiment create(String name);

  /** The experiment of a name, created when there is none. */
  Experiment getOrCreate(String name);

  Optional<Experiment> get(String experimentId);

  Optional<Experiment> getByName(String name);

  /** All, in the order of their ids. */
  List<Experiment> list();

  void setTag(String experimentId, String key, String value);
}
