package dev.spanloom.storage.memory;

import dev.spanloom.entities.Span;
import dev.spanloom.query.Filter;
import dev.spanloom.query.TraceMatcher;
import dev.spanloom.storage.internal.ArchivedFilter;
import java.util.List;

/** A filter, asked of traces as they are held. */
final class Matching {
  private final TraceMatcher matcher;
  private final TraceMatcher ofArchived;

  Matching(Filter filter) {
    matcher = TraceMatcher.of(filter);
    ofArchived = TraceMatcher.of(ArchivedFilter.of(filter));
  }

  boolean matches(MemoryTrace trace) {
    List<Span> spans = trace.ordered().stream().map(MemorySpan::span).toList();
    return (trace.isArchived() ? ofArchived : matcher)
        .matches(trace.info(), trace.words().traceMetadata(), spans);
  }
}
