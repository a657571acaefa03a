package dev.spanloom.storage.sqlite.mlflow;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** A database as MLflow leaves it, of version 3.6 or as later versions extend it. */
final class MlflowFile implements AutoCloseable {
  private static final List<String> TABLES_3_6 =
      List.of(
          "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)",
          "INSERT INTO alembic_version VALUES ('bf29a5ff90ea')",
          "CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY AUTOINCREMENT,"
              + " name VARCHAR(256) NOT NULL, artifact_location VARCHAR(256), lifecycle_stage"
              + " VARCHAR(32) CHECK (lifecycle_stage IN ('active', 'deleted')), creation_time BIGINT,"
              + " last_update_time BIGINT)",
          "CREATE TABLE experiment_tags (key VARCHAR(250) NOT NULL, value VARCHAR(5000),"
              + " experiment_id INTEGER NOT NULL REFERENCES experiments, PRIMARY KEY (key,"
              + " experiment_id))",
          "CREATE TABLE trace_info (request_id VARCHAR(50) NOT NULL PRIMARY KEY, experiment_id"
              + " INTEGER NOT NULL REFERENCES experiments, timestamp_ms BIGINT NOT NULL,"
              + " execution_time_ms BIGINT, status VARCHAR(50) NOT NULL, client_request_id"
              + " VARCHAR(50), request_preview VARCHAR(1000), response_preview VARCHAR(1000))",
          "CREATE INDEX index_trace_info_experiment_id_timestamp_ms ON trace_info (experiment_id,"
              + " timestamp_ms)",
          "CREATE TABLE trace_tags (key VARCHAR(250) NOT NULL, value VARCHAR(8000), request_id"
              + " VARCHAR(50) NOT NULL REFERENCES trace_info ON DELETE CASCADE, PRIMARY KEY"
              + " (request_id, key))",
          "CREATE TABLE trace_request_metadata (key VARCHAR(250) NOT NULL, value VARCHAR(8000),"
              + " request_id VARCHAR(50) NOT NULL REFERENCES trace_info ON DELETE CASCADE, PRIMARY"
              + " KEY (request_id, key))",
          "CREATE TABLE spans (trace_id VARCHAR(50) NOT NULL REFERENCES trace_info ON DELETE"
              + " CASCADE, experiment_id INTEGER NOT NULL REFERENCES experiments, span_id"
              + " VARCHAR(50) NOT NULL, parent_span_id VARCHAR(50), name TEXT, type VARCHAR(500),"
              + " status VARCHAR(50) NOT NULL, start_time_unix_nano BIGINT NOT NULL,"
              + " end_time_unix_nano BIGINT, duration_ns BIGINT GENERATED ALWAYS AS"
              + " (end_time_unix_nano - start_time_unix_nano) STORED, content TEXT NOT NULL, PRIMARY"
              + " KEY (trace_id, span_id))",
          "CREATE TABLE assessments (assessment_id VARCHAR(50) NOT NULL PRIMARY KEY, trace_id"
              + " VARCHAR(50) NOT NULL REFERENCES trace_info ON DELETE CASCADE, name VARCHAR(250)"
              + " NOT NULL, assessment_type VARCHAR(20) NOT NULL, value TEXT NOT NULL, error TEXT,"
              + " created_timestamp BIGINT NOT NULL, last_updated_timestamp BIGINT NOT NULL,"
              + " source_type VARCHAR(50) NOT NULL, source_id VARCHAR(250), run_id VARCHAR(32),"
              + " span_id VARCHAR(50), rationale TEXT, overrides VARCHAR(50), valid BOOLEAN NOT NULL"
              + " DEFAULT 1, assessment_metadata TEXT)",
          "CREATE TABLE entity_associations (association_id VARCHAR(36) NOT NULL, source_type"
              + " VARCHAR(36) NOT NULL, source_id VARCHAR(36) NOT NULL, destination_type VARCHAR(36)"
              + " NOT NULL, destination_id VARCHAR(36) NOT NULL, created_time BIGINT, PRIMARY KEY"
              + " (source_type, source_id, destination_type, destination_id))",
          "INSERT INTO experiments VALUES (0, 'Default', './mlruns/0', 'active', 1, 1)");

  private static final List<String> LATER =
      List.of(
          "UPDATE alembic_version SET version_num = '75868b020152'",
          "ALTER TABLE experiments ADD COLUMN workspace VARCHAR(63) NOT NULL DEFAULT 'default'",
          "ALTER TABLE trace_info ADD COLUMN trace_name TEXT",
          "ALTER TABLE trace_info ADD COLUMN session_id VARCHAR(8000)",
          "ALTER TABLE trace_info ADD COLUMN total_cost DOUBLE",
          "ALTER TABLE trace_info ADD COLUMN db_payload_generation INT DEFAULT 0",
          "ALTER TABLE spans ADD COLUMN dimension_attributes JSON",
          "ALTER TABLE spans ADD COLUMN model_name VARCHAR(500)",
          "ALTER TABLE assessments ADD COLUMN is_numeric_value BOOLEAN NOT NULL DEFAULT 0",
          "CREATE TABLE trace_metrics (request_id VARCHAR(50), key VARCHAR(250), value FLOAT,"
              + " PRIMARY KEY (request_id, key))",
          "CREATE TABLE span_metrics (trace_id VARCHAR(50), span_id VARCHAR(50), key VARCHAR(250),"
              + " value FLOAT, PRIMARY KEY (trace_id, span_id, key))",
          "CREATE TABLE sql_trace_metric_daily_rollups (experiment_id INT, rollup_day INT,"
              + " sample_count INT)");

