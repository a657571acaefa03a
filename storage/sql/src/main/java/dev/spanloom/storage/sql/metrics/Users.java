package dev.spanloom.storage.sql.metrics;

import dev.spanloom.query.OrderValues;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.UserTotals;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The users with the most traces: first how many each has, then the totals of the first. */
final class Users {
  private final Sql sql;
  private final Selection selection;
  private final TraceQuery query;

  Users(Sql sql, Selection selection, TraceQuery query) {
    this.sql = sql;
    this.selection = selection;
    this.query = query;
  }

  List<UserTotals> most() throws SQLException {
    List<SqlCondition> parts =
        selection.parts(sql, Selection.numbers(query.experimentIds()), query.filter());
    Map<String, Long> counts = new HashMap<>();
    for (SqlCondition part : parts) {
      SqlText text =
          new SqlText()
              .add("SELECT t.user_name, COUNT(*) FROM traces t WHERE ")
              .add(part)
              .add(" AND t.user_name IS NOT NULL GROUP BY t.user_name");
      sql.visit(
          text.text(),
          row -> {
            counts.merge(row.getString(1), row.getLong(2), Long::sum);
            return true;
          },
          text.parameters());
    }
    List<String> busiest =
        counts.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Long> user) -> user.getValue())
                    .reversed()
                    .thenComparing(Map.Entry::getKey, OrderValues::compareTexts))
            .limit(query.maxResults())
            .map(Map.Entry::getKey)
            .toList();
    return totals(parts, busiest);
  }

  private List<UserTotals> totals(List<SqlCondition> parts, List<String> busiest)
      throws SQLException {
    if (busiest.isEmpty()) {
      return List.of();
    }
    SqlCondition among = selection.amongTexts("t.user_name", busiest);
    Map<String, Totals> totals = new HashMap<>();
    Map<String, Set<String>> sessions = new HashMap<>();
    for (SqlCondition part : parts) {
      SqlText sums =
          new SqlText()
              .add("SELECT t.user_name, " + Totals.COLUMNS + " FROM traces t WHERE ")
              .add(part)
              .add(" AND ")
              .add(among)
              .add(" GROUP BY t.user_name");
      sql.visit(
          sums.text(),
          row -> {
            totals.merge(row.getString(1), Totals.read(row, 2), Totals::plus);
            return true;
          },
          sums.parameters());
      SqlText pairs =
          new SqlText()
              .add("SELECT DISTINCT t.user_name, t.session_id FROM traces t WHERE ")
              .add(part)
              .add(" AND ")
              .add(among)
              .add(" AND t.session_id IS NOT NULL");
      sql.visit(
          pairs.text(),
          row ->
              sessions
                      .computeIfAbsent(row.getString(1), user -> new HashSet<>())
                      .add(row.getString(2))
                  || true,
          pairs.parameters());
    }
    return busiest.stream()
        .map(user -> totals(user, totals, sessions.getOrDefault(user, Set.of()).size()))
        .toList();
  }

  private static UserTotals totals(String user, Map<String, Totals> totals, long sessions) {
    Totals sums = totals.get(user);
    if (sums == null) {
      throw new IllegalStateException("user without traces: " + user);
    }
    return new UserTotals(
        user,
        sums.traces(),
        sums.errors(),
        sessions,
        sums.lastTimeMillis(),
        sums.usage(),
        sums.cost());
  }
}
