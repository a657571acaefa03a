package dev.spanloom.storage.sqlite.mlflow;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.transfer.ImportSink;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The assessments of a trace; of kinds that came later too. */
final class MlflowAssessments {
  private static final String FEEDBACK = "feedback";
  private static final String EXPECTATION = "expectation";
  private static final String RUN = "mlflow.assessment.sourceRunId";
  private static final List<String> COLUMNS =
      List.of(
          "assessment_id",
          "name",
          "assessment_type",
          "value",
          "error",
          "created_timestamp",
          "last_updated_timestamp",
          "source_type",
          "source_id",
          "run_id",
          "span_id",
          "rationale",
          "overrides",
          "valid",
          "assessment_metadata");

  private final Sql sql;
  private final MlflowTables tables;
  private final ImportSink sink;

  MlflowAssessments(Sql sql, MlflowTables tables, ImportSink sink) {
    this.sql = sql;
    this.tables = tables;
    this.sink = sink;
  }

  /** In the order of their creation; those that cannot be read are reported. */
  List<Assessment> of(String traceId) throws SQLException {
    List<Assessment> assessments = new ArrayList<>();
    if (tables.has("assessments")) {
      sql.visit(
          "SELECT "
              + tables.select("assessments", COLUMNS)
              + " FROM assessments WHERE trace_id = ? ORDER BY created_timestamp, assessment_id",
          row -> {
            try {
              assessments.add(Assessment.fromMap(dict(traceId, row)));
            } catch (MlflowException | IllegalArgumentException e) {
              sink.skipped(
                  "trace " + traceId, "assessment " + row.getString(1) + ": " + e.getMessage());
            }
            return true;
          },
          traceId);
    }
    return assessments;
  }

  /** A row in MLflow's dict form. */
  private static Map<String, @Nullable Object> dict(String traceId, ResultSet row)
      throws SQLException {
    Map<String, @Nullable Object> dict = new LinkedHashMap<>();
    dict.put("assessment_id", row.getString(1));
    dict.put("assessment_name", row.getString(2));
    dict.put("trace_id", traceId);
    dict.put("span_id", row.getString(11));
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("source_type", String.valueOf(row.getString(8)));
    String sourceId = row.getString(9);
    if (sourceId != null) {
      source.put("source_id", sourceId);
    }
    dict.put("source", source);
    dict.put("create_time", Instant.ofEpochMilli(row.getLong(6)).toString());
    dict.put("last_update_time", Instant.ofEpochMilli(row.getLong(7)).toString());
    dict.put("rationale", row.getString(12));
    dict.put("overrides", row.getString(13));
    dict.put("metadata", metadata(row));
    String kind = String.valueOf(row.getString(3));
    boolean valid = row.getBoolean(14);
    if (!valid || !kind.equals(EXPECTATION)) { // MLflow tells it of those only when it is not
      dict.put("valid", valid);
    }
    dict.put(kind, content(kind, json(row.getString(4)), json(row.getString(5))));
    return dict;
  }

  private static Map<String, @Nullable Object> metadata(ResultSet row) throws SQLException {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    String runId = row.getString(10);
    if (runId != null) {
      metadata.put(RUN, runId);
    }
    if (json(row.getString(15)) instanceof Map<?, ?> given) {
      given.forEach((key, value) -> metadata.put(String.valueOf(key), value));
    }
    return metadata;
  }

  private static Object content(String kind, @Nullable Object value, @Nullable Object error) {
    Map<String, @Nullable Object> content = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> && !kind.equals(FEEDBACK) && !kind.equals(EXPECTATION)) {
      return value;
    }
    content.put("value", value);
    if (error != null) {
      content.put("error", error);
    }
    return content;
  }

  private static @Nullable Object json(@Nullable String text) {
    return text == null || text.isEmpty() ? null : JsonReader.readOrText(text);
  }
}
