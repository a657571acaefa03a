package dev.spanloom.storage.sql.metrics;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What traces come to that share something; summed up by the database, added up here. */
record Totals(
    long traces,
    long errors,
    long firstTimeMillis,
    long lastTimeMillis,
    long durationMillis,
    @Nullable TokenUsage usage,
    @Nullable LlmCost cost) {
  /** What {@link #read} reads, over rows {@code t}. */
  static final String COLUMNS =
      "COUNT(*), SUM(CASE WHEN t.state = 'ERROR' THEN 1 ELSE 0 END), MIN(t.request_time_ms),"
          + " MAX(t.request_time_ms), SUM(t.duration_ms), SUM(t.input_tokens),"
          + " SUM(t.output_tokens), SUM(t.total_tokens), SUM(t.cache_read_tokens),"
          + " SUM(t.cache_creation_tokens), SUM(t.input_cost), SUM(t.output_cost),"
          + " SUM(t.total_cost)";

  static Totals read(ResultSet row, int column) throws SQLException {
    Long input = Sql.longOrNull(row, column + 5);
    Double inputCost = Sql.doubleOrNull(row, column + 10);
    return new Totals(
        row.getLong(column),
        row.getLong(column + 1),
        row.getLong(column + 2),
        row.getLong(column + 3),
        row.getLong(column + 4),
        input == null
            ? null
            : new TokenUsage(
                input,
                row.getLong(column + 6),
                row.getLong(column + 7),
                Sql.longOrNull(row, column + 8),
                Sql.longOrNull(row, column + 9)),
        inputCost == null
            ? null
            : new LlmCost(inputCost, row.getDouble(column + 11), row.getDouble(column + 12)));
  }

  Totals plus(Totals other) {
    return new Totals(
        traces + other.traces,
        errors + other.errors,
        Math.min(firstTimeMillis, other.firstTimeMillis),
        Math.max(lastTimeMillis, other.lastTimeMillis),
        durationMillis + other.durationMillis,
        usage == null || other.usage == null
            ? (usage == null ? other.usage : usage)
            : usage.plus(other.usage),
        cost == null || other.cost == null
            ? (cost == null ? other.cost : cost)
            : cost.plus(other.cost));
  }
}
