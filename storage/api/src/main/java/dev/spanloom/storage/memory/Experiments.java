package dev.spanloom.storage.memory;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.internal.rules.TagRules;
import dev.spanloom.storage.ExperimentPage;
import dev.spanloom.storage.ExperimentQuery;
import dev.spanloom.storage.ExperimentStore;
import dev.spanloom.storage.internal.ExperimentRules;
import dev.spanloom.storage.internal.ExperimentSearch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Experiments in a map. Thread-safe. */
final class Experiments implements ExperimentStore {
  private final Map<String, Experiment> experiments = new LinkedHashMap<>();

  Experiments() {
    create(Experiment.DEFAULT_NAME);
  }

  @Override
  public synchronized Experiment create(
      String name, @Nullable String artifactLocation, Map<String, String> tags) {
    ExperimentRules.checkName(name);
    ExperimentRules.checkLocation(artifactLocation);
    tags.keySet().forEach(TagRules::checkKey);
    getByName(name)
        .ifPresent(
            other -> {
              throw ExperimentRules.taken(other);
            });
    long now = System.currentTimeMillis();
    String id = Integer.toString(experiments.size());
    Experiment experiment =
        new Experiment(id, name, artifactLocation, Experiment.ACTIVE, now, now, tags);
    experiments.put(id, experiment);
    return experiment;
  }

  @Override
  public synchronized Experiment getOrCreate(String name) {
    Experiment experiment = getByName(name).orElseGet(() -> create(name));
    ExperimentRules.checkActive(experiment);
    return experiment;
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
  public ExperimentPage search(ExperimentQuery query) {
    return ExperimentSearch.page(list(), query);
  }

  private Experiment known(String experimentId, String stage) {
    return get(experimentId)
        .filter(experiment -> stage.isEmpty() || experiment.lifecycleStage().equals(stage))
        .orElseThrow(() -> ExperimentRules.unknown(experimentId, stage));
  }

  private void change(Experiment old, String name, String stage, Map<String, String> tags) {
    experiments.put(
        old.experimentId(),
        new Experiment(
            old.experimentId(),
            name,
            old.artifactLocation(),
            stage,
            old.creationTimeUnixMillis(),
            System.currentTimeMillis(),
            tags));
  }

  @Override
  public synchronized void rename(String experimentId, String newName) {
    ExperimentRules.checkName(newName);
    Experiment old = known(experimentId, "");
    ExperimentRules.checkRenamed(old, getByName(newName));
    change(old, newName, old.lifecycleStage(), old.tags());
  }

  @Override
  public synchronized void delete(String experimentId) {
    Experiment old = known(experimentId, Experiment.ACTIVE);
    change(old, old.name(), Experiment.DELETED, old.tags());
  }

  @Override
  public synchronized void restore(String experimentId) {
    Experiment old = known(experimentId, Experiment.DELETED);
    change(old, old.name(), Experiment.ACTIVE, old.tags());
  }

  @Override
  public synchronized void setTag(String experimentId, String key, String value) {
    TagRules.checkKey(key);
    Experiment old = known(experimentId, "");
    ExperimentRules.checkActive(old);
    Map<String, String> tags = new LinkedHashMap<>(old.tags());
    tags.put(key, value);
    change(old, old.name(), old.lifecycleStage(), tags);
  }

  @Override
  public synchronized void deleteTag(String experimentId, String key) {
    Experiment old = known(experimentId, "");
    ExperimentRules.checkTag(old, key);
    Map<String, String> tags = new LinkedHashMap<>(old.tags());
    tags.remove(key);
    change(old, old.name(), old.lifecycleStage(), tags);
  }
}
