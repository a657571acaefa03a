package dev.spanloom.internal.export;

import java.util.Map;

/**
 * The counts of one destination.
 *
 * @param uri without login
 * @param written spans it has taken
 * @param dropped spans given up, by reason
 * @param attachmentsWritten attachments it has taken
 * @param attachmentsDropped attachments given up
 * @param queued spans waiting
 * @param queuedBytes bytes waiting, in memory or in the spool
 * @param failedWrites writes that failed
 * @param retries writes that were tried again
 * @param circuitOpenings how often it failed so often in a row that only single spans were tried
 * @param circuitOpen whether that is so now
 * @param lagMillis age of the oldest that waits
 */
public record LaneCounts(
    String uri,
    long written,
    Map<DropReason, Long> dropped,
    long attachmentsWritten,
    long attachmentsDropped,
    long queued,
    long queuedBytes,
    long failedWrites,
    long retries,
    long circuitOpenings,
    boolean circuitOpen,
    long lagMillis) {
  public LaneCounts {
    dropped = Map.copyOf(dropped);
  }

  public long droppedSpans() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }
}
