package dev.spanloom.storage;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * What the traces of a session come to.
 *
 * @param sessionId the metadata {@code mlflow.trace.session}
 * @param turns how many traces
 * @param errors how many of them failed
 * @param firstTimeUnixMillis when the first one started
 * @param lastTimeUnixMillis when the last one started
 * @param durationMillis the sum of the durations that are known
 * @param usage the tokens; null when no trace says
 * @param cost the cost; null when no trace says
 * @param user of the latest trace that names one; null when none does
 */
public record SessionTotals(
    String sessionId,
    long turns,
    long errors,
    long firstTimeUnixMillis,
    long lastTimeUnixMillis,
    long durationMillis,
    @Nullable TokenUsage usage,
    @Nullable LlmCost cost,
    @Nullable String user) {}
