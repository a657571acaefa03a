package dev.spanloom.destinations.databricks;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.internal.mlflow.MlflowApi;
import dev.spanloom.internal.mlflow.SentInfo;
import dev.spanloom.internal.mlflow.TraceCalls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Traces in the tables of a Unity Catalog: told of, read and tagged. Thread-safe. */
final class CatalogTraces {
  private final MlflowApi api;
  private final Warehouse warehouse;

  CatalogTraces(MlflowApi api, Warehouse warehouse) {
    this.api = api;
    this.warehouse = warehouse;
  }

  /** Says what is known of a trace, and returns what the workspace knows then. */
  TraceInfo start(CatalogId id, TraceInfo info) {
    Map<String, @Nullable Object> known =
        api.sendOnce("POST", id.path() + "/info", wire(id, SentInfo.withAssessmentIds(info)));
    return known.isEmpty() ? info : id.namedAs(TraceInfo.fromMap(known));
  }

  private static Map<String, @Nullable Object> wire(CatalogId id, TraceInfo info) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>(info.toWireMap());
    if (!info.assessments().isEmpty()) {
      map.put(
          "assessments",
          info.assessments().stream()
              .map(assessment -> CatalogAssessments.wire(id, assessment))
              .toList());
    }
    return map;
  }

  /** For who writes: asked once. */
  Optional<TraceInfo> infoOnce(CatalogId id) {
    return info(id, () -> api.getOnce(warehouse.in(id.path() + "/info")));
  }

  Optional<TraceInfo> info(CatalogId id) {
    return info(id, () -> api.get(warehouse.in(id.path() + "/info")));
  }

  private static Optional<TraceInfo> info(
      CatalogId id, Supplier<Map<String, @Nullable Object>> question) {
    try {
      return TraceCalls.info(Warehouse.needed(question).get("trace")).map(id::namedAs);
    } catch (MlflowException e) {
      if (MlflowApi.isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A trace with its spans; one whose rows are not all there yet has those that are. */
  Optional<Trace> trace(CatalogId id) {
    List<Trace> found = traces(id.location(), List.of(id));
    return found.isEmpty()
        ? info(id).map(info -> new Trace(info, List.of()))
        : Optional.of(found.get(0));
  }

  /** The same for who writes: asked once. */
  Optional<Trace> traceOnce(CatalogId id) {
    List<Trace> found = traces(id.location(), List.of(id), api::getOnce);
    return found.stream().findFirst();
  }

  /** Those of the traces of one location that are there. */
  List<Trace> traces(String location, List<CatalogId> ids) {
    return traces(location, ids, api::get);
  }

  private List<Trace> traces(
      String location,
      List<CatalogId> ids,
      Function<String, Map<String, @Nullable Object>> question) {
    StringBuilder path =
        new StringBuilder(CatalogId.TRACES)
            .append('/')
            .append(MlflowApi.escaped(location))
            .append("/batchGet");
    for (int i = 0; i < ids.size(); i++) {
      path.append(i == 0 ? '?' : '&').append("trace_ids=").append(ids.get(i).hex());
    }
    List<Trace> traces = new ArrayList<>();
    for (Map<String, @Nullable Object> one :
        MlflowApi.objects(
            Warehouse.needed(() -> question.apply(warehouse.in(path.toString()))).get("traces"))) {
      TraceCalls.trace(one).ifPresent(trace -> traces.add(named(location, trace)));
    }
    return traces;
  }

  private static Trace named(String location, Trace trace) {
    String hex = TraceIds.toOtel(trace.info().traceId()).orElse(trace.info().traceId());
    return new CatalogId(location, hex).named(trace);
  }

  void setTag(CatalogId id, String key, String value) {
    api.send("PATCH", id.path() + "/tags", Map.of("key", key, "value", value));
  }

  void deleteTag(CatalogId id, String key) {
    Warehouse.needed(
        () ->
            api.send(
                "DELETE", warehouse.in(id.path() + "/tags/" + MlflowApi.escaped(key)), Map.of()));
  }
}
