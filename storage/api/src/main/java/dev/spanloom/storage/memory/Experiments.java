package dev.spanloom.storage.memory;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.rules.TagRules;
import dev.spanloom.storage.ExperimentStore;
import dev.spanloom.storage.internal.ExperimentRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Experiments in a map. Thread-safe. */
final class Experiments implements ExperimentStore {
  private final Map<String, Experiment> experiments = new LinkedHashMap<>();

  Experiments() {
    create(Experiment.DEFAULT_NAME);
  }

  @Override
  public synchronized Experiment create(String name) {
    ExperimentRules.checkName(name);
    if (getByName(name).isPresent()) {
      throw new MlflowException(
          ErrorCode.RESOURCE_ALREADY_EXISTS, "experiment \"" + name + "\" exists already");
    }
    long now = System.currentTimeMillis();
    String id = Integer.toString(experiments.size());
    Experiment experiment = new Experiment(id, name, Experiment.ACTIVE, now, now, Map.of());
    experiments.put(id, experiment);
    return experiment;
  }

  @Override
  public synchronized Experiment getOrCreate(String name) {
    return getByName(name).orElseGet(() -> create(name));
  }

  @Override
  public synchronized Optional<Experiment> get(String experimentId) {
    return Optional.ofNullable(experiments.get(experimentId));
  }

  @Override
  public synchronized Optional<Experiment> getByName(String name) {
    return experiments.values().stream().filter(e -> e.name().equals(name)).findFirst();
  }

  @Override
  public synchronized List<Experiment> list() {
    return List.copyOf(experiments.values());
  }

  @Override
  public synchronized void setTag(String experimentId, String key, String value) {
    TagRules.checkKey(key);
    Experiment old =
        get(experimentId)
            .orElseThrow(
                () -> MlflowException.notFound("experiment " + experimentId + " does not exist"));
    Map<String, String> tags = new LinkedHashMap<>(old.tags());
    tags.put(key, value);
    experiments.put(
        experimentId,
        new Experiment(
            old.experimentId(),
            old.name(),
            old.lifecycleStage(),
            old.creationTimeUnixMillis(),
            System.currentTimeMillis(),
            tags));
  }
}
