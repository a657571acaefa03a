package dev.spanloom.server.rest;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.TraceState;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Traces in the legacy form of MLflow 2. */
final class TraceV2Endpoints {
  private final KnownTraces traces;
  private final KnownExperiments experiments;
  private final TraceSearching searching;

  TraceV2Endpoints(TraceStore store) {
    this.traces = new KnownTraces(store);
    this.experiments = new KnownExperiments(store.experiments());
    this.searching = new TraceSearching(store.search());
  }

  void addTo(RestApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.POST, "/2.0/mlflow/traces", this::start);
    endpoints.add(HttpMethod.GET, "/2.0/mlflow/traces", this::search);
    endpoints.add(HttpMethod.PATCH, "/2.0/mlflow/traces/{request_id}", this::end);
    endpoints.add(HttpMethod.GET, "/2.0/mlflow/traces/{request_id}/info", this::info);
    endpoints.add(HttpMethod.GET, "/2.0/mlflow/traces/{request_id}", this::info); // Python asks so
  }

  private Object start(RestRequest request) {
    String experimentId = experiments.active(request.text("experiment_id")).experimentId();
    Long time = request.numberOrNull("timestamp_ms");
    TraceInfo info =
        TraceInfo.builder(UUID.randomUUID().toString().replace("-", ""))
            .experimentId(experimentId)
            .requestTimeUnixMillis(time == null ? System.currentTimeMillis() : time)
            .state(TraceState.IN_PROGRESS)
            .metadata(request.pairs("request_metadata"))
            .tags(request.pairs("tags"))
            .build();
    traces.write(List.of(info), experimentId);
    return answer(info.traceId());
  }

  private Object end(RestRequest request) {
    TraceInfo known = traces.get(request.path("request_id"));
    TraceInfo.Builder said =
        TraceInfo.builder(known.traceId())
            .traceLocation(TraceLocation.unspecified())
            .metadata(request.pairs("request_metadata"))
            .tags(request.pairs("tags"));
    Long time = request.numberOrNull("timestamp_ms");
    if (time != null) {
      said.executionDurationMillis(Math.max(0, time - known.requestTimeUnixMillis()));
    }
    String status = request.textOrNull("status");
    if (status != null) {
      said.state(TraceState.parse(status));
    }
    traces.write(List.of(said.build()), known.experimentId());
    return answer(known.traceId());
  }

  private Object info(RestRequest request) {
    return answer(request.path("request_id"));
  }

  private Map<String, ?> answer(String requestId) {
    return Map.of("trace_info", traces.get(requestId).toV2WireMap());
  }

  private Object search(RestRequest request) {
    List<String> experimentIds = request.requiredTexts("experiment_ids");
    return searching.search(request, experimentIds, TraceInfo::toV2WireMap);
  }
}
