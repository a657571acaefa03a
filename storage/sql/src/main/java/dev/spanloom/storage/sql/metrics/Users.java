package dev.spanloom.storage.sql.metrics;

import dev.spanloom.query.OrderValues;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.UserTotals;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.search.Condition;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The users with the most traces: first how many each has, then the totals of those wanted. Not
 * thread-safe.
 */
final class Users {
  private static final Comparator<Map.Entry<String, Long>> BUSIEST_FIRST =
      Comparator.comparingLong((Map.Entry<String, Long> user) -> user.getValue())
          .reversed()
          .thenComparing(Map.Entry::getKey, OrderValues::compareTexts);

  private final Sql sql;
  private final Selection selection;
  private final TraceQuery query;

  Users(Sql sql, Selection selection, TraceQuery query) {
    this.sql = sql;
    this.selection = selection;
    this.query = query;
  }

  /** The totals of a user and the number of sessions. */
  private record Sums(Totals totals, long sessions) {
    Sums plus(Sums other) {
      return new Sums(totals.plus(other.totals), sessions + other.sessions);
    }
  }

  List<UserTotals> most() throws SQLException {
    Condition traces = selection.matching(sql, query.experimentIds(), query.filter());
    Map<String, Long> counts = new HashMap<>();
    SqlText text =
        new SqlText()
            .add("SELECT t.user_name, COUNT(*) FROM traces t WHERE ")
            .add(traces)
            .add(" AND t.user_name IS NOT NULL GROUP BY t.user_name");
    sql.visit(
        text.text(),
        row -> counts.put(row.getString(1), row.getLong(2)) == null,
        text.parameters());
    return totals(
        traces,
        counts.entrySet().stream()
            .sorted(BUSIEST_FIRST)
            .limit(query.maxResults())
            .map(Map.Entry::getKey)
            .toList());
  }

  private List<UserTotals> totals(Condition traces, List<String> busiest) throws SQLException {
    Map<String, Sums> sums = new HashMap<>();
    SqlText text =
        new SqlText()
            .add("SELECT t.user_name, t.session_id, " + Totals.COLUMNS + " FROM traces t WHERE ")
            .add(traces)
            .add(" AND ")
            .add(selection.among("t.user_name", busiest))
            .add(" GROUP BY t.user_name, t.session_id");
    sql.visit(
        text.text(),
        row -> {
          String session = row.getString(2);
          sums.merge(
              row.getString(1), new Sums(Totals.read(row, 3), session == null ? 0 : 1), Sums::plus);
          return true;
        },
        text.parameters());
    return busiest.stream().map(user -> totals(user, sums.get(user))).toList();
  }

  private static UserTotals totals(String user, @Nullable Sums sums) {
    if (sums == null) {
      throw new IllegalStateException("user without traces: " + user);
    }
    Totals totals = sums.totals;
    return new UserTotals(
        user,
        totals.traces(),
        totals.errors(),
        sums.sessions,
        totals.lastTimeMillis(),
        totals.usage(),
        totals.cost());
  }
}
