package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.TracePage;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.internal.mlflow.PagedSearch.Found;
import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterPrinter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Searches for traces, page by page as the server has them. Thread-safe. */
final class TraceSearches {
  private final MlflowApi api;
  private final TraceCalls traces;
  private final LegacyTraces legacy;
  private final HttpSettings settings;
  private final PagedSearch paged;

  TraceSearches(MlflowApi api, TraceCalls traces, LegacyTraces legacy, HttpSettings settings) {
    this.api = api;
    this.traces = traces;
    this.legacy = legacy;
    this.settings = settings;
    this.paged = new PagedSearch(api.calls().executor(), settings);
  }

  TracePage search(TraceSearch search, ServerKind kind) {
    Filter condition = search.condition(System.currentTimeMillis());
    boolean ours = kind == ServerKind.SPANLOOM;
    String filter = ours ? FilterPrinter.print(condition) : MlflowFilter.text(condition);
    List<String> order =
        ours ? FilterPrinter.print(search.orderKeys()) : MlflowFilter.order(search.orderKeys());
    return paged.search(
        search,
        new PagedSearch.Server() {
          @Override
          public Found page(int most, @Nullable String token) {
            return kind == ServerKind.LEGACY
                ? askLegacy(search, filter, order, most, token)
                : ask(search, filter, order, most, token);
          }

          @Override
          public int batch() {
            return ours || kind == ServerKind.SPANS ? settings.searchBatch() : 1;
          }

          @Override
          public Map<String, Trace> traces(List<TraceInfo> infos) {
            return fetch(infos, kind);
          }
        });
  }

  private Found ask(
      TraceSearch search, String filter, List<String> order, int most, @Nullable String token) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put(
        "locations",
        search.experimentIds().stream()
            .map(
                id ->
                    Map.of(
                        "type",
                        "MLFLOW_EXPERIMENT",
                        "mlflow_experiment",
                        Map.of("experiment_id", id)))
            .toList());
    if (!filter.isEmpty()) {
      body.put("filter", filter);
    }
    body.put("max_results", most);
    if (!order.isEmpty()) {
      body.put("order_by", order);
    }
    if (token != null) {
      body.put("page_token", token);
    }
    Map<String, @Nullable Object> reply = api.send("POST", TraceCalls.TRACES + "/search", body);
    return Found.of(
        MlflowApi.objects(reply.get("traces")).stream().map(TraceInfo::fromMap).toList(), reply);
  }

  private Found askLegacy(
      TraceSearch search, String filter, List<String> order, int most, @Nullable String token) {
    StringBuilder path =
        new StringBuilder(LegacyTraces.TRACES).append("?max_results=").append(most);
    search.experimentIds().forEach(id -> add(path, "experiment_ids", id));
    if (!filter.isEmpty()) {
      add(path, "filter", filter);
    }
    order.forEach(key -> add(path, "order_by", key));
    if (token != null) {
      add(path, "page_token", token);
    }
    Map<String, @Nullable Object> reply = api.get(path.toString());
    return Found.of(
        MlflowApi.objects(reply.get("traces")).stream().map(legacy::ours).toList(), reply);
  }

  private static void add(StringBuilder path, String name, String value) {
    path.append('&').append(name).append('=').append(MlflowApi.escaped(value));
  }

  private Map<String, Trace> fetch(List<TraceInfo> infos, ServerKind kind) {
    Map<String, Trace> byId = new HashMap<>();
    if (infos.size() > 1) {
      for (Trace trace : traces.batch(infos.stream().map(TraceInfo::traceId).toList())) {
        byId.put(trace.info().traceId(), trace);
      }
    }
    for (TraceInfo info : infos) {
      if (!byId.containsKey(info.traceId())) {
        if (kind == ServerKind.LEGACY) {
          byId.put(info.traceId(), new Trace(info, TraceCalls.ordered(legacy.spans(info))));
        } else {
          traces.trace(info.traceId()).ifPresent(trace -> byId.put(info.traceId(), trace));
        }
      }
    }
    return byId;
  }
}
