package dev.spanloom.storage.sqlite;

import java.util.List;

/**
 * The tables of version 2, see {@code docs/spec/sql-layout.md}, beside what version 1 knew of
 * traces, which {@link OldTraces} moves over. Never changed once released.
 */
final class SchemaV2 {
  private static final String AMOUNTS =
      "input_tokens INTEGER, output_tokens INTEGER, total_tokens INTEGER, cache_read_tokens INTEGER,"
          + " cache_creation_tokens INTEGER, input_cost REAL, output_cost REAL, total_cost REAL";

  /** Sums over rows, and of how many rows they are. */
  private static final String SUMS =
      "count INTEGER NOT NULL, duration_count INTEGER NOT NULL, duration_sum_ms REAL NOT NULL,"
          + " usage_count INTEGER NOT NULL, input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL,"
          + " total_tokens INTEGER NOT NULL, cache_read_count INTEGER NOT NULL, cache_read_tokens INTEGER NOT NULL,"
          + " cache_creation_count INTEGER NOT NULL, cache_creation_tokens INTEGER NOT NULL,"
          + " cost_count INTEGER NOT NULL, input_cost REAL NOT NULL, output_cost REAL NOT NULL,"
          + " total_cost REAL NOT NULL, sketch BLOB NOT NULL";

  /** Puts the tables of version 1 aside. */
  static final List<String> AFTER_V1 =
      List.of(
          "DROP INDEX traces_by_time",
          "DROP INDEX traces_by_state",
          "DROP INDEX traces_by_name",
          "DROP INDEX traces_by_request",
          "DROP INDEX trace_tags_by_value",
          "DROP INDEX trace_metadata_by_value",
          "DROP INDEX spans_roots",
          "ALTER TABLE traces RENAME TO old_traces",
          "ALTER TABLE trace_tags RENAME TO old_tags",
          "ALTER TABLE trace_metadata RENAME TO old_metadata",
          "ALTER TABLE spans RENAME TO old_spans",
          "ALTER TABLE chunks RENAME TO old_chunks",
          "ALTER TABLE assessments RENAME TO old_assessments",
          "DROP INDEX chunks_by_trace",
          "CREATE INDEX old_chunks_by_trace ON old_chunks (trace_id)");

