package dev.spanloom.storage.memory;

import dev.spanloom.storage.RetentionPolicy;
import dev.spanloom.storage.RetentionReport;
import java.util.List;

/** One run of a retention policy. To be used under the lock. */
final class MemoryRetention {
  private final MemoryTraces traces;
  private final MemorySelection selection;

  private long deleted;
  private long spans;
  private long payloadBytes;
  private long keptAssessed;

  MemoryRetention(MemoryTraces traces, MemorySelection selection) {
    this.traces = traces;
    this.selection = selection;
  }

  RetentionReport apply(RetentionPolicy policy) {
    Matching only = new Matching(policy.only());
    List<MemoryTrace> newestFirst =
        (policy.experimentIds().isEmpty() ? selection.all() : selection.in(policy.experimentIds()))
            .stream().filter(only::matches).sorted(MemorySelection.NEWEST_FIRST).toList();
    long stored = newestFirst.stream().mapToLong(MemoryTrace::payloadBytes).sum();
    for (int rank = newestFirst.size() - 1; rank >= 0; rank--) {
      MemoryTrace trace = newestFirst.get(rank);
      if (isBeyond(policy, trace, rank, stored)) {
        if (policy.keepAssessed() && !trace.info().assessments().isEmpty()) {
          keptAssessed++;
        } else {
          stored -= trace.payloadBytes();
          delete(trace);
        }
      }
    }
    return new RetentionReport(deleted, spans, payloadBytes, keptAssessed);
  }

  private static boolean isBeyond(
      RetentionPolicy policy, MemoryTrace trace, int rank, long storedBytes) {
    Long oldest = policy.olderThanUnixMillis();
    Long maxTraces = policy.maxTraces();
    Long maxBytes = policy.maxBytes();
    return (oldest != null && trace.info().requestTimeUnixMillis() < oldest)
        || (maxTraces != null && rank >= maxTraces)
        || (maxBytes != null && storedBytes > maxBytes);
  }

  private void delete(MemoryTrace trace) {
    deleted++;
    spans += trace.spans().size();
    payloadBytes += trace.payloadBytes();
    traces.remove(trace);
  }
}
