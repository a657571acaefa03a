package dev.spanloom.storage.sql.search;

import dev.spanloom.query.Field;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Large traces that are being written: the sums of their spans, tokens and cost, come a little
 * later into {@code traces}. Not thread-safe.
 */
final class Unsettled {
  /** That {@code t} is one of them. */
  static final Expr CONDITION =
      Expr.of("EXISTS (SELECT 1 FROM settle_queue q WHERE q.trace_no = t.trace_no)");

  private final Sql sql;
  private @Nullable Set<Long> traceNos;

  Unsettled(Sql sql) {
    this.sql = sql;
  }

  /** Whether there are any; mostly there are not. */
  boolean any() throws SQLException {
    return !traceNos().isEmpty();
  }

  Set<Long> traceNos() throws SQLException {
    Set<Long> known = traceNos;
    if (known == null) {
      known = new HashSet<>(sql.list("SELECT trace_no FROM settle_queue", row -> row.getLong(1)));
      traceNos = known;
    }
    return known;
  }

  /** Whether a field is such a sum. */
  static boolean isSum(Field field) {
    return field instanceof TraceField trace
        && switch (trace) {
          case INPUT_TOKENS,
              OUTPUT_TOKENS,
              TOTAL_TOKENS,
              CACHE_READ_INPUT_TOKENS,
              CACHE_CREATION_INPUT_TOKENS,
              INPUT_COST,
              OUTPUT_COST,
              TOTAL_COST ->
              true;
          default -> false;
        };
  }
}
