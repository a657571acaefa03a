package dev.spanloom.destinations.databricks;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.internal.mlflow.Call;
import dev.spanloom.internal.mlflow.MlflowApi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Assessments of traces in a Unity Catalog. Thread-safe. */
final class CatalogAssessments {
  private final MlflowApi api;
  private final Warehouse warehouse;

  CatalogAssessments(MlflowApi api, Warehouse warehouse) {
    this.api = api;
    this.warehouse = warehouse;
  }

  /** As the wire has it: the bare id of the trace beside its location. */
  static Map<String, @Nullable Object> wire(CatalogId id, Assessment assessment) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>(assessment.toMap());
    map.put("trace_id", id.hex());
    map.put("trace_location", CatalogId.locationOf(id.location()).toMap());
    return map;
  }

  private String path(CatalogId id) {
    return warehouse.in(id.path() + "/assessments");
  }

  private String path(CatalogId id, @Nullable String assessmentId) {
    if (assessmentId == null || assessmentId.isEmpty()) {
      throw MlflowException.invalidParameter("assessment without assessment id");
    }
    return warehouse.in(id.path() + "/assessments/" + MlflowApi.escaped(assessmentId));
  }

  /** Not sent twice: the workspace would make two of it. */
  Assessment create(CatalogId id, Assessment assessment) {
    Call call = Call.json("POST", path(id), JsonWriter.write(wire(id, assessment))).once();
    return answer(id, Warehouse.needed(() -> MlflowApi.checked(api.calls().send(call)).json()));
  }

  Assessment get(CatalogId id, String assessmentId) {
    return answer(id, Warehouse.needed(() -> api.get(path(id, assessmentId))));
  }

  Assessment update(CatalogId id, Assessment assessment) {
    Map<String, @Nullable Object> all = wire(id, assessment);
    Map<String, @Nullable Object> sent = new LinkedHashMap<>();
    StringJoiner mask = new StringJoiner(",");
    for (String field : List.of("assessment_id", "assessment_name", "trace_id", "trace_location")) {
      sent.put(field, all.get(field));
    }
    mask.add("assessment_name");
    for (String field : List.of(assessment.kind(), "rationale", "metadata")) {
      if (all.get(field) != null) {
        sent.put(field, all.get(field));
        mask.add(field);
      }
    }
    String path = path(id, assessment.assessmentId());
    String masked = path + (path.indexOf('?') < 0 ? "?" : "&") + "update_mask=" + mask;
    return answer(id, Warehouse.needed(() -> api.send("PATCH", masked, sent)));
  }

  void delete(CatalogId id, String assessmentId) {
    Warehouse.needed(() -> api.send("DELETE", path(id, assessmentId), Map.of()));
  }

  private static Assessment answer(CatalogId id, Map<String, @Nullable Object> reply) {
    return id.named(Assessment.fromMap(reply));
  }
}
