package dev.spanloom.storage.memory;

import dev.spanloom.entities.Experiment;
import dev.spanloom.storage.ExperimentPage;
import dev.spanloom.storage.ExperimentStore;
import dev.spanloom.storage.internal.ExperimentRules;
import dev.spanloom.storage.internal.PageToken;
import dev.spanloom.storage.internal.TagRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

final class MemoryExperiments implements ExperimentStore {
  private static final String LIST = "experiments";

  private final Memory memory;

  MemoryExperiments(Memory memory) {
    this.memory = memory;
  }

  @Override
  public Experiment create(String name, Map<String, String> tags) {
    ExperimentRules.checkName(name);
    tags.keySet().forEach(TagRules::checkKey);
    return memory.alone(
        contents -> {
          if (byName(contents, name).isPresent()) {
            throw ExperimentRules.exists(name);
          }
          long id = contents.experiments.lastKey() + 1;
          long now = System.currentTimeMillis();
          Experiment created =
              new Experiment(Long.toString(id), name, Experiment.ACTIVE, now, now, tags);
          contents.experiments.put(id, created);
          return created;
        });
  }

  @Override
  public Optional<Experiment> get(String experimentId) {
    OptionalLong id = ExperimentRules.number(experimentId);
    return id.isEmpty()
        ? Optional.empty()
        : memory.alone(contents -> Optional.ofNullable(contents.experiments.get(id.getAsLong())));
  }

  @Override
  public Optional<Experiment> getByName(String name) {
    return memory.alone(contents -> byName(contents, name));
  }

  private static Optional<Experiment> byName(Memory.Contents contents, String name) {
    return contents.experiments.values().stream()
        .filter(experiment -> experiment.name().equals(name))
        .findFirst();
  }

  @Override
  public ExperimentPage list(int maxResults, @Nullable String pageToken) {
    ExperimentRules.checkPageSize(maxResults);
    PageToken last = PageToken.decode(LIST, pageToken);
    List<Experiment> rest =
        memory.alone(
            contents ->
                contents
                    .experiments
                    .tailMap(last == null ? Long.MIN_VALUE : last.number(), false)
                    .values()
                    .stream()
                    .limit(maxResults + 1L)
                    .toList());
    if (rest.size() <= maxResults) {
      return new ExperimentPage(rest, null);
    }
    List<Experiment> page = rest.subList(0, maxResults);
    long end = Long.parseLong(page.get(maxResults - 1).experimentId());
    return new ExperimentPage(page, new PageToken(LIST, end, "").encode());
  }

  @Override
  public void setTag(String experimentId, String key, String value) {
    TagRules.checkKey(key);
    Experiment known =
        get(experimentId).orElseThrow(() -> ExperimentRules.noSuchExperiment(experimentId));
    memory.alone(
        contents ->
            contents.experiments.computeIfPresent(
                Long.parseLong(known.experimentId()),
                (id, experiment) -> withTag(experiment, key, value)));
  }

  private static Experiment withTag(Experiment experiment, String key, String value) {
    Map<String, String> tags = new HashMap<>(experiment.tags());
    tags.put(key, Objects.requireNonNull(value, "value"));
    return new Experiment(
        experiment.experimentId(),
        experiment.name(),
        experiment.lifecycleStage(),
        experiment.creationTimeUnixMillis(),
        System.currentTimeMillis(),
        tags);
  }
}
