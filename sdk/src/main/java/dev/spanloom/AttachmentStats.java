package dev.spanloom;

/**
 * Counts of the files that were taken out of spans, since the program started.
 *
 * @param taken files; the same bytes in several spans of a trace count once
 * @param written files that a destination has taken, counted for each destination
 * @param tooLarge files larger than {@code MLFLOW_TRACE_MAX_ATTACHMENT_SIZE}, of which a note in
 *     the span is all there is
 * @param dropped files given up: no room in memory or in the spool, refused by a destination, or a
 *     destination that keeps no files
 */
public record AttachmentStats(long taken, long written, long tooLarge, long dropped) {}
