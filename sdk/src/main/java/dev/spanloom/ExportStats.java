package dev.spanloom;

import java.util.List;

/**
 * Counts of the export, since the program started. Where there are several destinations, what
 * concerns one of them is added up; {@link #destinations} tells them apart.
 *
 * @param spansEnded spans that ended and were to be exported; one that is sent again, because an
 *     exception was recorded after its end, counts again
 * @param spansWritten spans that a destination has taken, those included that an earlier process
 *     had left in its spool
 * @param spansDropped spans given up: the spool or the queue was full, or the destination refused
 *     them for good
 * @param spansQueued spans waiting now
 * @param bytesQueued encoded bytes waiting now, in the spool or in memory
 * @param writesFailed writes that failed, most of them tried again
 * @param spansAbandoned spans that were garbage-collected without being closed, and ended for that
 *     reason
 * @param spoolBytes what the spool takes on the disk; 0 where there is none
 * @param attachments the files that were taken out of spans
 * @param destinations the same for each destination, and more
 */
public record ExportStats(
    long spansEnded,
    long spansWritten,
    long spansDropped,
    long spansQueued,
    long bytesQueued,
    long writesFailed,
    long spansAbandoned,
    long spoolBytes,
    AttachmentStats attachments,
    List<DestinationStats> destinations) {
  public ExportStats {
    destinations = List.copyOf(destinations);
  }
}
