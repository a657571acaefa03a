package dev.spanloom.storage;

/**
 * What retention did.
 *
 * @param traces deleted
 * @param spans deleted with them
 * @param payloadBytes of the deleted spans and artifacts as they were stored
 * @param keptAssessed traces that stayed only because they are assessed
 */
public record RetentionReport(long traces, long spans, long payloadBytes, long keptAssessed) {}
