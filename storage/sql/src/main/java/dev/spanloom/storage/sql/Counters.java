package dev.spanloom.storage.sql;

import java.sql.SQLException;

/** Totals of a store, and the last numbers that were given. */
public final class Counters {
  public static final String TRACE_NO = "trace_no";
  public static final String CHUNK_ID = "chunk_id";
  public static final String KEY_ID = "key_id";
  public static final String TERM_ID = "term_id";
  public static final String WORD_ID = "word_id";
  public static final String EXPERIMENT_ID = "experiment_id";
  public static final String ARCHIVE_ID = "archive_id";
  public static final String ARTIFACT_ID = "artifact_id";
  public static final String TEXT_SEGMENT = "text_segment";
  public static final String TEXT_PAGE = "text_page";
  public static final String TRACES = "traces";
  public static final String SPANS = "spans";
  public static final String PAYLOAD_BYTES = "payload_bytes";
  public static final String ARTIFACTS = "artifacts";
  public static final String ARTIFACT_BYTES = "artifact_bytes";

  /** Traces that were deleted and whose entries are still in the index; those are never found. */
  public static final String DANGLING = "dangling";

  /** The last trace whose postings are not among the fresh ones, see {@link Dialect#postings}. */
  public static final String MERGED_POSTINGS = "merged_postings";

  private Counters() {}

  public static void add(Sql sql, String name, long value) throws SQLException {
    if (value != 0) {
      sql.update(
          "INSERT INTO counters (name, value) VALUES (?, ?)"
              + " ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value",
          name,
          value);
    }
  }

  public static void set(Sql sql, String name, long value) throws SQLException {
    sql.update(
        "INSERT INTO counters (name, value) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        value);
  }

  public static long get(Sql sql, String name) throws SQLException {
    return sql.one("SELECT value FROM counters WHERE name = ?", row -> row.getLong(1), name)
        .orElse(0L);
  }
}
