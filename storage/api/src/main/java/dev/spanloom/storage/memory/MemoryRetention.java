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
    long count = 0;
    long bytes = 0;
    for (MemoryTrace trace : newestFirst) {
      count++;
      bytes += storedBytes(trace);
      if (isBeyond(policy, trace, count, bytes)) {
        if (policy.keepAssessed() && !trace.info().assessments().isEmpty()) {
          keptAssessed++;
        } else {
          delete(trace);
        }
      }
    }
    return new RetentionReport(deleted, spans, payloadBytes, keptAssessed);
  }

  /** Whether a trace goes that with all newer ones is so many traces of so many bytes. */
  private static boolean isBeyond(
      RetentionPolicy policy, MemoryTrace trace, long count, long bytes) {
    Long oldest = policy.olderThanUnixMillis();
    Long maxTraces = policy.maxTraces();
    Long maxBytes = policy.maxBytes();
    return (oldest != null && trace.info().requestTimeUnixMillis() < oldest)
        || (maxTraces != null && count > maxTraces)
        || (maxBytes != null && bytes > maxBytes);
  }

  private long storedBytes(MemoryTrace trace) {
    return trace.payloadBytes() + traces.artifactBytes(trace.traceId());
  }

  private void delete(MemoryTrace trace) {
    deleted++;
    spans += trace.spans().size();
    payloadBytes += storedBytes(trace);
    traces.remove(trace);
  }
}
