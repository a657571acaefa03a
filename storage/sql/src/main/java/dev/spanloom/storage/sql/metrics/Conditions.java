package dev.spanloom.storage.sql.metrics;

import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;

/** Says in SQL which traces a query finds. Thread-safe. */
public interface Conditions {
  /**
   * A condition on a row {@code t} of traces: true of exactly the traces that the query finds on
   * all its pages, as they are within this transaction.
   */
  SqlCondition of(Sql sql, TraceQuery query) throws SQLException;
}
