package dev.spanloom.destination;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which traces of an experiment to delete: those of the ids, or those that started at a time or
 * before. Counterpart of the parameters of {@code MlflowClient.delete_traces}.
 *
 * @param experimentId the experiment
 * @param traceIds these traces; empty when a time is given
 * @param maxTimestampMillis started at this time or earlier, milliseconds since the Unix epoch;
 *     null when ids are given
 * @param maxTraces at most so many, the oldest first; null for all
 */
public record TraceDeletion(
    String experimentId,
    List<String> traceIds,
    @Nullable Long maxTimestampMillis,
    @Nullable Integer maxTraces) {
  public TraceDeletion {
    traceIds = List.copyOf(traceIds);
    if (traceIds.isEmpty() == (maxTimestampMillis == null)) {
      throw new IllegalArgumentException(
          "traces to delete: ids "
              + traceIds
              + ", time "
              + maxTimestampMillis
              + " (expected: exactly one of both)");
    }
    if (maxTraces != null && (maxTraces < 1 || maxTimestampMillis == null)) {
      throw new IllegalArgumentException(
          "maxTraces: " + maxTraces + " (expected: > 0, together with a time and not with ids)");
    }
  }

  public static TraceDeletion ofIds(String experimentId, List<String> traceIds) {
    return new TraceDeletion(experimentId, traceIds, null, null);
  }

  public static TraceDeletion until(String experimentId, long maxTimestampMillis) {
    return new TraceDeletion(experimentId, List.of(), maxTimestampMillis, null);
  }
}
