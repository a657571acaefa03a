package dev.spanloom.storage.sql;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * What a span adds to the roll-ups.
 *
 * @param status the name of its status code
 */
record SpanPoint(
    long experimentId,
    long startNanos,
    @Nullable Long endNanos,
    String name,
    @Nullable String type,
    @Nullable String model,
    String status,
    @Nullable TokenUsage usage,
    @Nullable LlmCost cost) {}
