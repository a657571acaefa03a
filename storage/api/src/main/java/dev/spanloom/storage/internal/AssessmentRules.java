package dev.spanloom.storage.internal;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.OtherAssessment;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.storage.AssessmentChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How assessments get their ids, change, and read as text. */
public final class AssessmentRules {
  private AssessmentRules() {}

  /**
   * Assessments as a trace info carries them, said of this trace. One without an id gets one that
   * is made from its content, so that an info that is sent again does not add it again.
   */
  static List<Assessment> withIds(String traceId, List<Assessment> assessments) {
    List<Assessment> named = new ArrayList<>(assessments.size());
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (Assessment assessment : assessments) {
      Assessment.Builder<?> builder = assessment.toBuilder();
      builder.traceId(traceId);
      if (assessment.assessmentId() == null) {
        String content = toJson(builder.build());
        int copy = seen.merge(content, 1, Integer::sum);
        builder.assessmentId(
            id(UUID.nameUUIDFromBytes((content + copy).getBytes(StandardCharsets.UTF_8))));
      }
      named.add(builder.build());
    }
    return named;
  }

  /** An assessment as it is stored when it is created. */
  public static Assessment created(String traceId, Assessment assessment) {
    Assessment.Builder<?> builder = assessment.toBuilder();
    builder.traceId(traceId);
    builder.valid(true);
    if (assessment.assessmentId() == null) {
      builder.assessmentId(id(UUID.randomUUID()));
    }
    return builder.build();
  }

  public static String idOf(Assessment stored) {
    return Objects.requireNonNull(stored.assessmentId(), "assessmentId");
  }

  private static String id(UUID uuid) {
    return "a-" + uuid.toString().replace("-", "");
  }

  public static Assessment withValid(Assessment assessment, boolean valid) {
    Assessment.Builder<?> builder = assessment.toBuilder();
    builder.valid(valid);
    return builder.build();
  }

  /** An assessment after a change. */
  public static Assessment changed(Assessment known, AssessmentChange change, long nowUnixMillis) {
    Assessment.Builder<?> builder = content(known, change);
    if (change.rationale() != null) {
      builder.rationale(change.rationale());
    }
    builder.metadata(change.metadata());
    builder.lastUpdateTimeUnixMillis(Math.max(nowUnixMillis, known.lastUpdateTimeUnixMillis() + 1));
    return builder.build();
  }

  private static Assessment.Builder<?> content(Assessment known, AssessmentChange change) {
    String name = change.name();
    AssessmentChange.FeedbackContent feedback = change.feedback();
    Object expectation = change.expectation();
    if (known instanceof Feedback old && expectation == null) {
      Feedback.Builder builder = name == null ? old.toBuilder() : old.toBuilder(name);
      return feedback == null ? builder : builder.value(feedback.value()).error(feedback.error());
    }
    if (known instanceof Expectation old && feedback == null) {
      Expectation.Builder builder = name == null ? old.toBuilder() : old.toBuilder(name);
      return expectation == null ? builder : builder.value(expectation);
    }
    if (known instanceof OtherAssessment old && feedback == null && expectation == null) {
      return name == null ? old.toBuilder() : renamed(old, name).toBuilder();
    }
    throw MlflowException.invalidParameter(
        "assessment \""
            + known.assessmentId()
            + "\" is a "
            + known.kind()
            + " and cannot become a "
            + (expectation == null ? "feedback" : "expectation")
            + " (expected: a value of its own kind; or delete it and create another)");
  }

  /** By way of JSON, since the model knows nothing of a kind that is newer than itself. */
  private static Assessment renamed(OtherAssessment old, String name) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>(old.toMap());
    map.put("assessment_name", name);
    return Assessment.fromMap(map);
  }

  public static String toJson(Assessment assessment) {
    return JsonWriter.write(assessment.toMap());
  }

  @SuppressWarnings("unchecked") // written by toJson: an object with text keys
  public static Assessment fromJson(String json) {
    return Assessment.fromMap(
        (Map<String, @Nullable Object>) Objects.requireNonNull(JsonReader.read(json)));
  }

  public static MlflowException noSuchAssessment(String traceId, String assessmentId) {
    return MlflowException.notFound(
        "Assessment with ID '" + assessmentId + "' not found for trace '" + traceId + "'.");
  }

  public static MlflowException exists(String traceId, String assessmentId) {
    return new MlflowException(
        ErrorCode.RESOURCE_ALREADY_EXISTS,
        "Assessment with ID '"
            + assessmentId
            + "' exists for trace '"
            + traceId
            + "' (expected: a new id, or none).");
  }
}
