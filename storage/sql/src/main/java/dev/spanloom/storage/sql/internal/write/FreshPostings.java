package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.storage.sql.Counters;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Table;
import java.sql.SQLException;
import java.util.List;

/**
 * The postings of the newest traces, which have a small table of their own where the database wants
 * it, see {@link Dialect#postings}: in the large one those of a trace are a page each, in the small
 * one they are a few. All traces up to a number have theirs in the large table. Searches look into
 * both. Not thread-safe: of the writer.
 */
final class FreshPostings {
  /** So many are moved even if they are of fewer traces than the database wants. */
  private static final int FULL_ROWS = 30_000;

  /** So many traces in one transaction are as cheap in the large table. */
  private static final int MANY_TRACES = 100;

  private final List<Table> tables;
  private final int mostTraces;

  /** Of this process, since it moved some. */
  private int rows;

  FreshPostings(Dialect dialect) {
    this.tables = dialect.postings();
    this.mostTraces = dialect.freshTraces();
  }

  List<Table> tables() {
    return tables;
  }

  /** The last trace whose postings are in the large table. */
  long merged(Sql sql) throws SQLException {
    return tables.size() == 1 ? Long.MAX_VALUE : Counters.get(sql, Counters.MERGED_POSTINGS);
  }

  /**
   * Has the postings of all traces so far, those of this transaction among them, go to the large
   * table: many at once are cheap there. Only where nothing is fresh, which this finds out; else it
   * does nothing.
   *
   * @param newTraces how many traces the transaction adds
   */
  void skipFor(Sql sql, int newTraces) throws SQLException {
    if (tables.size() > 1
        && newTraces >= MANY_TRACES
        && sql.one("SELECT 1 FROM " + tables.get(1).name() + " LIMIT 1", row -> true).isEmpty()) {
      Counters.set(sql, Counters.MERGED_POSTINGS, Counters.get(sql, Counters.TRACE_NO));
    }
  }

  /** Takes note of new rows. */
  void added(Table table, int count) {
    rows += tables.size() > 1 && table.equals(tables.get(1)) ? count : 0;
  }

  /** Whether this process has added as many as are moved at once. */
  boolean isFull() {
    return rows >= FULL_ROWS;
  }

  /** Whether there are so many that they are to be moved, whoever added them. */
  boolean isFull(Sql sql) throws SQLException {
    return tables.size() > 1
        && (isFull() || Counters.get(sql, Counters.TRACE_NO) - merged(sql) >= mostTraces);
  }

  /** Moves all to the large table. Within a transaction. */
  void merge(Sql sql) throws SQLException {
    if (tables.size() > 1) {
      sql.move(tables.get(1), tables.get(0));
      Counters.set(sql, Counters.MERGED_POSTINGS, Counters.get(sql, Counters.TRACE_NO));
    }
    rows = 0;
  }
}
