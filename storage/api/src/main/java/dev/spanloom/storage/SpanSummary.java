package dev.spanloom.storage;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * A span without its payload.
 *
 * @param spanId 16 lower-case hex digits
 * @param parentId null for a root
 * @param type null when the span says none
 * @param endTimeUnixNanos null while it runs
 * @param model the model that it called; null when unknown
 * @param usage its own tokens; null when unknown
 * @param cost its own cost; null when unknown
 */
public record SpanSummary(
    String spanId,
    @Nullable String parentId,
    String name,
    @Nullable String type,
    SpanStatusCode status,
    long startTimeUnixNanos,
    @Nullable Long endTimeUnixNanos,
    @Nullable String model,
    @Nullable TokenUsage usage,
    @Nullable LlmCost cost) {}
