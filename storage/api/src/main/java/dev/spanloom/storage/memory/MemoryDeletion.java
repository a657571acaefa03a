package dev.spanloom.storage.memory;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.RetentionPolicy;
import dev.spanloom.storage.RetentionReport;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.TraceQuery;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Deletes traces, each call all at once. Thread-safe. */
final class MemoryDeletion implements TraceDeletion {
  private static final Comparator<MemoryTrace> OLDEST_FIRST =
      Comparator.comparing(
          MemoryTrace::info,
          Comparator.comparingLong(TraceInfo::requestTimeUnixMillis)
              .thenComparing(TraceInfo::traceId));

  private final MemoryTraces traces;
  private final MemorySelection selection;

  MemoryDeletion(MemoryTraces traces) {
    this.traces = traces;
    this.selection = new MemorySelection(traces);
  }

  @Override
  public int deleteByIds(String experimentId, List<String> traceIds) {
    return traces.locked(
        () ->
            delete(
                traceIds.stream()
                    .distinct()
                    .map(traces::find)
                    .filter(Objects::nonNull)
                    .filter(trace -> experimentId.equals(trace.info().experimentId()))
                    .toList()));
  }

  @Override
  public int deleteUntil(
      String experimentId, long maxTimestampMillis, @Nullable Integer maxTraces) {
    TraceDeletion.checkMaxTraces(maxTraces);
    return traces.locked(
        () ->
            delete(
                selection.in(List.of(experimentId)).stream()
                    .filter(trace -> trace.info().requestTimeUnixMillis() <= maxTimestampMillis)
                    .sorted(OLDEST_FIRST)
                    .limit(maxTraces == null ? Long.MAX_VALUE : maxTraces)
                    .toList()));
  }

  @Override
  public int deleteMatching(TraceQuery query, Progress progress) {
    return traces.locked(
        () -> {
          int deleted = delete(selection.found(query));
          progress.advanced(deleted, deleted);
          return deleted;
        });
  }

  private int delete(List<MemoryTrace> doomed) {
    doomed.forEach(traces::remove);
    return doomed.size();
  }

  @Override
  public RetentionReport retain(RetentionPolicy policy, Progress progress) {
    return traces.locked(
        () -> {
          RetentionReport report = new MemoryRetention(traces, selection).apply(policy);
          progress.advanced(report.traces(), report.traces());
          return report;
        });
  }
}