  private final Connection connection;

  private MlflowFile(Path file, List<String> statements) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    sql("PRAGMA synchronous = OFF");
    for (String statement : statements) {
      sql(statement);
    }
  }

  static MlflowFile version36(Path file) throws SQLException {
    return new MlflowFile(file, TABLES_3_6);
  }

  static MlflowFile later(Path file) throws SQLException {
    MlflowFile database = new MlflowFile(file, TABLES_3_6);
    for (String statement : LATER) {
      database.sql(statement);
    }
    return database;
  }

  /** As MLflow 2 left it: traces without rows for spans and assessments. */
  static MlflowFile version2(Path file) throws SQLException {
    MlflowFile database = new MlflowFile(file, TABLES_3_6);
    for (String table : List.of("spans", "assessments", "entity_associations")) {
      database.sql("DROP TABLE " + table);
    }
    for (String column : List.of("client_request_id", "request_preview", "response_preview")) {
      database.sql("ALTER TABLE trace_info DROP COLUMN " + column);
    }
    return database;
  }

  void sql(String statement, Object... parameters) throws SQLException {
    if (parameters.length == 0) {
      try (Statement plain = connection.createStatement()) {
        plain.execute(statement);
      }
      return;
    }
    try (PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < parameters.length; i++) {
        prepared.setObject(i + 1, parameters[i]);
      }
      prepared.execute();
    }
  }

  void experiment(int id, String name, String stage) throws SQLException {
    sql(
        "INSERT INTO experiments (experiment_id, name, lifecycle_stage) VALUES (?, ?, ?)",
        id,
        name,
        stage);
  }

  void trace(Trace trace, int experimentId) throws SQLException {
    info(trace.info(), experimentId);
    for (Span span : trace.data().spans()) {
      span(span, trace.info().traceId(), experimentId);
    }
  }

  void info(TraceInfo info, int experimentId) throws SQLException {
    sql(
        "INSERT INTO trace_info (request_id, experiment_id, timestamp_ms, execution_time_ms, status,"
            + " client_request_id, request_preview, response_preview) VALUES (?, ?, ?, ?, ?, ?, ?,"
            + " ?)",
        info.traceId(),
        experimentId,
        info.requestTimeUnixMillis(),
        info.executionDurationMillis(),
        info.state().name(),
        info.clientRequestId(),
        info.requestPreview(),
        info.responsePreview());
    for (Map.Entry<String, String> tag : info.tags().entrySet()) {
      tag(info.traceId(), tag.getKey(), tag.getValue());
    }
    for (Map.Entry<String, String> entry : info.traceMetadata().entrySet()) {
      sql(
          "INSERT INTO trace_request_metadata VALUES (?, ?, ?)",
          entry.getKey(),
          entry.getValue(),
          info.traceId());
    }
    for (Assessment assessment : info.assessments()) {
      assessment(assessment);
    }
  }

  void tag(String traceId, String key, String value) throws SQLException {
    sql("INSERT OR REPLACE INTO trace_tags VALUES (?, ?, ?)", key, value, traceId);
  }

  void span(Span span, String traceId, int experimentId) throws SQLException {
    span(span, traceId, experimentId, JsonWriter.ascii().value(span.toMap()).toString());
  }

  void span(Span span, String traceId, int experimentId, String content) throws SQLException {
    sql(
        "INSERT INTO spans (trace_id, experiment_id, span_id, parent_span_id, name, type, status,"
            + " start_time_unix_nano, end_time_unix_nano, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,"
            + " ?)",
        traceId,
        experimentId,
        span.spanId(),
        span.parentId(),
        span.name(),
        span.spanType(),
        span.status().statusCode().name(),
        span.startTimeUnixNanos(),
        span.endTimeUnixNanos(),
        content);
  }

  private void assessment(Assessment assessment) throws SQLException {
    Map<?, ?> payload = (Map<?, ?>) assessment.toMap().get(assessment.kind());
    Object value = payload.get("value");
    if (payload.get("serialized_value") instanceof Map<?, ?> serialized) {
      value = null;
      row(assessment, String.valueOf(serialized.get("value")), null);
      return;
    }
    Object error = assessment instanceof Feedback ? payload.get("error") : null;
    row(assessment, JsonWriter.write(value), error == null ? null : JsonWriter.write(error));
  }

  private void row(Assessment assessment, String value, String error) throws SQLException {
    sql(
        "INSERT INTO assessments (assessment_id, trace_id, name, assessment_type, value, error,"
            + " created_timestamp, last_updated_timestamp, source_type, source_id, span_id,"
            + " rationale, overrides, valid, assessment_metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,"
            + " ?, ?, ?, ?, ?, ?)",
        assessment.assessmentId(),
        assessment.traceId(),
        assessment.name(),
        assessment.kind(),
        value,
        error,
        assessment.createTimeUnixMillis(),
        assessment.lastUpdateTimeUnixMillis(),
        assessment.source().sourceType().name(),
        assessment.source().sourceId(),
        assessment.spanId(),
        assessment.rationale(),
        assessment.overrides(),
        assessment.valid() == null || assessment.valid(),
        assessment.metadata().isEmpty() ? null : JsonWriter.write(assessment.metadata()));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
