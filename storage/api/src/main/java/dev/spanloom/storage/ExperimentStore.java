package dev.spanloom.storage;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The experiments that hold the traces. Thread-safe. Experiment {@code 0}, named {@code Default},
 * is always there.
 */
public interface ExperimentStore {
  /**
   * Creates an experiment and gives it an id.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when the name is blank or longer than 500
   *     characters, RESOURCE_ALREADY_EXISTS when it is taken
   */
  Experiment create(String name, Map<String, String> tags);

  Optional<Experiment> get(String experimentId);

  Optional<Experiment> getByName(String name);

  /**
   * Experiments by ascending id.
   *
   * @param maxResults 1 to 50000
   * @param pageToken null for the first page
   * @throws MlflowException with INVALID_PARAMETER_VALUE for other values
   */
  ExperimentPage list(int maxResults, @Nullable String pageToken);

  /**
   * Sets or replaces a tag.
   *
   * @throws MlflowException with RESOURCE_DOES_NOT_EXIST when there is no such experiment,
   *     INVALID_PARAMETER_VALUE for a wrong key
   */
  void setTag(String experimentId, String key, String value);

  /** The experiment of a name, created if need be, also when others do the same right now. */
  default Experiment getOrCreate(String name) {
    Optional<Experiment> known = getByName(name);
    if (known.isPresent()) {
      return known.get();
    }
    try {
      return create(name, Map.of());
    } catch (MlflowException e) {
      if (e.errorCode() != ErrorCode.RESOURCE_ALREADY_EXISTS) {
        throw e;
      }
      return getByName(name).orElseThrow(() -> e);
    }
  }
}
