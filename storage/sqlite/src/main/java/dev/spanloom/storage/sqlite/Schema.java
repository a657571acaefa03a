package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.Experiment;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.internal.ExperimentRules;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables, and the steps from each version of them to the next. A step that was released is
 * never changed.
 *
 * <p>{@code traces} holds what clients said and, beside it, the columns that searches need as they
 * are when the spans are taken into account. {@code spans} has a row for each span without its
 * payload; the payload lies in {@code chunks}, one compressed OTLP request for each trace and
 * transaction.
 */
final class Schema {
  /** Marks the file as ours: the letters SPAN. */
  private static final int APPLICATION_ID = 0x5350414E;

  private static final List<List<String>> STEPS =
      List.of(
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
                  + "', 'active', unixepoch() * 1000, unixepoch() * 1000)",
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
                  + " PRIMARY KEY (trace_id, position)) WITHOUT ROWID"));

  private Schema() {}

  /** The key of an experiment; one that no experiment has for a text that is no id. */
  static long experimentNumber(String experimentId) {
    return ExperimentRules.number(experimentId).orElse(-1);
  }

  /** Brings the file of a connection to the newest version, within one transaction. */
  static void migrate(Sql sql, String place) throws SQLException {
    int version = version(sql);
    if (version == STEPS.size()) {
      return;
    }
    if (version > STEPS.size()) {
      throw new StorageException(
          place
              + " has schema version "
              + version
              + " (expected: at most "
              + STEPS.size()
              + "); it was written by a newer Spanloom. Use that version, or another file.");
    }
    sql.execute("BEGIN IMMEDIATE");
    try {
      int start = version(sql); // another process may have been faster
      if (start == 0) {
        refuseForeignFile(sql, place);
      }
      for (List<String> step : STEPS.subList(start, STEPS.size())) {
        for (String statement : step) {
          sql.execute(statement);
        }
      }
      sql.execute("PRAGMA user_version = " + STEPS.size());
      sql.execute("PRAGMA application_id = " + APPLICATION_ID);
      sql.execute("COMMIT");
    } catch (SQLException | RuntimeException e) {
      rollBack(sql, e);
      throw e;
    }
  }

  /** SQLite may have done so by itself: what failed first is what counts. */
  private static void rollBack(Sql sql, Exception failure) {
    try {
      sql.execute("ROLLBACK");
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private static int version(Sql sql) throws SQLException {
    int application = sql.one("PRAGMA application_id", row -> row.getInt(1)).orElse(0);
    return application == APPLICATION_ID
        ? sql.one("PRAGMA user_version", row -> row.getInt(1)).orElse(0)
        : 0;
  }

  private static void refuseForeignFile(Sql sql, String place) throws SQLException {
    List<String> tables =
        sql.list(
            "SELECT name FROM sqlite_master WHERE type = 'table' LIMIT 5", row -> row.getString(1));
    if (!tables.isEmpty()) {
      throw new StorageException(
          place
              + " is the database of another program, with the tables "
              + tables
              + " (expected: a new file, or one that Spanloom made). Choose another path.");
    }
  }
}
