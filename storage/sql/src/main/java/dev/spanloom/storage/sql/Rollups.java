package dev.spanloom.storage.sql;

import java.sql.SQLException;

/**
 * Collects what a transaction changes of the roll-ups per minute and hour, and writes it at its
 * end, each row once. Not thread-safe; one per transaction.
 */
final class Rollups {
  void add(TracePoint point) {}

  void remove(TracePoint point) {}

  void add(SpanPoint point) {}

  void remove(SpanPoint point) {}

  /** Adds what was collected to the stored rows, in the order of their keys. */
  void flush(Sql sql) throws SQLException {}
}
