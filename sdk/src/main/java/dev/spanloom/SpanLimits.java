package dev.spanloom;

import dev.spanloom.internal.settings.Settings;
import dev.spanloom.internal.snapshot.SnapshotLimits;

/**
 * How much of spans and traces is kept. Every cut is marked: in the text of a value, in the counts
 * of dropped items of a span, or in the metadata of a trace.
 *
 * @param maxAttributes most attributes of a span
 * @param maxEvents most events of a span
 * @param maxLinks most links of a span
 * @param maxSpansPerTrace most spans of a trace that start in this process; further ones record
 *     nothing
 * @param values limits of one input, output or attribute
 */
record SpanLimits(
    int maxAttributes, int maxEvents, int maxLinks, int maxSpansPerTrace, SnapshotLimits values) {
  static SpanLimits from(Settings settings) {
    return new SpanLimits(
        (int) settings.wholeNumber("spanloom.span.max-attributes", 1, 10_000),
        (int) settings.wholeNumber("spanloom.span.max-events", 1, 100_000),
        (int) settings.wholeNumber("spanloom.span.max-links", 1, 10_000),
        (int) settings.wholeNumber("spanloom.trace.max-spans", 1, 1_000_000),
        new SnapshotLimits(
            (int)
                settings.wholeNumber(
                    "spanloom.value.max-depth", 1, SnapshotLimits.DEFAULT.maxDepth()),
            (int)
                settings.wholeNumber(
                    "spanloom.value.max-items", 1, SnapshotLimits.DEFAULT.maxItems()),
            (int)
                settings.wholeNumber(
                    "spanloom.value.max-bytes", 1, SnapshotLimits.DEFAULT.maxBytes())));
  }
}