  static final List<String> TABLES =
      List.of(
          "ALTER TABLE experiments ADD COLUMN artifact_location TEXT",
          "CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
          "INSERT INTO counters VALUES ('trace_no', 0), ('chunk_id', 0), ('key_id', 0), ('term_id', 0),"
              + " ('archive_id', 0), ('artifact_id', 0), ('traces', 0), ('spans', 0), ('payload_bytes', 0), ('dangling', 0),"
              + " ('text_segment', 0), ('text_page', 0)",
          "INSERT INTO counters SELECT 'experiment_id', max(experiment_id) FROM experiments",
          "CREATE TABLE traces (trace_no INTEGER PRIMARY KEY, trace_id TEXT NOT NULL UNIQUE,"
              + " experiment_id INTEGER NOT NULL, request_time_ms INTEGER NOT NULL, duration_ms INTEGER,"
              + " state TEXT NOT NULL, name TEXT, client_request_id TEXT, session_id TEXT, user_name TEXT, run_id TEXT,"
              + " span_count INTEGER NOT NULL, payload_bytes INTEGER NOT NULL, assessed INTEGER NOT NULL,"
              + " archived INTEGER NOT NULL, blurred INTEGER NOT NULL, "
              + AMOUNTS
              + ")",
          "CREATE INDEX traces_by_time ON traces (experiment_id, request_time_ms DESC, trace_id)",
          "CREATE INDEX traces_by_state ON traces (experiment_id, state, request_time_ms DESC, trace_id)",
          "CREATE INDEX traces_by_duration ON traces (experiment_id, duration_ms)",
          "CREATE INDEX traces_by_session ON traces (experiment_id, session_id, request_time_ms) WHERE session_id IS NOT NULL",
          "CREATE INDEX traces_by_user ON traces (experiment_id, user_name, request_time_ms) WHERE user_name IS NOT NULL",
          "CREATE INDEX traces_by_request ON traces (client_request_id) WHERE client_request_id IS NOT NULL",
          "CREATE INDEX traces_assessed ON traces (experiment_id, request_time_ms) WHERE assessed = 1",
          "CREATE TABLE trace_info (trace_no INTEGER PRIMARY KEY, said BLOB NOT NULL, facts BLOB,"
              + " info_bytes INTEGER NOT NULL)",
          "CREATE TABLE spans (trace_no INTEGER NOT NULL, span_id INTEGER NOT NULL, parent_id INTEGER,"
              + " ordinal INTEGER NOT NULL, chunk_id INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,"
              + " type TEXT, status TEXT NOT NULL, start_ns INTEGER NOT NULL, end_ns INTEGER,"
              + " size_bytes INTEGER NOT NULL, model TEXT, provider TEXT, "
              + AMOUNTS
              + ", PRIMARY KEY (trace_no, span_id)) WITHOUT ROWID",
          "CREATE TABLE chunks (chunk_id INTEGER PRIMARY KEY, trace_no INTEGER NOT NULL, live_spans INTEGER NOT NULL,"
              + " raw_bytes INTEGER NOT NULL, packed_bytes INTEGER NOT NULL, archive_id INTEGER, archive_offset INTEGER)",
          "CREATE INDEX chunks_by_trace ON chunks (trace_no)",
          "CREATE TABLE dictionaries (dictionary_id INTEGER PRIMARY KEY, kind TEXT NOT NULL, created_ms INTEGER NOT NULL, data BLOB NOT NULL)",
          "CREATE TABLE payloads (chunk_id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
          "CREATE TABLE keys (key_id INTEGER PRIMARY KEY, family TEXT NOT NULL, name TEXT NOT NULL,"
              + " value_count INTEGER NOT NULL, capped INTEGER NOT NULL, traces INTEGER NOT NULL, UNIQUE (family, name))",
          "CREATE TABLE terms (key_id INTEGER NOT NULL, value TEXT NOT NULL, term_id INTEGER NOT NULL, number REAL,"
              + " cut INTEGER NOT NULL, traces INTEGER NOT NULL, PRIMARY KEY (key_id, value)) WITHOUT ROWID",
          "CREATE INDEX terms_by_id ON terms (term_id)",
          "CREATE INDEX terms_by_number ON terms (key_id, number) WHERE number IS NOT NULL",
          "CREATE TABLE postings (term_id INTEGER NOT NULL, trace_no INTEGER NOT NULL, spans INTEGER NOT NULL,"
              + " PRIMARY KEY (term_id, trace_no)) WITHOUT ROWID",
          "CREATE TABLE ranges (key_id INTEGER NOT NULL, trace_no INTEGER NOT NULL, low REAL NOT NULL,"
              + " high REAL NOT NULL, PRIMARY KEY (key_id, trace_no)) WITHOUT ROWID",
          "CREATE TABLE range_blocks (key_id INTEGER NOT NULL, block INTEGER NOT NULL, low REAL NOT NULL,"
              + " high REAL NOT NULL, PRIMARY KEY (key_id, block)) WITHOUT ROWID",
          "CREATE TABLE time_blocks (kind TEXT NOT NULL, block INTEGER NOT NULL, min_time_ms INTEGER NOT NULL,"
              + " max_time_ms INTEGER NOT NULL, PRIMARY KEY (kind, block)) WITHOUT ROWID",
          "CREATE TABLE assessments (trace_no INTEGER NOT NULL, position INTEGER NOT NULL, assessment_id TEXT NOT NULL,"
              + " kind TEXT NOT NULL, name TEXT NOT NULL, valid INTEGER NOT NULL, value_text TEXT, value_number REAL,"
              + " created_ms INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (trace_no, position)) WITHOUT ROWID",
          "CREATE INDEX assessments_by_value ON assessments (kind, name, value_text, trace_no)",
          "CREATE INDEX assessments_by_number ON assessments (kind, name, value_number, trace_no)",
          "CREATE INDEX assessments_by_time ON assessments (name, created_ms)",
          "CREATE TABLE text_queue (chunk_id INTEGER PRIMARY KEY, queued_ms INTEGER NOT NULL)",
          "CREATE TABLE settle_queue (trace_no INTEGER PRIMARY KEY)",
          "CREATE TABLE text_segments (segment_id INTEGER PRIMARY KEY, state INTEGER NOT NULL, first_chunk INTEGER NOT NULL,"
              + " last_chunk INTEGER NOT NULL, chunks INTEGER NOT NULL, dead INTEGER NOT NULL, pages INTEGER NOT NULL,"
              + " merged_into INTEGER, next_token INTEGER NOT NULL)",
          "CREATE TABLE text_directory (segment_id INTEGER NOT NULL, first_token INTEGER NOT NULL, page_no INTEGER NOT NULL,"
              + " PRIMARY KEY (segment_id, first_token)) WITHOUT ROWID",
          "CREATE TABLE text_pages (page_no INTEGER PRIMARY KEY, data BLOB NOT NULL)",
          "CREATE TABLE words (word_id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE)",
          "CREATE VIRTUAL TABLE word_parts USING fts5 (word, content = 'words', content_rowid = 'word_id',"
              + " detail = none, columnsize = 0, tokenize = 'trigram case_sensitive 1')",
          "CREATE TABLE trace_rollups (period INTEGER NOT NULL, experiment_id INTEGER NOT NULL, bucket INTEGER NOT NULL,"
              + " name TEXT NOT NULL, state TEXT NOT NULL, "
              + SUMS
              + ", PRIMARY KEY (period, experiment_id, bucket, name, state)) WITHOUT ROWID",
          "CREATE TABLE span_rollups (period INTEGER NOT NULL, experiment_id INTEGER NOT NULL, bucket INTEGER NOT NULL,"
              + " name TEXT NOT NULL, type TEXT NOT NULL, model TEXT NOT NULL, status TEXT NOT NULL, "
              + SUMS
              + ", PRIMARY KEY (period, experiment_id, bucket, name, type, model, status)) WITHOUT ROWID",
          "CREATE TABLE rollup_names (kind TEXT NOT NULL, experiment_id INTEGER NOT NULL, name TEXT NOT NULL,"
              + " PRIMARY KEY (kind, experiment_id, name)) WITHOUT ROWID",
          "CREATE TABLE archives (archive_id INTEGER PRIMARY KEY, path TEXT NOT NULL, created_ms INTEGER NOT NULL,"
              + " traces INTEGER NOT NULL, bytes INTEGER NOT NULL)",
          "CREATE TABLE artifacts (artifact_id INTEGER PRIMARY KEY, path TEXT UNIQUE, trace_id TEXT,"
              + " size_bytes INTEGER NOT NULL, stored_bytes INTEGER NOT NULL, created_ms INTEGER NOT NULL)",
          "CREATE INDEX artifacts_by_trace ON artifacts (trace_id) WHERE trace_id IS NOT NULL",
          "CREATE INDEX artifacts_begun ON artifacts (created_ms) WHERE path IS NULL",
          "CREATE TABLE artifact_pieces (piece_id INTEGER PRIMARY KEY, data BLOB NOT NULL)");

  private SchemaV2() {}
}
