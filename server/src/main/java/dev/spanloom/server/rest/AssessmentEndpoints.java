package dev.spanloom.server.rest;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.Assessment;
import dev.spanloom.storage.AssessmentStore;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Assessments of traces. */
final class AssessmentEndpoints {
  private static final String ALL = "/3.0/mlflow/traces/{trace_id}/assessments";
  private static final String ONE = ALL + "/{assessment_id}";

  private final AssessmentStore assessments;

  AssessmentEndpoints(AssessmentStore assessments) {
    this.assessments = assessments;
  }

  void addTo(RestApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.POST, ALL, this::create);
    endpoints.add(HttpMethod.GET, ONE, this::get);
    endpoints.add(HttpMethod.PATCH, ONE, this::update);
    endpoints.add(HttpMethod.DELETE, ONE, this::delete);
  }

  private Object create(RestRequest request) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(request.object("assessment"));
    if ("".equals(fields.get("assessment_id"))) {
      fields.remove("assessment_id");
    }
    fields.put("trace_id", request.path("trace_id"));
    fields.put("valid", true);
    return answer(assessments.create(Assessment.fromMap(fields)));
  }

  private Object get(RestRequest request) {
    return answer(assessments.get(request.path("trace_id"), request.path("assessment_id")));
  }

  private Object update(RestRequest request) {
    Map<String, @Nullable Object> given = request.object("assessment");
    AssessmentMask mask = AssessmentMask.of(request);
    Assessment old = assessments.get(request.path("trace_id"), request.path("assessment_id"));
    Assessment changed = mask.applied(old, given);
    Boolean valid = mask.valid(given);
    Assessment stored = assessments.update(changed);
    return answer(
        valid == null
            ? stored
            : assessments.setValid(request.path("trace_id"), request.path("assessment_id"), valid));
  }

  private Object delete(RestRequest request) {
    assessments.delete(request.path("trace_id"), request.path("assessment_id"));
    return Map.of();
  }

  private static Map<String, ?> answer(Assessment assessment) {
    return Map.of("assessment", assessment.toMap());
  }
}
