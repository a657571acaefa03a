package dev.spanloom.storage;

/**
 * Says whether a trace is still as somebody saw it. Two texts of one trace that are equal stand for
 * the same content; different ones, as a rule, for different content.
 *
 * @param revision of all that is shown of the trace: spans, state, tags, assessments
 * @param spansRevision of its spans alone
 * @param storedSpans how many there are
 */
public record TraceRevision(String revision, String spansRevision, int storedSpans) {}
