package dev.spanloom.storage.sql.rollup;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * What a trace adds to the roll-ups.
 *
 * @param state the name of its state
 */
public record TracePoint(
    long experimentId,
    long requestTimeMillis,
    @Nullable String name,
    String state,
    @Nullable Long durationMillis,
    @Nullable TokenUsage usage,
    @Nullable LlmCost cost) {}
