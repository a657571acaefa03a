package dev.spanloom.storage;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * What the traces of a user come to.
 *
 * @param user the metadata {@code mlflow.trace.user}
 * @param usage the tokens; null when no trace says
 * @param cost the cost; null when no trace says
 */
public record UserTotals(
    String user,
    long traces,
    long errors,
    long sessions,
    long lastTimeUnixMillis,
    @Nullable TokenUsage usage,
    @Nullable LlmCost cost) {}
