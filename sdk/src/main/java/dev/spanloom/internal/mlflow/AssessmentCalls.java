package dev.spanloom.internal.mlflow;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Assessments of traces. Thread-safe. */
public final class AssessmentCalls {
  private final MlflowApi api;

  public AssessmentCalls(MlflowApi api) {
    this.api = api;
  }

  private static String path(@Nullable String traceId) {
    return TraceCalls.pathOf(required("trace id", traceId)) + "/assessments";
  }

  private static String path(@Nullable String traceId, @Nullable String assessmentId) {
    return path(traceId) + "/" + MlflowApi.escaped(required("assessment id", assessmentId));
  }

  private static String required(String what, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw MlflowException.invalidParameter("assessment without " + what);
    }
    return value;
  }

  /** Not sent twice: the server would make two of it. */
  public Assessment create(Assessment assessment) {
    Call call =
        Call.json(
                "POST",
                path(assessment.traceId()),
                JsonWriter.write(Map.of("assessment", assessment.toMap())))
            .once();
    return answer(MlflowApi.checked(api.calls().send(call)).json());
  }

  public Assessment get(String traceId, String assessmentId) {
    return answer(api.get(path(traceId, assessmentId)));
  }

  public Assessment update(Assessment assessment) {
    Map<String, @Nullable Object> all = assessment.toMap();
    Map<String, @Nullable Object> sent = new LinkedHashMap<>();
    StringJoiner mask = new StringJoiner(",");
    for (String field : List.of("assessment_id", "assessment_name", "trace_id")) {
      sent.put(field, all.get(field));
    }
    mask.add("assessmentName");
    for (String field : List.of(assessment.kind(), "rationale", "metadata")) {
      if (all.get(field) != null) {
        sent.put(field, all.get(field));
        mask.add(field);
      }
    }
    return answer(
        api.send(
            "PATCH",
            path(assessment.traceId(), assessment.assessmentId()),
            Map.of("assessment", sent, "update_mask", mask.toString())));
  }

  public void delete(String traceId, String assessmentId) {
    api.send(
        "DELETE",
        path(traceId, assessmentId),
        Map.of("trace_id", traceId, "assessment_id", assessmentId));
  }

  private static Assessment answer(Map<String, @Nullable Object> reply) {
    return Assessment.fromMap(MlflowApi.object(reply.get("assessment")));
  }
}
