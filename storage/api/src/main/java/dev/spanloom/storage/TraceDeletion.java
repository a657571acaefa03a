package dev.spanloom.storage;

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
   */
  int deleteUntil(String experimentId, long maxTimestampMillis, @Nullable Integer maxTraces);
}
