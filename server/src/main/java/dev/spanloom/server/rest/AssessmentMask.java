package dev.spanloom.server.rest;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.MlflowException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of an assessment are changed: a protobuf field mask, {@code
 * assessmentName,feedback}, spelled either way. Names that MLflow does not know are left out, as it
 * does.
 *
 * @param fields in snake case
 */
record AssessmentMask(Set<String> fields) {
  private static final Set<String> TAKEN = Set.of("assessment_name", "rationale", "metadata");
  private static final Set<String> KINDS = Set.of("feedback", "expectation");
  private static final String VALID = "valid";

  static AssessmentMask of(RestRequest request) {
    Object mask = request.get("update_mask");
    if (mask instanceof Map<?, ?> object && object.get("paths") instanceof List<?> paths) {
      return of(String.join(",", paths.stream().map(String::valueOf).toList()));
    }
    return of(request.text("update_mask"));
  }

  private static AssessmentMask of(String text) {
    Set<String> fields = new LinkedHashSet<>();
    for (String field : text.split(",", -1)) {
      String snake = field.trim().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
      int dot = snake.indexOf('.'); // feedback.value is a part of feedback
      fields.add(dot < 0 ? snake : snake.substring(0, dot));
    }
    return new AssessmentMask(fields);
  }

  /**
   * The assessment with the fields of the mask as they are given.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it would become of another kind
   */
  Assessment applied(Assessment old, Map<String, @Nullable Object> given) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>(old.toMap());
    for (String field : fields) {
      boolean isKind = KINDS.contains(field);
      if (isKind && !field.equals(old.kind())) {
        throw MlflowException.invalidParameter(
            "assessment "
                + old.assessmentId()
                + " is "
                + old.kind()
                + " and cannot become "
                + field
                + " (expected: the same kind)");
      }
      if (isKind || TAKEN.contains(field) || field.equals(old.kind())) {
        Object value = given.get(field);
        if (value == null) {
          throw RestRequest.missing("assessment." + field);
        }
        map.put(field, value);
      }
    }
    return Assessment.fromMap(map);
  }

  /** What is said of the validity; null when nothing is. */
  @Nullable Boolean valid(Map<String, @Nullable Object> given) {
    if (!fields.contains(VALID)) {
      return null;
    }
    if (given.get(VALID) instanceof Boolean valid) {
      return valid;
    }
    throw RestRequest.wrong("assessment.valid", given.get(VALID), "true or false");
  }
}
