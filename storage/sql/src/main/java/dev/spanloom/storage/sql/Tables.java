package dev.spanloom.storage.sql;

/** The tables that are written in bulk, see {@code docs/spec/sql-layout.md}. */
public final class Tables {
  private static final String[] AMOUNTS = {
    "input_tokens i",
    "output_tokens i",
    "total_tokens i",
    "cache_read_tokens i",
    "cache_creation_tokens i",
    "input_cost r",
    "output_cost r",
    "total_cost r"
  };

  public static final Table TRACES =
      Table.of(
          "traces",
          1,
          with(
              new String[] {
                "trace_no i",
                "trace_id t",
                "experiment_id i",
                "request_time_ms i",
                "duration_ms i",
                "state t",
                "name t",
                "client_request_id t",
                "session_id t",
                "user_name t",
                "run_id t",
                "span_count i",
                "payload_bytes i",
                "assessed i",
                "archived i",
                "blurred i"
              },
              AMOUNTS));

  /** The same table, by the name that clients know; for lookups only. */
  public static final Table TRACE_IDS = Table.of("traces", 1, "trace_id t", "trace_no i");

  public static final Table TRACE_INFO =
      Table.of("trace_info", 1, "trace_no i", "said b", "facts b", "info_bytes i");

  public static final Table SPANS =
      Table.of(
          "spans",
          2,
          with(
              new String[] {
                "trace_no i",
                "span_id i",
                "parent_id i",
                "ordinal i",
                "chunk_id i",
                "position i",
                "name t",
                "type t",
                "status t",
                "start_ns i",
                "end_ns i",
                "size_bytes i",
                "model t",
                "provider t"
              },
              AMOUNTS));

  public static final Table CHUNKS =
      Table.of(
          "chunks",
          1,
          "chunk_id i",
          "trace_no i",
          "live_spans i",
          "raw_bytes i",
          "packed_bytes i",
          "archive_id i",
          "archive_offset i");

  public static final Table PAYLOADS = Table.of("payloads", 1, "chunk_id i", "data b");

  public static final Table KEYS =
      Table.of(
          "keys", 1, "key_id i", "family t", "name t", "value_count i", "capped i", "traces i");

  public static final Table TERMS =
      Table.of("terms", 2, "key_id i", "value t", "term_id i", "number r", "cut i", "traces i");

  public static final Table POSTINGS =
      Table.of("postings", 2, "term_id i", "trace_no i", "spans i");

  /** The postings of the newest traces where the database is spared single ones. */
  public static final Table FRESH_POSTINGS =
      Table.of("fresh_postings", 2, "term_id i", "trace_no i", "spans i");

  public static final Table RANGES =
      Table.of("ranges", 2, "key_id i", "trace_no i", "low r", "high r");

  public static final Table RANGE_BLOCKS =
      Table.of("range_blocks", 2, "key_id i", "block i", "low r", "high r");

  public static final Table TIME_BLOCKS =
      Table.of("time_blocks", 2, "kind t", "block i", "min_time_ms i", "max_time_ms i");

  public static final Table ASSESSMENTS =
      Table.of(
          "assessments",
          2,
          "trace_no i",
          "position i",
          "assessment_id t",
          "kind t",
          "name t",
          "valid i",
          "value_text t",
          "value_number r",
          "created_ms i",
          "body t");

  private static final String[] SUMS = {
    "count i",
    "duration_count i",
    "duration_sum_ms r",
    "usage_count i",
    "input_tokens i",
    "output_tokens i",
    "total_tokens i",
    "cache_read_count i",
    "cache_read_tokens i",
    "cache_creation_count i",
    "cache_creation_tokens i",
    "cost_count i",
    "input_cost r",
    "output_cost r",
    "total_cost r",
    "sketch b"
  };

  public static final Table TRACE_ROLLUPS =
      Table.of(
          "trace_rollups",
          5,
          with(
              new String[] {"period i", "experiment_id i", "bucket i", "name t", "state t"}, SUMS));

  public static final Table SPAN_ROLLUPS =
      Table.of(
          "span_rollups",
          7,
          with(
              new String[] {
                "period i", "experiment_id i", "bucket i", "name t", "type t", "model t", "status t"
              },
              SUMS));

  public static final Table ROLLUP_NAMES =
      Table.of("rollup_names", 3, "kind t", "experiment_id i", "name t");

  public static final Table TEXT_QUEUE = Table.of("text_queue", 1, "chunk_id i", "queued_ms i");

  public static final Table SETTLE_QUEUE = Table.of("settle_queue", 1, "trace_no i");

  private Tables() {}

  private static String[] with(String[] columns, String[] more) {
    String[] all = new String[columns.length + more.length];
    System.arraycopy(columns, 0, all, 0, columns.length);
    System.arraycopy(more, 0, all, columns.length, more.length);
    return all;
  }
}
