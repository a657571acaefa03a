package dev.spanloom.server.rest;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.ExperimentStore;
import dev.spanloom.storage.TraceStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Experiments. */
final class ExperimentEndpoints {
  private final ExperimentStore experiments;

  ExperimentEndpoints(TraceStore store) {
    this.experiments = store.experiments();
  }

  void addTo(RestApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.POST, "/2.0/mlflow/experiments/create", this::create);
    endpoints.add(HttpMethod.GET, "/2.0/mlflow/experiments/get", this::get);
    endpoints.add(HttpMethod.GET, "/2.0/mlflow/experiments/get-by-name", this::getByName);
  }

  private Object create(RestRequest request) {
    return Map.of("experiment_id", experiments.create(request.text("name")).experimentId());
  }

  private Object get(RestRequest request) {
    String id = request.text("experiment_id");
    return answer(
        experiments
            .get(id)
            .orElseThrow(
                () -> MlflowException.notFound("No Experiment with id=" + id + " exists")));
  }

  private Object getByName(RestRequest request) {
    String name = request.text("experiment_name");
    return answer(
        experiments
            .getByName(name)
            .orElseThrow(
                () ->
                    MlflowException.notFound(
                        "Could not find experiment with name '" + name + "'")));
  }

  private static Map<String, ?> answer(Experiment experiment) {
    return Map.of("experiment", map(experiment));
  }

  static Map<String, @Nullable Object> map(Experiment experiment) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("experiment_id", experiment.experimentId());
    map.put("name", experiment.name());
    map.put("artifact_location", "mlflow-artifacts:/" + experiment.experimentId());
    map.put("lifecycle_stage", experiment.lifecycleStage());
    map.put("creation_time", experiment.creationTimeUnixMillis());
    List<Map<String, String>> tags = new ArrayList<>();
    experiment.tags().forEach((key, value) -> tags.add(Map.of("key", key, "value", value)));
    if (!tags.isEmpty()) {
      map.put("tags", tags);
    }
    return map;
  }
}
