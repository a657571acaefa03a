package dev.spanloom.storage.sql.rollup;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.storage.internal.metrics.LatencySketch;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a row of roll-ups, or what is to be added to them: then with negative numbers
 * where more is taken off than added. Not thread-safe.
 */
final class RollupSums {
  /** The columns, in the order of {@link #read} and {@link #put}. */
  static final String COLUMNS =
      "count, duration_count, duration_sum_ms, usage_count, input_tokens, output_tokens,"
          + " total_tokens, cache_read_count, cache_read_tokens, cache_creation_count,"
          + " cache_creation_tokens, cost_count, input_cost, output_cost, total_cost, sketch";

  private static final double MAX_COST = 1e300;

  private long count;
  private long durationCount;
  private double durationSumMillis;
  private long usageCount;
  private long inputTokens;
  private long outputTokens;
  private long totalTokens;
  private long cacheReadCount;
  private long cacheReadTokens;
  private long cacheCreationCount;
  private long cacheCreationTokens;
  private long costCount;
  private double inputCost;
  private double outputCost;
  private double totalCost;
  private final LatencySketch sketch = new LatencySketch();

  /**
   * Adds a trace or a span, or takes it off.
   *
   * @param sign 1 or -1
   */
  void add(
      @Nullable Double durationMillis,
      @Nullable TokenUsage usage,
      @Nullable LlmCost cost,
      int sign) {
    count += sign;
    if (durationMillis != null) {
      durationCount += sign;
      durationSumMillis += sign * durationMillis;
      sketch.add(durationMillis, sign);
    }
    if (usage != null) {
      add(usage, sign);
    }
    if (cost != null && isFinite(cost)) {
      costCount += sign;
      inputCost += sign * cost.inputCost();
      outputCost += sign * cost.outputCost();
      totalCost += sign * cost.totalCost();
    }
  }

  /** One that is not would swallow all others, and could not be taken off again. */
  private static boolean isFinite(LlmCost cost) {
    return Math.abs(cost.inputCost()) <= MAX_COST
        && Math.abs(cost.outputCost()) <= MAX_COST
        && Math.abs(cost.totalCost()) <= MAX_COST;
  }

  private void add(TokenUsage usage, int sign) {
    usageCount += sign;
    inputTokens += sign * usage.inputTokens();
    outputTokens += sign * usage.outputTokens();
    totalTokens += sign * usage.totalTokens();
    if (usage.cacheReadInputTokens() != null) {
      cacheReadCount += sign;
      cacheReadTokens += sign * usage.cacheReadInputTokens();
    }
    if (usage.cacheCreationInputTokens() != null) {
      cacheCreationCount += sign;
      cacheCreationTokens += sign * usage.cacheCreationInputTokens();
    }
  }

  void add(RollupSums other) {
    count += other.count;
    durationCount += other.durationCount;
    durationSumMillis += other.durationSumMillis;
    usageCount += other.usageCount;
    inputTokens += other.inputTokens;
    outputTokens += other.outputTokens;
    totalTokens += other.totalTokens;
    cacheReadCount += other.cacheReadCount;
    cacheReadTokens += other.cacheReadTokens;
    cacheCreationCount += other.cacheCreationCount;
    cacheCreationTokens += other.cacheCreationTokens;
    costCount += other.costCount;
    inputCost += other.inputCost;
    outputCost += other.outputCost;
    totalCost += other.totalCost;
    sketch.add(other.sketch);
  }

  /** Leaves out the rest of sums of fractions when there is nothing that they are sums of. */
  void dropRests() {
    durationSumMillis = durationCount == 0 ? 0 : durationSumMillis;
    if (costCount == 0) {
      inputCost = 0;
      outputCost = 0;
      totalCost = 0;
    }
  }

  /** True when there is no trace and no span in it any more. */
  boolean isEmpty() {
    return count <= 0;
  }

  /** True when adding it changes nothing. */
  boolean changesNothing() {
    return count == 0
        && durationCount == 0
        && durationSumMillis == 0
        && usageCount == 0
        && inputTokens == 0
        && outputTokens == 0
        && totalTokens == 0
        && cacheReadCount == 0
        && cacheReadTokens == 0
        && cacheCreationCount == 0
        && cacheCreationTokens == 0
        && costCount == 0
        && inputCost == 0
        && outputCost == 0
        && totalCost == 0
        && sketch.isEmpty();
  }

  /** Reads {@link #COLUMNS}; the first of them is the one given. */
  static RollupSums read(ResultSet row, int column) throws SQLException {
    RollupSums sums = new RollupSums();
    sums.count = row.getLong(column);
    sums.durationCount = row.getLong(column + 1);
    sums.durationSumMillis = row.getDouble(column + 2);
    sums.usageCount = row.getLong(column + 3);
    sums.inputTokens = row.getLong(column + 4);
    sums.outputTokens = row.getLong(column + 5);
    sums.totalTokens = row.getLong(column + 6);
    sums.cacheReadCount = row.getLong(column + 7);
    sums.cacheReadTokens = row.getLong(column + 8);
    sums.cacheCreationCount = row.getLong(column + 9);
    sums.cacheCreationTokens = row.getLong(column + 10);
    sums.costCount = row.getLong(column + 11);
    sums.inputCost = row.getDouble(column + 12);
    sums.outputCost = row.getDouble(column + 13);
    sums.totalCost = row.getDouble(column + 14);
    sums.sketch.addEncoded(row.getBytes(column + 15));
    return sums;
  }

  /** Puts {@link #COLUMNS} into a row. */
  void put(@Nullable Object[] row, int column) {
    row[column] = count;
    row[column + 1] = durationCount;
    row[column + 2] = durationSumMillis;
    row[column + 3] = usageCount;
    row[column + 4] = inputTokens;
    row[column + 5] = outputTokens;
    row[column + 6] = totalTokens;
    row[column + 7] = cacheReadCount;
    row[column + 8] = cacheReadTokens;
    row[column + 9] = cacheCreationCount;
    row[column + 10] = cacheCreationTokens;
    row[column + 11] = costCount;
    row[column + 12] = inputCost;
    row[column + 13] = outputCost;
    row[column + 14] = totalCost;
    row[column + 15] = sketch.encode();
  }
}
