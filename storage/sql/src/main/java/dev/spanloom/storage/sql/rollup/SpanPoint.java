package dev.spanloom.storage.sql.rollup;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * What a span adds to the roll-ups.
 *
 * @param status the name of its status code
 */
public record SpanPoint(
    long experimentId,
    long startNanos,
    @Nullable Long endNanos,
    String name,
    @Nullable String type,
    @Nullable String model,
    String status,
    @Nullable TokenUsage usage,
    @Nullable LlmCost cost) {
  /** With fractions, never negative; null while the span runs. */
  @Nullable Double durationMillis() {
    return endNanos == null ? null : Double.valueOf(Math.max(0, endNanos - startNanos) / 1e6);
  }
}
