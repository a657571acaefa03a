package dev.spanloom.storage.memory;

import dev.spanloom.entities.Experiment;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.internal.TraceRules;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What the roles share: everything that is stored, behind one lock. Thread-safe. */
final class Memory {
  private final Contents contents = new Contents();
  private boolean closed;

  /** Everything that is stored. */
  static final class Contents {
    final Map<String, StoredTrace> traces = new HashMap<>();
    final TreeMap<Long, Experiment> experiments = new TreeMap<>();

    StoredTrace requireTrace(String traceId) {
      StoredTrace trace = traces.get(traceId);
      if (trace == null) {
        throw TraceRules.noSuchTrace(traceId);
      }
      return trace;
    }
  }

  Memory() {
    long now = System.currentTimeMillis();
    contents.experiments.put(
        0L,
        new Experiment(
            Experiment.DEFAULT_ID, Experiment.DEFAULT_NAME, Experiment.ACTIVE, now, now, Map.of()));
  }

  /** Runs alone. */
  synchronized <T> T alone(Function<Contents, T> work) {
    if (closed) {
      throw new StorageException(
          "the in-memory store is closed (expected: to be used before close())");
    }
    return work.apply(contents);
  }

  synchronized void close() {
    closed = true;
    contents.traces.clear();
  }
}
