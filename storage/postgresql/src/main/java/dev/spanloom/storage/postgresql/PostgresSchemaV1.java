package dev.spanloom.storage.postgresql;

import dev.spanloom.entities.Experiment;
import dev.spanloom.storage.sql.Counters;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of version 1, see {@code docs/spec/sql-layout.md}. Texts compare by bytes, as in
 * SQLite. Never changed once released.
 */
final class PostgresSchemaV1 {
  private static final String TEXT = "text COLLATE \"C\"";

  private static final String AMOUNTS =
      "input_tokens bigint, output_tokens bigint, total_tokens bigint, cache_read_tokens bigint,"
          + " cache_creation_tokens bigint, input_cost double precision, output_cost double precision,"
          + " total_cost double precision";

  /** Sums over rows, and of how many rows they are. */
  private static final String SUMS =
      "count bigint NOT NULL, duration_count bigint NOT NULL, duration_sum_ms double precision NOT NULL,"
          + " usage_count bigint NOT NULL, input_tokens bigint NOT NULL, output_tokens bigint NOT NULL,"
          + " total_tokens bigint NOT NULL, cache_read_count bigint NOT NULL, cache_read_tokens bigint NOT NULL,"
          + " cache_creation_count bigint NOT NULL, cache_creation_tokens bigint NOT NULL,"
          + " cost_count bigint NOT NULL, input_cost double precision NOT NULL,"
          + " output_cost double precision NOT NULL, total_cost double precision NOT NULL, sketch bytea NOT NULL";

  /**
   * For tables whose rows change all the time: a new version of a row finds room on its page, and
   * old versions go soon.
   */
  private static final String OFTEN_CHANGED =
      " WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500)";

  private static final String SOMETIMES_CHANGED =
      " WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02)";

  /** For tables that only grow: index-only scans need pages that are known to be old. */
  private static final String GROWING =
      " WITH (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02)";

