package dev.spanloom.storage.memory;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What traces come to that share something.
 *
 * @param lastTimeUnixMillis when the last one started
 * @param usage null when no trace says
 * @param cost null when no trace says
 */
record MemoryTotals(
    long traces,
    long errors,
    long firstTimeUnixMillis,
    long lastTimeUnixMillis,
    long durationMillis,
    @Nullable TokenUsage usage,
    @Nullable LlmCost cost) {
  static MemoryTotals of(List<MemoryTrace> traces) {
    List<TraceInfo> infos = traces.stream().map(MemoryTrace::info).toList();
    return new MemoryTotals(
        infos.size(),
        infos.stream().filter(info -> info.state() == TraceState.ERROR).count(),
        infos.stream().mapToLong(TraceInfo::requestTimeUnixMillis).min().orElse(0),
        infos.stream().mapToLong(TraceInfo::requestTimeUnixMillis).max().orElse(0),
        infos.stream()
            .map(TraceInfo::executionDurationMillis)
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .sum(),
        infos.stream().flatMap(i -> i.tokenUsage().stream()).reduce(TokenUsage::plus).orElse(null),
        infos.stream().flatMap(i -> i.cost().stream()).reduce(LlmCost::plus).orElse(null));
  }
}
