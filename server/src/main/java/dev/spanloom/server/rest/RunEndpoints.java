package dev.spanloom.server.rest;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.query.Filter;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs, as far as traces tell of them: clients that search by a run ask first in which experiment
 * it is. A run is where its oldest trace is.
 */
final class RunEndpoints {
  private final TraceStore store;

  RunEndpoints(TraceStore store) {
    this.store = store;
  }

  void addTo(RestApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.GET, "/2.0/mlflow/runs/get", this::get);
  }

  private Object get(RestRequest request) {
    Object legacy = request.get("run_uuid");
    String id =
        RunIds.checked(
            request.get("run_id") == null && legacy != null
                ? request.text("run_uuid")
                : request.text("run_id"));
    List<String> experiments =
        store.experiments().list().stream().map(Experiment::experimentId).toList();
    TraceQuery query =
        TraceQuery.builder(experiments.toArray(String[]::new))
            .filter(new Filter.Compare(TraceField.RUN_ID, Operator.EQUAL, new Literal.Text(id)))
            .oldestFirst(true)
            .maxResults(1)
            .build();
    return store.search().search(query).infos().stream()
        .findFirst()
        .map(trace -> Map.of("run", Map.of("info", info(id, trace), "data", Map.of())))
        .orElseThrow(
            () ->
                MlflowException.notFound(
                    "Run with id="
                        + id
                        + " not found (expected: the id of a run that traces came from or are linked to;"
                        + " this server knows no others)"));
  }

  private static Map<String, Object> info(String id, TraceInfo trace) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("run_id", id);
    info.put("run_uuid", id);
    info.put("experiment_id", String.valueOf(trace.experimentId()));
    info.put("status", "RUNNING");
    info.put("start_time", trace.requestTimeUnixMillis());
    info.put("artifact_uri", "mlflow-artifacts:/" + trace.experimentId() + "/" + id + "/artifacts");
    info.put("lifecycle_stage", Experiment.ACTIVE);
    return info;
  }
}
