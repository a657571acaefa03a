package dev.spanloom.entities;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** MLflow's JSON shape of assessments, the same in files and on the wire. */
final class AssessmentDict {
  private static final String JSON_FORMAT = "JSON_FORMAT";
  private static final Set<String> COMMON_KEYS =
      Set.of(
          "assessment_id",
          "assessment_name",
          "trace_id",
          "span_id",
          "source",
          "create_time",
          "last_update_time",
          "rationale",
          "metadata",
          "overrides",
          "valid",
          "run_id",
          "trace_location",
          "error");

  private AssessmentDict() {}

  static Map<String, @Nullable Object> write(Assessment assessment) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    putText(map, "assessment_id", assessment.assessmentId());
    map.put("assessment_name", assessment.name());
    putText(map, "trace_id", assessment.traceId());
    putText(map, "span_id", assessment.spanId());
    Map<String, @Nullable Object> source = new LinkedHashMap<>();
    source.put("source_type", assessment.source().sourceType().name());
    source.put("source_id", assessment.source().sourceId());
    map.put("source", source);
    map.put("create_time", TimeText.write(assessment.createTimeUnixMillis()));
    map.put("last_update_time", TimeText.write(assessment.lastUpdateTimeUnixMillis()));
    if (assessment instanceof Feedback feedback) {
      map.put(Feedback.KIND, writeFeedback(feedback));
    } else if (assessment instanceof Expectation expectation) {
      map.put(Expectation.KIND, writeExpectation(expectation.value()));
    } else if (assessment instanceof OtherAssessment other) {
      map.put(other.kind(), other.content());
    }
    putText(map, "rationale", assessment.rationale());
    if (!assessment.metadata().isEmpty()) {
      map.put("metadata", assessment.metadata());
    }
    putText(map, "overrides", assessment.overrides());
    if (assessment.valid() != null) {
      map.put("valid", assessment.valid());
    }
    return map;
  }

  private static Map<String, @Nullable Object> writeFeedback(Feedback feedback) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("value", feedback.value());
    AssessmentError error = feedback.error();
    if (error != null) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("error_code", error.errorCode());
      putText(fields, "error_message", error.errorMessage());
      putText(fields, "stack_trace", error.stackTrace());
      map.put("error", fields);
    }
    return map;
  }

  private static Map<String, Object> writeExpectation(Object value) {
    if (value instanceof Map<?, ?> || value instanceof Iterable<?>) {
      Map<String, Object> serialized = new LinkedHashMap<>();
      serialized.put("serialization_format", JSON_FORMAT);
      serialized.put("value", JsonWriter.write(value));
      return Map.of("serialized_value", serialized);
    }
    return Map.of("value", value);
  }

  static Assessment read(Map<String, ? extends @Nullable Object> map) {
    try {
      return readKind(map);
    } catch (IllegalArgumentException e) {
      throw MlflowException.invalidParameter(String.valueOf(e.getMessage()));
    }
  }

  private static Assessment readKind(Map<String, ? extends @Nullable Object> map) {
    String name = Fields.text(map, "assessment_name", Fields.text(map, "name", ""));
    Object feedback = map.get(Feedback.KIND);
    Object expectation = map.get(Expectation.KIND);
    if (feedback instanceof Map<?, ?>) {
      return readFeedback(map, Fields.map(map, Feedback.KIND), name);
    }
    if (expectation instanceof Map<?, ?>) {
      Expectation.Builder builder =
          Expectation.builder(name).value(readExpectation(Fields.map(map, Expectation.KIND)));
      return readCommon(map, builder, null).build();
    }
    for (Map.Entry<String, ? extends @Nullable Object> entry : map.entrySet()) {
      if (!COMMON_KEYS.contains(entry.getKey()) && entry.getValue() instanceof Map<?, ?> content) {
        Assessment.Common common =
            readCommon(map, Feedback.builder(name).value(""), null).build().common();
        return new OtherAssessment(common, entry.getKey(), JsonBinding.stringKeys(content));
      }
    }
    throw MlflowException.invalidParameter(
        "assessment \"" + name + "\" without feedback and expectation (expected: one of them)");
  }

  private static Feedback readFeedback(
      Map<String, ? extends @Nullable Object> map,
      Map<String, @Nullable Object> fields,
      String name) {
    Feedback.Builder builder = Feedback.builder(name.isEmpty() ? Feedback.DEFAULT_NAME : name);
    builder.value(fields.get("value"));
    Map<String, @Nullable Object> error = Fields.map(fields, "error");
    if (!error.isEmpty()) {
      builder.error(
          new AssessmentError(
              Fields.text(error, "error_code", ""),
              Fields.textOrNull(error, "error_message"),
              Fields.textOrNull(error, "stack_trace")));
    } else if (fields.containsKey("value")) {
      builder.asSaid();
    } else {
      throw MlflowException.invalidParameter("feedback \"" + name + "\" without value and error");
    }
    return readCommon(map, builder, true).build();
  }

  private static Object readExpectation(Map<String, @Nullable Object> fields) {
    Map<String, @Nullable Object> serialized = Fields.map(fields, "serialized_value");
    Object value = serialized.isEmpty() ? fields.get("value") : deserialize(serialized);
    if (value == null) {
      throw MlflowException.invalidParameter(
          "expectation without value (expected: anything but null)");
    }
    return value;
  }

  private static @Nullable Object deserialize(Map<String, @Nullable Object> serialized) {
    String format = Fields.text(serialized, "serialization_format", "");
    if (!JSON_FORMAT.equals(format)) {
      throw MlflowException.invalidParameter(
          "expectation serialization format: \"" + format + "\" (expected: " + JSON_FORMAT + ")");
    }
    try {
      return JsonReader.read(Fields.text(serialized, "value", ""));
    } catch (JsonSyntaxException e) {
      throw MlflowException.invalidParameter("expectation value is not JSON: " + e.getMessage());
    }
  }

  private static <B extends Assessment.Builder<B>> B readCommon(
      Map<String, ? extends @Nullable Object> map, B builder, @Nullable Boolean validWhenMissing) {
    Map<String, @Nullable Object> source = Fields.map(map, "source");
    if (!source.isEmpty()) {
      builder.source(
          new AssessmentSource(
              AssessmentSourceType.parse(
                  Fields.text(source, "source_type", "SOURCE_TYPE_UNSPECIFIED")),
              Fields.text(source, "source_id", AssessmentSource.DEFAULT_ID)));
    }
    long now = System.currentTimeMillis();
    long created = Fields.timeMillis(map, "create_time", now);
    builder
        .assessmentId(Fields.textOrNull(map, "assessment_id"))
        .traceId(Fields.textOrNull(map, "trace_id"))
        .spanId(emptyToNull(Fields.textOrNull(map, "span_id")))
        .createTimeUnixMillis(created)
        .lastUpdateTimeUnixMillis(Fields.timeMillis(map, "last_update_time", created))
        .rationale(Fields.textOrNull(map, "rationale"))
        .metadata(Fields.strings(map, "metadata"))
        .overrides(emptyToNull(Fields.textOrNull(map, "overrides")))
        .valid(map.get("valid") instanceof Boolean valid ? valid : validWhenMissing);
    return builder;
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static void putText(
      Map<String, @Nullable Object> map, String key, @Nullable String text) {
    if (text != null) {
      map.put(key, text);
    }
  }
}
