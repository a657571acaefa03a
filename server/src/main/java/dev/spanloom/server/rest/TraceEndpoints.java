package dev.spanloom.server.rest;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TraceStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Traces: start, get, search. */
final class TraceEndpoints {
  /** So many infos are asked for, or said, at once. */
  private static final int MOST_IDS = 10_000;

  private final TraceStore store;
  private final KnownTraces traces;
  private final KnownExperiments experiments;
  private final TraceSearching searching;

  TraceEndpoints(TraceStore store) {
    this.store = store;
    this.traces = new KnownTraces(store);
    this.experiments = new KnownExperiments(store.experiments());
    this.searching = new TraceSearching(store.search());
  }

  void addTo(RestApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.POST, "/3.0/mlflow/traces", this::start);
    endpoints.add(HttpMethod.POST, "/3.0/spanloom/traces", this::startAll);
    endpoints.add(HttpMethod.GET, "/3.0/mlflow/traces/{trace_id}", this::info);
    endpoints.add(HttpMethod.POST, "/3.0/mlflow/traces/batchGetInfos", this::batchGetInfos);
    endpoints.add(HttpMethod.POST, "/3.0/mlflow/traces/search", this::search);
  }

  private Object start(RestRequest request) {
    Object given = request.object("trace").get("trace_info");
    if (!(given instanceof Map<?, ?> map)) {
      throw RestRequest.missing("trace.trace_info");
    }
    TraceInfo info = said(map);
    traces.write(List.of(info), info.experimentId());
    return wrapped(traces.get(info.traceId()));
  }

  /** What MLflow's API takes of one trace, of many in one durable write: for our own SDK. */
  private Object startAll(RestRequest request) {
    List<Map<String, @Nullable Object>> given = request.objects("trace_infos");
    if (given.isEmpty()) {
      throw RestRequest.missing("trace_infos");
    }
    if (given.size() > MOST_IDS) {
      throw RestRequest.wrong("trace_infos", given.size() + " infos", "at most " + MOST_IDS);
    }
    List<TraceInfo> infos = new ArrayList<>();
    given.forEach(map -> infos.add(said(map)));
    traces.write(infos, null);
    return Map.of();
  }

  /** The info of a trace of an experiment that can be written to. */
  private TraceInfo said(Map<?, ?> map) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    map.forEach((key, value) -> fields.put(String.valueOf(key), value));
    Object time = fields.get("request_time");
    if (fields.get("assessments") instanceof List<?> assessments && time != null) {
      fields.put("assessments", timed(assessments, time));
    }
    TraceInfo info = TraceInfo.fromMap(fields);
    experiments.active(info.experimentId());
    return info;
  }

  /**
   * Assessments that do not say when they were made were made when the trace was: so they are the
   * same when the trace is sent again.
   */
  private static List<@Nullable Object> timed(List<?> assessments, Object time) {
    List<@Nullable Object> timed = new ArrayList<>();
    for (Object assessment : assessments) {
      if (assessment instanceof Map<?, ?> map && map.get("create_time") == null) {
        Map<Object, @Nullable Object> fields = new LinkedHashMap<>(map);
        fields.put("create_time", time);
        timed.add(fields);
      } else {
        timed.add(assessment);
      }
    }
    return timed;
  }

  private static Map<String, ?> wrapped(TraceInfo info) {
    return Map.of("trace", Map.of("trace_info", info.toWireMap()));
  }

  private Object info(RestRequest request) {
    return wrapped(traces.get(request.path("trace_id")));
  }

  private Object batchGetInfos(RestRequest request) {
    List<String> ids = request.requiredTexts("trace_ids");
    if (ids.size() > MOST_IDS) {
      throw RestRequest.wrong("trace_ids", ids.size() + " ids", "at most " + MOST_IDS);
    }
    List<String> wanted = request.texts("experiment_ids");
    return Map.of(
        "trace_infos",
        store.reader().infos(ids).stream()
            .filter(info -> KnownExperiments.isIn(info, wanted))
            .map(TraceInfo::toWireMap)
            .toList());
  }

  private Object search(RestRequest request) {
    if (request.get("locations") == null) {
      throw RestRequest.missing("locations");
    }
    List<String> ids = new ArrayList<>();
    for (Map<String, @Nullable Object> location : request.objects("locations")) {
      if (location.get("mlflow_experiment") instanceof Map<?, ?> experiment
          && experiment.get("experiment_id") != null) {
        ids.add(experimentId(String.valueOf(experiment.get("experiment_id"))));
      }
    }
    return searching.search(request, ids, TraceInfo::toWireMap);
  }

  private static String experimentId(String id) {
    if (id.indexOf('.') >= 0) {
      throw MlflowException.invalidParameter(
          "locations: \""
              + id
              + "\" (expected: the id of an experiment; tables of Databricks are not searched here)");
    }
    return id;
  }
}
