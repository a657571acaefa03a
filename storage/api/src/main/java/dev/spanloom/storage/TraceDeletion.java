package dev.spanloom.storage;

import dev.spanloom.entities.MlflowException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deletes traces with all that belongs to them, and returns how many there were. */
public interface TraceDeletion {
  /** Those of the ids that are in the experiment. */
  int deleteByIds(String experimentId, List<String> traceIds);

  /**
   * Those of an experiment that started at a time or before, the oldest first.
   *
   * @param maxTraces at most so many; null for all
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE when maxTraces is
   *     not positive
   */
  int deleteUntil(String experimentId, long maxTimestampMillis, @Nullable Integer maxTraces);

  /**
   * Those that a query finds, in batches: writers and readers go on meanwhile. The query's page is
   * not looked at.
   */
  int deleteMatching(TraceQuery query, Progress progress);

  /** Applies a policy, the oldest traces first, in batches: writers and readers go on meanwhile. */
  RetentionReport retain(RetentionPolicy policy, Progress progress);

  /** Is told of long work. */
  interface Progress {
    Progress NONE = (done, total) -> {};

    /** So many traces are done, of so many; total is -1 while it is unknown. */
    void advanced(long done, long total);
  }

  /** What engines check first: 0 must not come to mean all. */
  static void checkMaxTraces(@Nullable Integer maxTraces) {
    if (maxTraces != null && maxTraces <= 0) {
      throw MlflowException.invalidParameter(
          "max_traces: " + maxTraces + " (expected: a positive number)");
    }
  }
}
