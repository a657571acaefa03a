package dev.spanloom.destinations.databricks;

import dev.spanloom.destination.TracePage;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.internal.mlflow.HttpSettings;
import dev.spanloom.internal.mlflow.MlflowApi;
import dev.spanloom.internal.mlflow.MlflowFilter;
import dev.spanloom.internal.mlflow.PagedSearch;
import dev.spanloom.internal.mlflow.PagedSearch.Found;
import dev.spanloom.internal.mlflow.TraceCalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Searches in experiments and in schemas of a catalog, by the newer path of workspaces, or by that
 * of MLflow 3 where a workspace knows experiments only there. Thread-safe.
 */
final class WorkspaceSearch {
  private final MlflowApi api;
  private final HttpSettings settings;
  private final Warehouse warehouse;
  private final ExperimentTraces experiments;
  private final CatalogTraces catalog;
  private final PagedSearch paged;

  WorkspaceSearch(
      MlflowApi api,
      HttpSettings settings,
      Warehouse warehouse,
      ExperimentTraces experiments,
      CatalogTraces catalog) {
    this.api = api;
    this.settings = settings;
    this.warehouse = warehouse;
    this.experiments = experiments;
    this.catalog = catalog;
    this.paged = new PagedSearch(api.calls().executor(), settings);
  }

  TracePage search(TraceSearch search) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    List<TraceLocation> locations =
        search.experimentIds().stream().map(WorkspaceSearch::location).toList();
    body.put("locations", locations.stream().map(TraceLocation::toMap).toList());
    String filter = MlflowFilter.text(search.condition(System.currentTimeMillis()));
    if (!filter.isEmpty()) {
      body.put("filter", filter);
    }
    List<String> order = MlflowFilter.order(search.orderKeys());
    if (!order.isEmpty()) {
      body.put("order_by", order);
    }
    boolean inCatalog = locations.stream().anyMatch(TraceLocation::isInUnityCatalog);
    return paged.search(search, new Pages(body, inCatalog));
  }

  private static TraceLocation location(String name) {
    return name.indexOf('.') < 0 ? TraceLocation.experiment(name) : CatalogId.locationOf(name);
  }

  /** The pages of one search. */
  private final class Pages implements PagedSearch.Server {
    private final Map<String, @Nullable Object> body;
    private final boolean inCatalog;

    /** A token of the one path is none of the other: where the first page was found, all are. */
    private boolean newer = true;

    private Pages(Map<String, @Nullable Object> body, boolean inCatalog) {
      this.body = body;
      this.inCatalog = inCatalog;
    }

    @Override
    public Found page(int most, @Nullable String token) {
      Map<String, @Nullable Object> asked = new LinkedHashMap<>(body);
      asked.put("max_results", most);
      if (token != null) {
        asked.put("page_token", token);
      }
      if (newer) {
        Map<String, @Nullable Object> withWarehouse = new LinkedHashMap<>(asked);
        warehouse.addTo(withWarehouse);
        try {
          return found(
              Warehouse.needed(() -> api.send("POST", CatalogId.TRACES + "/search", withWarehouse)),
              "trace_infos");
        } catch (MlflowException e) {
          checkOlderMayAnswer(e);
          newer = false;
        }
      }
      return found(api.send("POST", TraceCalls.TRACES + "/search", asked), "traces");
    }

    private void checkOlderMayAnswer(MlflowException e) {
      boolean unknown = MlflowApi.isUnknownEndpoint(e);
      boolean notOfExperiments =
          e.errorCode() == ErrorCode.INVALID_PARAMETER_VALUE
              && String.valueOf(e.getMessage()).contains("locations not yet supported");
      if (!unknown && !notOfExperiments) {
        throw e;
      }
      if (inCatalog) {
        throw MlflowException.invalidParameter(
            e.getMessage()
                + (unknown
                    ? " (expected: experiments only; this workspace cannot search in Unity Catalog)"
                    : " (expected: experiments only, or Unity Catalog only)"));
      }
    }

    private Found found(Map<String, @Nullable Object> reply, String field) {
      List<TraceInfo> infos =
          MlflowApi.objects(reply.get(field)).stream()
              .map(TraceInfo::fromMap)
              .map(CatalogId::named)
              .toList();
      return Found.of(infos, reply);
    }

    @Override
    public int batch() {
      return inCatalog ? settings.searchBatch() : 1;
    }

    @Override
    public Map<String, Trace> traces(List<TraceInfo> infos) {
      Map<String, Trace> byId = new HashMap<>();
      Map<String, List<CatalogId>> byLocation = new LinkedHashMap<>();
      for (TraceInfo info : infos) {
        Optional<CatalogId> id = CatalogId.of(info.traceId());
        if (id.isPresent()) {
          byLocation
              .computeIfAbsent(id.get().location(), location -> new ArrayList<>())
              .add(id.get());
        } else {
          byId.put(info.traceId(), experiments.withSpans(info));
        }
      }
      byLocation.forEach(
          (location, ids) ->
              catalog
                  .traces(location, ids)
                  .forEach(trace -> byId.put(trace.info().traceId(), trace)));
      return byId;
    }
  }
}
