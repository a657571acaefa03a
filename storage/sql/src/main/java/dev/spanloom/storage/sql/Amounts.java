package dev.spanloom.storage.sql;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.TokenUsage;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The eight columns of tokens and cost; all empty where a thing is unknown. */
public final class Amounts {
  /** The columns, in the order in which they are read and written. */
  public static final String COLUMNS =
      "input_tokens, output_tokens, total_tokens, cache_read_tokens, cache_creation_tokens,"
          + " input_cost, output_cost, total_cost";

  private Amounts() {}

  /** Reads tokens; the first of the columns is the one given. */
  public static @Nullable TokenUsage usage(ResultSet row, int column) throws SQLException {
    Long input = Sql.longOrNull(row, column);
    return input == null
        ? null
        : new TokenUsage(
            input,
            row.getLong(column + 1),
            row.getLong(column + 2),
            Sql.longOrNull(row, column + 3),
            Sql.longOrNull(row, column + 4));
  }

  /** Reads the cost; the first of all eight columns is the one given. */
  public static @Nullable LlmCost cost(ResultSet row, int column) throws SQLException {
    Double input = Sql.doubleOrNull(row, column + 5);
    return input == null
        ? null
        : new LlmCost(input, row.getDouble(column + 6), row.getDouble(column + 7));
  }

  /** Puts all eight into a row. */
  public static void put(
      @Nullable Object[] row, int column, @Nullable TokenUsage usage, @Nullable LlmCost cost) {
    if (usage != null) {
      row[column] = usage.inputTokens();
      row[column + 1] = usage.outputTokens();
      row[column + 2] = usage.totalTokens();
      row[column + 3] = usage.cacheReadInputTokens();
      row[column + 4] = usage.cacheCreationInputTokens();
    }
    if (cost != null) {
      row[column + 5] = cost.inputCost();
      row[column + 6] = cost.outputCost();
      row[column + 7] = cost.totalCost();
    }
  }
}
