package dev.spanloom.server.rest;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.query.FilterParser;
import dev.spanloom.query.OrderByParser;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Traces: start, get, search. */
final class TraceEndpoints {
  private static final int MOST_RESULTS = 500;
  private static final int DEFAULT_RESULTS = 100;

  private final TraceStore store;

  TraceEndpoints(TraceStore store) {
    this.store = store;
  }

  void addTo(RestApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.POST, "/3.0/mlflow/traces", this::start);
    endpoints.add(HttpMethod.GET, "/3.0/mlflow/traces/{trace_id}", this::info);
    endpoints.add(HttpMethod.POST, "/3.0/mlflow/traces/search", this::search);
  }

  private Object start(RestRequest request) {
    Object given = request.object("trace").get("trace_info");
    if (!(given instanceof Map<?, ?> map)) {
      throw RestRequest.missing("trace.trace_info");
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    map.forEach((key, value) -> fields.put(String.valueOf(key), value));
    TraceInfo info = TraceInfo.fromMap(fields);
    String experimentId = info.experimentId();
    if (experimentId == null || store.experiments().get(experimentId).isEmpty()) {
      throw MlflowException.notFound("No Experiment with id=" + experimentId + " exists");
    }
    WriteResult result =
        store.writer().write(new WriteBatch(List.of(info), List.of(), experimentId));
    if (!result.rejectedInfos().isEmpty()) {
      throw MlflowException.invalidParameter(result.rejectedInfos().get(0).reason());
    }
    return wrapped(found(info.traceId()));
  }

  private TraceInfo found(String traceId) {
    return store
        .reader()
        .info(traceId)
        .orElseThrow(() -> MlflowException.notFound("Trace with ID '" + traceId + "' not found."));
  }

  private static Map<String, ?> wrapped(TraceInfo info) {
    return Map.of("trace", Map.of("trace_info", info.toWireMap()));
  }

  private Object info(RestRequest request) {
    return wrapped(found(request.path("trace_id")));
  }

  private Object search(RestRequest request) {
    if (request.get("locations") == null) {
      throw RestRequest.missing("locations");
    }
    List<String> experiments = new ArrayList<>();
    for (Map<String, @Nullable Object> location : request.objects("locations")) {
      if (location.get("mlflow_experiment") instanceof Map<?, ?> experiment
          && experiment.get("experiment_id") != null) {
        experiments.add(String.valueOf(experiment.get("experiment_id")));
      }
    }
    Long most = request.numberOrNull("max_results");
    if (most != null && (most < 1 || most > MOST_RESULTS)) {
      throw RestRequest.wrong("max_results", most, "1 to " + MOST_RESULTS);
    }
    TraceQuery.Builder query =
        TraceQuery.builder(experiments.toArray(String[]::new))
            .filter(FilterParser.parse(request.textOrNull("filter")))
            .maxResults(most == null ? DEFAULT_RESULTS : most.intValue());
    query.orderBy(OrderByParser.parse(request.texts("order_by")));
    String token = request.textOrNull("page_token");
    if (token != null && !token.isEmpty()) {
      query.pageToken(token);
    }
    TracePage page = store.search().search(query.build());
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    reply.put("traces", page.infos().stream().map(TraceInfo::toWireMap).toList());
    if (page.nextPageToken() != null) {
      reply.put("next_page_token", page.nextPageToken());
    }
    return reply;
  }
}
