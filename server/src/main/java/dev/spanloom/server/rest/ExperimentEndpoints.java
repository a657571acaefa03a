package dev.spanloom.server.rest;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.query.ExperimentFilter;
import dev.spanloom.query.ExperimentOrder;
import dev.spanloom.storage.ExperimentPage;
import dev.spanloom.storage.ExperimentQuery;
import dev.spanloom.storage.ExperimentStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Experiments. */
final class ExperimentEndpoints {
  private static final String PATH = "/2.0/mlflow/experiments/";
  private static final int DEFAULT_RESULTS = 1000;

  private final ExperimentStore experiments;
  private final KnownExperiments known;

  ExperimentEndpoints(ExperimentStore experiments) {
    this.experiments = experiments;
    this.known = new KnownExperiments(experiments);
  }

  void addTo(RestApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.GET, PATH + "get", this::get);
    endpoints.add(HttpMethod.GET, PATH + "get-by-name", this::getByName);
    endpoints.add(HttpMethod.GET, PATH + "search", this::search);
    endpoints.add(HttpMethod.POST, PATH + "search", this::search);
    endpoints.add(HttpMethod.POST, PATH + "create", this::create);
    endpoints.add(HttpMethod.POST, PATH + "update", this::update);
    endpoints.add(HttpMethod.POST, PATH + "delete", this::delete);
    endpoints.add(HttpMethod.POST, PATH + "restore", this::restore);
    endpoints.add(HttpMethod.POST, PATH + "set-experiment-tag", this::setTag);
    endpoints.add(HttpMethod.POST, PATH + "delete-experiment-tag", this::deleteTag);
  }

  private Object get(RestRequest request) {
    return answer(known.get(request.text("experiment_id")));
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

  private Object search(RestRequest request) {
    String token = request.textOrNull("page_token");
    ExperimentPage page =
        experiments.search(
            new ExperimentQuery(
                view(request),
                ExperimentFilter.parse(request.textOrNull("filter")),
                ExperimentOrder.parse(request.texts("order_by")),
                request.number(
                    "max_results", 1, ExperimentQuery.LARGEST_MAX_RESULTS, DEFAULT_RESULTS),
                token == null || token.isEmpty() ? null : token));
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    reply.put("experiments", page.experiments().stream().map(ExperimentEndpoints::map).toList());
    if (page.nextPageToken() != null) {
      reply.put("next_page_token", page.nextPageToken());
    }
    return reply;
  }

  private static ExperimentQuery.View view(RestRequest request) {
    String view = request.textOrNull("view_type");
    if (view == null || view.isEmpty()) {
      return ExperimentQuery.View.ACTIVE_ONLY;
    }
    return Arrays.stream(ExperimentQuery.View.values())
        .filter(value -> value.name().equals(view) || number(value).equals(view))
        .findFirst()
        .orElseThrow(
            () -> RestRequest.wrong("view_type", view, "ACTIVE_ONLY, DELETED_ONLY or ALL"));
  }

  /** The number of the protobuf enum, which its JSON may hold as well. */
  private static String number(ExperimentQuery.View view) {
    return switch (view) {
      case ACTIVE_ONLY -> "1";
      case DELETED_ONLY -> "2";
      case ALL -> "3";
    };
  }

  private Object create(RestRequest request) {
    String name = request.ownText("name");
    String location = request.ownTextOrNull("artifact_location");
    Experiment created =
        experiments.create(
            name, location == null || location.isEmpty() ? null : location, request.pairs("tags"));
    return Map.of("experiment_id", created.experimentId());
  }

  private Object update(RestRequest request) {
    experiments.rename(id(request), request.text("new_name"));
    return Map.of();
  }

  private Object delete(RestRequest request) {
    experiments.delete(id(request));
    return Map.of();
  }

  private Object restore(RestRequest request) {
    experiments.restore(id(request));
    return Map.of();
  }

  private Object setTag(RestRequest request) {
    String value = request.textOrNull("value");
    experiments.setTag(id(request), request.text("key"), value == null ? "" : value);
    return Map.of();
  }

  private Object deleteTag(RestRequest request) {
    experiments.deleteTag(id(request), request.text("key"));
    return Map.of();
  }

  /** The id of an experiment that is there. */
  private String id(RestRequest request) {
    return known.get(request.text("experiment_id")).experimentId();
  }

  private static Map<String, ?> answer(Experiment experiment) {
    return Map.of("experiment", map(experiment));
  }

  private static Map<String, @Nullable Object> map(Experiment experiment) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("experiment_id", experiment.experimentId());
    map.put("name", experiment.name());
    map.put(
        "artifact_location",
        experiment.artifactLocation() == null
            ? "mlflow-artifacts:/" + experiment.experimentId()
            : experiment.artifactLocation());
    map.put("lifecycle_stage", experiment.lifecycleStage());
    map.put("last_update_time", experiment.lastUpdateTimeUnixMillis());
    map.put("creation_time", experiment.creationTimeUnixMillis());
    List<Map<String, String>> tags = new ArrayList<>();
    experiment.tags().forEach((key, value) -> tags.add(Map.of("key", key, "value", value)));
    if (!tags.isEmpty()) {
      map.put("tags", tags);
    }
    return map;
  }
}
