package dev.spanloom;

import dev.spanloom.internal.export.LaneCounts;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts of the export to one destination, since the program began to use it.
 *
 * @param uri where it is, without login
 * @param spansWritten spans it has taken, those included that an earlier process had left
 * @param spansDropped spans given up, by reason: {@code full} (no room in the spool or in memory),
 *     {@code refused} (by the destination, for good), {@code shut_down} (in memory only when the
 *     program ended)
 * @param spansQueued spans waiting now
 * @param bytesQueued encoded bytes waiting now
 * @param writesFailed writes that failed
 * @param writesRetried writes that were tried again
 * @param circuitOpenings how often so many writes failed in a row that only single spans were tried
 * @param circuitOpen whether that is so now
 * @param lag how long the oldest has waited of what waits; zero when nothing does
 */
public record DestinationStats(
    String uri,
    long spansWritten,
    Map<String, Long> spansDropped,
    long spansQueued,
    long bytesQueued,
    long writesFailed,
    long writesRetried,
    long circuitOpenings,
    boolean circuitOpen,
    Duration lag) {
  public DestinationStats {
    spansDropped = Map.copyOf(spansDropped);
  }

  static DestinationStats of(LaneCounts counts) {
    Map<String, Long> dropped = new TreeMap<>();
    counts
        .dropped()
        .forEach((reason, count) -> dropped.put(reason.name().toLowerCase(Locale.ROOT), count));
    return new DestinationStats(
        counts.uri(),
        counts.written(),
        dropped,
        counts.queued(),
        counts.queuedBytes(),
        counts.failedWrites(),
        counts.retries(),
        counts.circuitOpenings(),
        counts.circuitOpen(),
        Duration.ofMillis(counts.lagMillis()));
  }
}
