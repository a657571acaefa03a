package dev.spanloom.storage;

import dev.spanloom.entities.Experiment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Experiments. At first there is one, of id 0, named Default. Deleted ones keep their names, tags
 * and traces, and are found by id and name all the same, until they are restored.
 *
 * <p>Of methods that change one: an unknown id is RESOURCE_DOES_NOT_EXIST.
 */
public interface ExperimentStore {
  /** Creates an experiment of that name and nothing else, see the other method. */
  default Experiment create(String name) {
    return create(name, null, Map.of());
  }

  /**
   * Creates an experiment.
   *
   * @param artifactLocation see {@link Experiment#artifactLocation}
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_ALREADY_EXISTS when the name is
   *     taken, be it by a deleted one; with INVALID_PARAMETER_VALUE for a name, a place or the key
   *     of a tag that none can have
   */
  Experiment create(String name, @Nullable String artifactLocation, Map<String, String> tags);

  /**
   * The experiment of a name, created when there is none.
   *
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE when it is deleted
   */
  Experiment getOrCreate(String name);

  Optional<Experiment> get(String experimentId);

  Optional<Experiment> getByName(String name);

  /** All, deleted ones too, in the order of their ids. */
  List<Experiment> list();

  /**
   * One page of what a query finds. Experiments are few: all are looked at.
   *
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE for a page token of
   *     something else
   */
  ExperimentPage search(ExperimentQuery query);

  /** Names one anew; a deleted one is INVALID_STATE, a taken name RESOURCE_ALREADY_EXISTS. */
  void rename(String experimentId, String newName);

  /** Marks one as deleted; one that is deleted already is RESOURCE_DOES_NOT_EXIST. */
  void delete(String experimentId);

  /** Takes the mark away; one that is not deleted is RESOURCE_DOES_NOT_EXIST. */
  void restore(String experimentId);

  /** Sets a tag; on a deleted one it is INVALID_PARAMETER_VALUE. */
  void setTag(String experimentId, String key, String value);

  /**
   * Deletes a tag; a missing one is RESOURCE_DOES_NOT_EXIST, on a deleted experiment it is
   * INVALID_PARAMETER_VALUE.
   */
  void deleteTag(String experimentId, String key);
}
