package dev.spanloom.storage.memory;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.SaidBySpans;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.storage.TraceRevision;
import dev.spanloom.storage.internal.StoredTags;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What is held of one trace: what clients said, and the spans. Guarded by the store's lock. */
final class MemoryTrace {
  private static final Comparator<MemorySpan> ROOTS_THEN_TIME =
      Comparator.comparing(
          MemorySpan::facts,
          Comparator.comparing((SpanFacts span) -> span.parentId() != null)
              .thenComparingLong(SpanFacts::startTimeUnixNanos)
              .thenComparing(SpanFacts::spanId));

  /** Begins elsewhere in each process, so that what a client kept of another store is not taken. */
  private static final AtomicLong REVISIONS = new AtomicLong(System.currentTimeMillis() << 20);

  private final Map<String, MemorySpan> spans = new LinkedHashMap<>();
  private TraceInfo said;
  private boolean archived;
  private long revision = REVISIONS.incrementAndGet();
  private long spansRevision;

  // made when they are asked for
  private @Nullable TraceInfo info;
  private @Nullable List<MemorySpan> ordered;

  MemoryTrace(TraceInfo said) {
    this.said = said;
  }

  String traceId() {
    return said.traceId();
  }

  TraceInfo said() {
    return said;
  }

  /** What was said with what spans say beside it. */
  TraceInfo words() {
    return SaidBySpans.expanded(said);
  }

  void say(TraceInfo words) {
    said = words;
    info = null;
    revision = REVISIONS.incrementAndGet();
  }

  void put(MemorySpan span) {
    spans.put(span.facts().spanId(), span);
    said = TraceInfoMerge.heard(said);
    info = null;
    ordered = null;
    revision = REVISIONS.incrementAndGet();
    spansRevision = revision;
  }

  TraceRevision revision() {
    return new TraceRevision(
        Long.toString(revision, Character.MAX_RADIX),
        Long.toString(spansRevision, Character.MAX_RADIX),
        spans.size());
  }

  @Nullable MemorySpan span(String spanId) {
    return spans.get(spanId);
  }

  Collection<MemorySpan> spans() {
    return spans.values();
  }

  /** What is shown. */
  TraceInfo info() {
    TraceInfo shown = info;
    if (shown == null) {
      List<SpanFacts> facts = ordered().stream().map(MemorySpan::facts).toList();
      shown =
          StoredTags.added(
              TraceInfoMerge.completing(said, TraceFacts.of(facts).orElse(null)), said);
      info = shown;
    }
    return shown;
  }

  /** Roots first, then by start, then by id. */
  List<MemorySpan> ordered() {
    List<MemorySpan> all = ordered;
    if (all == null) {
      all = spans.values().stream().sorted(ROOTS_THEN_TIME).toList();
      ordered = all;
    }
    return all;
  }

  /** True from being archived until being restored; its text is not searched meanwhile. */
  boolean isArchived() {
    return archived;
  }

  void setArchived(boolean isArchived) {
    archived = isArchived;
  }

  /** Of the payloads that are here. */
  long payloadBytes() {
    return spans.values().stream()
        .filter(span -> span.place() == null)
        .mapToLong(MemorySpan::payloadBytes)
        .sum();
  }
}
