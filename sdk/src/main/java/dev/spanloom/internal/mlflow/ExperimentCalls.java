package dev.spanloom.internal.mlflow;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Experiments. Asked once each: who exports has a plan of its own for what fails. Thread-safe. */
public final class ExperimentCalls {
  private static final String EXPERIMENTS = "/api/2.0/mlflow/experiments/";

  private final MlflowApi api;

  public ExperimentCalls(MlflowApi api) {
    this.api = api;
  }

  public Experiment getOrCreate(String name) {
    Experiment.checkName(name);
    Optional<Experiment> known = byName(name);
    if (known.isEmpty()) {
      try {
        api.sendOnce("POST", EXPERIMENTS + "create", Map.of("name", name));
      } catch (MlflowException e) {
        if (e.errorCode() != ErrorCode.RESOURCE_ALREADY_EXISTS) {
          throw e;
        }
        // another program was faster
      }
      known = byName(name);
    }
    Experiment experiment =
        known.orElseThrow(
            () ->
                MlflowException.notFound(
                    "experiment \"" + name + "\" is not there though it was just created"));
    if (!experiment.isActive()) {
      throw new MlflowException(
          ErrorCode.INVALID_STATE,
          "experiment \""
              + name
              + "\" of "
              + api.calls().server()
              + " is deleted (expected: an active one; restore it, or choose another name)");
    }
    return experiment;
  }

  private Optional<Experiment> byName(String name) {
    return one(EXPERIMENTS + "get-by-name?experiment_name=" + MlflowApi.escaped(name));
  }

  public Optional<Experiment> get(String experimentId) {
    return one(EXPERIMENTS + "get?experiment_id=" + MlflowApi.escaped(experimentId));
  }

  private Optional<Experiment> one(String path) {
    try {
      Map<String, @Nullable Object> answer = MlflowApi.object(api.getOnce(path).get("experiment"));
      return answer.isEmpty() ? Optional.empty() : Optional.of(experiment(answer));
    } catch (MlflowException e) {
      if (MlflowApi.isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Experiment experiment(Map<String, @Nullable Object> map) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Map<String, @Nullable Object> tag : MlflowApi.objects(map.get("tags"))) {
      tags.put(String.valueOf(tag.get("key")), String.valueOf(tag.get("value")));
    }
    Object location = map.get("artifact_location");
    Object stage = map.get("lifecycle_stage");
    return new Experiment(
        String.valueOf(map.get("experiment_id")),
        String.valueOf(map.get("name")),
        location == null ? null : location.toString(),
        stage == null ? Experiment.ACTIVE : stage.toString(),
        millis(map.get("creation_time")),
        millis(map.get("last_update_time")),
        tags);
  }

  private static long millis(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
