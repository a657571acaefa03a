package dev.spanloom.storage.memory;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.storage.SpanSummary;
import dev.spanloom.storage.internal.DecodedBatch.DecodedSpan;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A span as it is held.
 *
 * @param span as it was written; of an archived one without what only readers want
 * @param facts what its trace derives from it
 * @param payloadBytes of its encoded form
 * @param place where its payload is; null while it is here
 */
record MemorySpan(Span span, SpanFacts facts, long payloadBytes, @Nullable Place place) {
  /** A record of an archive file. */
  record Place(Path file, long offset) {}

  static MemorySpan of(DecodedSpan decoded) {
    return new MemorySpan(decoded.span(), decoded.facts(), decoded.encoded().span().length, null);
  }

  /** The same one, its payload now in a file: what searches look at stays. */
  MemorySpan archivedAt(Place newPlace) {
    Span searched =
        Span.builder(span.traceId(), span.spanId())
            .parentId(span.parentId())
            .name(span.name())
            .startTimeUnixNanos(span.startTimeUnixNanos())
            .endTimeUnixNanos(facts.endTimeUnixNanos() == null ? 0 : facts.endTimeUnixNanos())
            .status(span.status())
            .attributes(span.attributeValues())
            .build();
    return new MemorySpan(searched, facts, payloadBytes, newPlace);
  }

  MemorySpan restored(Span whole) {
    return new MemorySpan(whole, facts, payloadBytes, null);
  }

  SpanSummary summary() {
    return new SpanSummary(
        facts.spanId(),
        facts.parentId(),
        facts.name(),
        facts.spanType(),
        facts.statusCode(),
        facts.startTimeUnixNanos(),
        facts.endTimeUnixNanos(),
        span.modelName(),
        facts.tokenUsage(),
        facts.cost());
  }
}
