package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.Experiment;
import java.util.List;

/** The tables of version 1; most of them went with version 2. Never changed. */
final class SchemaV1 {
  /** What is as it was. */
  static final List<String> EXPERIMENTS =
      List.of(
          "CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
              + " lifecycle_stage TEXT NOT NULL, creation_time INTEGER NOT NULL,"
              + " last_update_time INTEGER NOT NULL)",
          "CREATE TABLE experiment_tags (experiment_id INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
              + " PRIMARY KEY (experiment_id, key)) WITHOUT ROWID",
          "INSERT INTO experiments VALUES ("
              + Experiment.DEFAULT_ID
              + ", '"
              + Experiment.DEFAULT_NAME
              + "', 'active', unixepoch() * 1000, unixepoch() * 1000)");

  /** What went with version 2. */
  static final List<String> TRACES =
      List.of(
          "CREATE TABLE traces (trace_id TEXT PRIMARY KEY, experiment_id INTEGER NOT NULL, said TEXT NOT NULL,"
              + " span_count INTEGER NOT NULL DEFAULT 0, min_start_ns INTEGER, max_end_ns INTEGER, facts TEXT,"
              + " request_time_ms INTEGER NOT NULL, state TEXT NOT NULL, name TEXT, client_request_id TEXT)",
          "CREATE INDEX traces_by_time ON traces (experiment_id, request_time_ms, trace_id)",
          "CREATE INDEX traces_by_state ON traces (experiment_id, state, request_time_ms, trace_id)",
          "CREATE INDEX traces_by_name ON traces (experiment_id, name, request_time_ms, trace_id)",
          "CREATE INDEX traces_by_request ON traces (client_request_id) WHERE client_request_id IS NOT NULL",
          "CREATE TABLE trace_tags (trace_id TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
              + " PRIMARY KEY (trace_id, key)) WITHOUT ROWID",
          "CREATE INDEX trace_tags_by_value ON trace_tags (key, value, trace_id)",
          "CREATE TABLE trace_metadata (trace_id TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
              + " PRIMARY KEY (trace_id, key)) WITHOUT ROWID",
          "CREATE INDEX trace_metadata_by_value ON trace_metadata (key, value, trace_id)"
              + " WHERE key IN ('mlflow.trace.session', 'mlflow.trace.user', 'mlflow.sourceRun', 'mlflow.modelId')",
          "CREATE TABLE spans (trace_id TEXT NOT NULL, span_id TEXT NOT NULL, parent_id TEXT, name TEXT NOT NULL,"
              + " type TEXT, status TEXT NOT NULL, start_ns INTEGER NOT NULL, end_ns INTEGER,"
              + " size_bytes INTEGER NOT NULL, usage TEXT, cost TEXT, request_preview TEXT, response_preview TEXT,"
              + " chunk_id INTEGER NOT NULL, position INTEGER NOT NULL,"
              + " PRIMARY KEY (trace_id, span_id)) WITHOUT ROWID",
          "CREATE INDEX spans_roots ON spans (trace_id, start_ns, span_id) WHERE parent_id IS NULL",
          "CREATE TABLE chunks (chunk_id INTEGER PRIMARY KEY, trace_id TEXT NOT NULL,"
              + " live_spans INTEGER NOT NULL, raw_bytes INTEGER NOT NULL, data BLOB NOT NULL)",
          "CREATE INDEX chunks_by_trace ON chunks (trace_id)",
          "CREATE TABLE assessments (trace_id TEXT NOT NULL, position INTEGER NOT NULL, assessment_id TEXT NOT NULL,"
              + " name TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,"
              + " PRIMARY KEY (trace_id, position)) WITHOUT ROWID");

  private SchemaV1() {}
}
