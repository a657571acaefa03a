package dev.spanloom.storage;

import dev.spanloom.entities.MlflowException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which traces of an experiment to remove: those of given ids, or the oldest up to a time.
 *
 * @param traceIds null when they are selected by time
 * @param maxTimeUnixMillis request times up to and including this; null when they are selected by
 *     id
 * @param maxTraces at most this many, the oldest first; null for all
 */
public record TraceSelection(
    String experimentId,
    @Nullable List<String> traceIds,
    @Nullable Long maxTimeUnixMillis,
    @Nullable Integer maxTraces) {
  /**
   * @throws MlflowException with INVALID_PARAMETER_VALUE unless there is either a list of ids or a
   *     time, and a positive count only with a time
   */
  public TraceSelection {
    Objects.requireNonNull(experimentId, "experimentId");
    if ((traceIds == null) == (maxTimeUnixMillis == null)) {
      throw MlflowException.invalidParameter(
          "traces to delete: "
              + (traceIds == null ? "neither" : "both")
              + " max_timestamp_millis and trace_ids (expected: one of them)");
    }
    if (maxTraces != null && traceIds != null) {
      throw MlflowException.invalidParameter(
          "max_traces together with trace_ids (expected: only with max_timestamp_millis)");
    }
    if (maxTraces != null && maxTraces <= 0) {
      throw MlflowException.invalidParameter(
          "max_traces: " + maxTraces + " (expected: a positive number)");
    }
    traceIds = traceIds == null ? null : List.copyOf(traceIds);
  }

  public static TraceSelection ofIds(String experimentId, Collection<String> traceIds) {
    return new TraceSelection(experimentId, List.copyOf(traceIds), null, null);
  }

  public static TraceSelection upTo(String experimentId, long maxTimeUnixMillis) {
    return new TraceSelection(experimentId, null, maxTimeUnixMillis, null);
  }

  /** Only the oldest of those that are selected by time. */
  public TraceSelection atMost(int traces) {
    return new TraceSelection(experimentId, traceIds, maxTimeUnixMillis, traces);
  }
}
