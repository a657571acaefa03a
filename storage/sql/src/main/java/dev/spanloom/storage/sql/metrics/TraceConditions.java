package dev.spanloom.storage.sql.metrics;

import dev.spanloom.query.Filter;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Says which traces a filter is true of. Thread-safe. */
public interface TraceConditions {
  /**
   * A condition on a row {@code t} of traces that is true of exactly the traces that the filter is
   * true of; empty when SQL alone cannot say it.
   *
   * @param experimentIds the numbers of the experiments that are looked at; the condition need not
   *     look at them again
   */
  Optional<SqlCondition> exactly(Sql sql, List<Long> experimentIds, Filter filter)
      throws SQLException;

  /** Gives the numbers of all traces of the experiments that a filter is true of, in any order. */
  void visitMatching(Sql sql, List<Long> experimentIds, Filter filter, LongConsumer visitor)
      throws SQLException;
}