  /** Rows come and go at once. */
  private static final String QUEUE =
      " WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)";

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE migrations (version bigint PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())",
          "CREATE TABLE counters (name TEXT PRIMARY KEY, value bigint NOT NULL)" + OFTEN_CHANGED,
          "CREATE TABLE experiments (experiment_id bigint PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
              + " lifecycle_stage TEXT NOT NULL, creation_time bigint NOT NULL, last_update_time bigint NOT NULL, artifact_location TEXT)",
          "CREATE TABLE experiment_tags (experiment_id bigint NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
              + " PRIMARY KEY (experiment_id, key))",
          "INSERT INTO experiments SELECT "
              + Experiment.DEFAULT_ID
              + ", '"
              + Experiment.DEFAULT_NAME
              + "', 'active', now_ms, now_ms"
              + " FROM (SELECT CAST(extract(epoch FROM now()) * 1000 AS bigint) AS now_ms) AS clock",
          "CREATE TABLE traces (trace_no bigint PRIMARY KEY, trace_id TEXT NOT NULL UNIQUE,"
              + " experiment_id bigint NOT NULL, request_time_ms bigint NOT NULL, duration_ms bigint,"
              + " state TEXT NOT NULL, name TEXT, client_request_id TEXT, session_id TEXT, user_name TEXT,"
              + " run_id TEXT, span_count bigint NOT NULL, payload_bytes bigint NOT NULL, assessed bigint NOT NULL,"
              + " archived bigint NOT NULL, blurred bigint NOT NULL, "
              + AMOUNTS
              + ")"
              + SOMETIMES_CHANGED,
          "CREATE INDEX traces_by_time ON traces (experiment_id, request_time_ms DESC, trace_id)",
          "CREATE INDEX traces_by_state ON traces (experiment_id, state, request_time_ms DESC, trace_id)",
          "CREATE INDEX traces_by_duration ON traces (experiment_id, duration_ms)",
          "CREATE INDEX traces_by_session ON traces (experiment_id, "
              + start("session_id")
              + ", request_time_ms) WHERE session_id IS NOT NULL",
          "CREATE INDEX traces_by_user ON traces (experiment_id, "
              + start("user_name")
              + ", request_time_ms) WHERE user_name IS NOT NULL",
          "CREATE INDEX traces_by_request ON traces ("
              + start("client_request_id")
              + ") WHERE client_request_id IS NOT NULL",
          "CREATE INDEX traces_assessed ON traces (experiment_id, request_time_ms) WHERE assessed = 1",
          "CREATE TABLE trace_info (trace_no bigint PRIMARY KEY, said bytea NOT NULL, facts bytea,"
              + " info_bytes bigint NOT NULL)"
              + SOMETIMES_CHANGED,
          "CREATE TABLE spans (trace_no bigint NOT NULL, span_id bigint NOT NULL, parent_id bigint,"
              + " ordinal bigint NOT NULL, chunk_id bigint NOT NULL, position bigint NOT NULL, name TEXT NOT NULL,"
              + " type TEXT, status TEXT NOT NULL, start_ns bigint NOT NULL, end_ns bigint, size_bytes bigint NOT NULL,"
              + " model TEXT, provider TEXT, "
              + AMOUNTS
              + ", PRIMARY KEY (trace_no, span_id))"
              + GROWING,
          "CREATE TABLE chunks (chunk_id bigint PRIMARY KEY, trace_no bigint NOT NULL, live_spans bigint NOT NULL,"
              + " raw_bytes bigint NOT NULL, packed_bytes bigint NOT NULL, archive_id bigint, archive_offset bigint)"
              + GROWING,
          "CREATE INDEX chunks_by_trace ON chunks (trace_no)",
          "CREATE TABLE partitions (partition_no bigint PRIMARY KEY, since_ms bigint NOT NULL)",
          "INSERT INTO partitions VALUES (0, CAST(extract(epoch FROM now()) * 1000 AS bigint))",
          "CREATE TABLE dictionaries (dictionary_id bigint PRIMARY KEY, kind text NOT NULL, created_ms bigint NOT NULL, data bytea NOT NULL)",
          "CREATE TABLE payloads (chunk_id bigint PRIMARY KEY, data bytea NOT NULL) PARTITION BY RANGE (chunk_id)",
          "ALTER TABLE payloads ALTER COLUMN data SET STORAGE EXTERNAL", // is compressed already
          "CREATE TABLE keys (key_id bigint PRIMARY KEY, family TEXT NOT NULL, name TEXT NOT NULL,"
              + " value_count bigint NOT NULL, capped bigint NOT NULL, traces bigint NOT NULL)"
              + OFTEN_CHANGED,
          "CREATE INDEX keys_by_name ON keys USING hash (name)", // which may be long
          "CREATE TABLE terms (key_id bigint NOT NULL, value TEXT NOT NULL, term_id bigint NOT NULL,"
              + " number double precision, cut bigint NOT NULL, traces bigint NOT NULL, PRIMARY KEY (key_id, value))"
              + OFTEN_CHANGED,
          "CREATE INDEX terms_by_id ON terms (term_id)",
          "CREATE INDEX terms_by_number ON terms (key_id, number) WHERE number IS NOT NULL",
          "CREATE TABLE postings (term_id bigint NOT NULL, trace_no bigint NOT NULL, spans bigint NOT NULL,"
              + " PRIMARY KEY (term_id, trace_no) INCLUDE (spans))"
              + GROWING,
          "CREATE TABLE ranges (key_id bigint NOT NULL, trace_no bigint NOT NULL, low double precision NOT NULL,"
              + " high double precision NOT NULL, PRIMARY KEY (key_id, trace_no) INCLUDE (low, high))"
              + GROWING,
          "CREATE TABLE range_blocks (key_id bigint NOT NULL, block bigint NOT NULL, low double precision NOT NULL,"
              + " high double precision NOT NULL, PRIMARY KEY (key_id, block))"
              + OFTEN_CHANGED,
          "CREATE TABLE time_blocks (kind TEXT NOT NULL, block bigint NOT NULL, min_time_ms bigint NOT NULL,"
              + " max_time_ms bigint NOT NULL, PRIMARY KEY (kind, block))"
              + OFTEN_CHANGED,
          "CREATE TABLE assessments (trace_no bigint NOT NULL, position bigint NOT NULL, assessment_id TEXT NOT NULL,"
              + " kind TEXT NOT NULL, name TEXT NOT NULL, valid bigint NOT NULL, value_text TEXT,"
              + " value_number double precision, created_ms bigint NOT NULL, body TEXT NOT NULL,"
              + " PRIMARY KEY (trace_no, position))",
          "CREATE INDEX assessments_by_value ON assessments (kind, "
              + start("name")
              + ", "
              + start("value_text")
              + ", trace_no)",
          "CREATE INDEX assessments_by_number ON assessments (kind, "
              + start("name")
              + ", value_number, trace_no)",
          "CREATE INDEX assessments_by_time ON assessments (" + start("name") + ", created_ms)",
          "CREATE TABLE text_queue (chunk_id bigint PRIMARY KEY, queued_ms bigint NOT NULL)"
              + QUEUE,
          "CREATE TABLE settle_queue (trace_no bigint PRIMARY KEY)" + QUEUE,
          "CREATE TABLE text_segments (segment_id bigint PRIMARY KEY, state bigint NOT NULL, first_chunk bigint NOT NULL,"
              + " last_chunk bigint NOT NULL, chunks bigint NOT NULL, dead bigint NOT NULL, pages bigint NOT NULL,"
              + " merged_into bigint, next_token bigint NOT NULL)"
              + OFTEN_CHANGED,
          "CREATE TABLE text_directory (segment_id bigint NOT NULL, first_token bigint NOT NULL, page_no bigint NOT NULL,"
              + " PRIMARY KEY (segment_id, first_token) INCLUDE (page_no))",
          // two to a page of the server, where they stand as they are
          "CREATE TABLE text_pages (page_no bigint PRIMARY KEY, data bytea NOT NULL) WITH (toast_tuple_target = 4080)",
          "ALTER TABLE text_pages ALTER COLUMN data SET STORAGE EXTERNAL",
          "CREATE TABLE words (word TEXT PRIMARY KEY, grams integer[] NOT NULL)" + GROWING,
          "CREATE INDEX words_by_gram ON words USING gin (grams) WITH (fastupdate = on)",
          "CREATE TABLE trace_rollups (period bigint NOT NULL, experiment_id bigint NOT NULL, bucket bigint NOT NULL,"
              + " name TEXT NOT NULL, state TEXT NOT NULL, "
              + SUMS
              + ", PRIMARY KEY (period, experiment_id, bucket, name, state))"
              + OFTEN_CHANGED,
          "CREATE TABLE span_rollups (period bigint NOT NULL, experiment_id bigint NOT NULL, bucket bigint NOT NULL,"
              + " name TEXT NOT NULL, type TEXT NOT NULL, model TEXT NOT NULL, status TEXT NOT NULL, "
              + SUMS
              + ", PRIMARY KEY (period, experiment_id, bucket, name, type, model, status))"
              + OFTEN_CHANGED,
          "CREATE TABLE rollup_names (kind TEXT NOT NULL, experiment_id bigint NOT NULL, name TEXT NOT NULL,"
              + " PRIMARY KEY (kind, experiment_id, name))",
          "CREATE TABLE archives (archive_id bigint PRIMARY KEY, path TEXT NOT NULL, created_ms bigint NOT NULL,"
              + " traces bigint NOT NULL, bytes bigint NOT NULL)",
          "CREATE TABLE artifacts (artifact_id bigint PRIMARY KEY, path TEXT UNIQUE, trace_id TEXT,"
              + " size_bytes bigint NOT NULL, stored_bytes bigint NOT NULL, created_ms bigint NOT NULL)",
          "CREATE INDEX artifacts_by_trace ON artifacts (trace_id) WHERE trace_id IS NOT NULL",
          "CREATE INDEX artifacts_begun ON artifacts (created_ms) WHERE path IS NULL",
          "CREATE TABLE artifact_pieces (piece_id bigint PRIMARY KEY, data bytea NOT NULL)",
          "ALTER TABLE artifact_pieces ALTER COLUMN data SET STORAGE EXTERNAL"); // is compressed

  static final List<String> STATEMENTS = statements();

  private PostgresSchemaV1() {}

  private static String start(String column) {
    return PostgresDialect.startOf(column);
  }

  private static List<String> statements() {
    List<String> statements = new ArrayList<>();
    statements.add("SET LOCAL client_min_messages TO warning");
    for (String counter :
        List.of(
            Counters.TRACE_NO,
            Counters.CHUNK_ID,
            Counters.KEY_ID,
            Counters.TERM_ID,
            Counters.EXPERIMENT_ID,
            Counters.ARCHIVE_ID,
            Counters.ARTIFACT_ID,
            Counters.TEXT_SEGMENT,
            Counters.TEXT_PAGE)) {
      statements.add("CREATE SEQUENCE " + PostgresDialect.sequence(counter));
    }
    for (String statement : TABLES) {
      statements.add(statement.replace("TEXT", TEXT));
    }
    for (String parent : Partitions.TABLES) {
      String first = new Partitions.Partition(0, 0).table(parent);
      statements.add(
          "CREATE TABLE "
              + first
              + " PARTITION OF "
              + parent
              + " FOR VALUES FROM (0) TO ("
              + (1L << Partitions.SHIFT)
              + ")");
    }
    return List.copyOf(statements);
  }
}
