package dev.spanloom.storage.sql.store;

import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** All traces that a query finds, whatever its page. */
interface Matching {
  /** Passes on numbers of traces, newest first, until the visitor says false. */
  void visit(Sql sql, TraceQuery query, LongPredicate visitor) throws SQLException;

  /** All numbers, newest first. */
  default List<Long> all(Sql sql, TraceQuery query) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    visit(
        sql,
        query,
        number -> {
          numbers.add(number);
          return true;
        });
    return numbers;
  }
}
