package dev.spanloom;

/**
 * Counts of the export, since the program started.
 *
 * @param spansEnded spans that ended and were to be exported; one that is sent again, because an
 *     exception was recorded after its end, counts again
 * @param spansWritten spans that a destination has taken
 * @param spansDropped spans given up: the queue was full, or the destination refused them for good
 * @param spansQueued spans waiting now
 * @param bytesQueued encoded bytes waiting now
 * @param writesFailed writes that failed, most of them tried again
 * @param spansAbandoned spans that were garbage-collected without being closed, and ended for that
 *     reason
 */
public record ExportStats(
    long spansEnded,
    long spansWritten,
    long spansDropped,
    long spansQueued,
    long bytesQueued,
    long writesFailed,
    long spansAbandoned) {}
