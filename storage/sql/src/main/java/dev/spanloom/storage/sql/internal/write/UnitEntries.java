package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.SaidBySpans;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.sql.SpanBits;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Term;
import dev.spanloom.storage.sql.internal.rows.Payloads;
import dev.spanloom.storage.sql.internal.rows.SpanRow;
import dev.spanloom.storage.sql.internal.rows.StoredFacts;
import dev.spanloom.storage.sql.internal.rows.StoredTrace;
import dev.spanloom.storage.sql.internal.rows.TraceRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the index entries of a trace change in a transaction. */
public final class UnitEntries {
  /** Terms whose spans are added to those that are stored; none is in two of the maps. */
  final List<Map<Term, Long>> addedTerms = new ArrayList<>(2);

  /** Terms whose spans replace those that are stored. */
  final Map<Term, Long> setTerms = new HashMap<>();

  final Set<Term> removedTerms = new HashSet<>();
  final Map<IndexEntries.RangeKey, IndexEntries.Range> addedRanges = new HashMap<>();
  final Map<IndexEntries.RangeKey, IndexEntries.Range> setRanges = new HashMap<>();
  final Set<IndexEntries.RangeKey> removedRanges = new HashSet<>();

  /** True when entries of spans that were replaced stay, since nobody can tell whose they are. */
  private boolean blurred;

  boolean blurred() {
    return blurred;
  }

  static UnitEntries of(
      Sql sql, TraceUnit unit, TraceInfo shown, Map<Long, Integer> ordinals, int spanCount)
      throws SQLException {
    UnitEntries changes = new UnitEntries();
    changes.ofTrace(unit, shown);
    changes.ofSpans(sql, unit, ordinals, spanCount);
    return changes;
  }

  private void ofTrace(TraceUnit unit, TraceInfo shown) {
    IndexEntries now = ofTrace(shown, unit.said());
    StoredTrace stored = unit.stored();
    if (stored == null) {
      add(now);
      return;
    }
    StoredFacts facts = stored.facts();
    TraceInfo shownBefore =
        TraceInfoMerge.withoutSizes(stored.said(), facts == null ? null : facts.facts());
    replace(ofTrace(shownBefore, stored.said()), now);
  }

  private static IndexEntries ofTrace(TraceInfo shown, TraceInfo said) {
    return IndexEntries.ofTrace(shown, SaidBySpans.expanded(said).traceMetadata());
  }

  private void ofSpans(Sql sql, TraceUnit unit, Map<Long, Integer> ordinals, int spanCount)
      throws SQLException {
    if (unit.spans().isEmpty()) {
      return;
    }
    if (!unit.replaced.isEmpty() && spanCount <= SpanBits.OWN_BITS) {
      replaceExactly(sql, unit, ordinals);
      return;
    }
    blurred = !unit.replaced.isEmpty();
    if (unit.isOneChunkAsItIs() && unit.replaced.isEmpty()) {
      add(unit.chunks().get(0).prepared().entries().shifted(unit.storedSpans()));
    } else {
      IndexEntries added = new IndexEntries();
      addNew(added, unit, ordinals);
      add(added);
    }
  }

  private void add(IndexEntries added) {
    addedTerms.add(added.terms());
    addedRanges.putAll(added.ranges());
  }

  private static void addNew(IndexEntries into, TraceUnit unit, Map<Long, Integer> ordinals) {
    unit.spans()
        .forEach(
            (id, span) -> {
              PreparedChunk chunk = span.chunk().prepared();
              into.addSpan(
                  chunk.span(span.position()).span(),
                  span.facts(),
                  SpanBits.of(Objects.requireNonNull(ordinals.get(id))));
            });
  }

  /** Compares what all spans had with what all spans have. */
  private void replaceExactly(Sql sql, TraceUnit unit, Map<Long, Integer> ordinals)
      throws SQLException {
    IndexEntries before = new IndexEntries();
    IndexEntries now = new IndexEntries();
    Map<Long, SpanRow> rows = new HashMap<>();
    TraceRows.spanRows(sql, unit.traceNo).forEach(row -> rows.put(row.spanId(), row));
    for (Map.Entry<Long, EncodedSpan> stored : Payloads.encoded(sql, rows.values()).entrySet()) {
      SpanRow row = rows.get(stored.getKey());
      Span span = stored.getValue().decode();
      add(before, span, row);
      if (!unit.replaced.containsKey(stored.getKey())) {
        add(now, span, row);
      }
    }
    addNew(now, unit, ordinals);
    replace(before, now);
  }

  private static void add(IndexEntries into, Span span, @Nullable SpanRow row) {
    if (row != null) {
      into.addSpan(span, SpanFacts.of(span), SpanBits.of(row.ordinal()));
    }
  }

  private void replace(IndexEntries before, IndexEntries now) {
    now.terms()
        .forEach(
            (term, spans) -> {
              if (!spans.equals(before.terms().get(term))) {
                setTerms.put(term, spans);
              }
            });
    before.terms().keySet().stream()
        .filter(term -> !now.terms().containsKey(term))
        .forEach(removedTerms::add);
    now.ranges()
        .forEach(
            (key, range) -> {
              if (!range.equals(before.ranges().get(key))) {
                setRanges.put(key, range);
              }
            });
    before.ranges().keySet().stream()
        .filter(key -> !now.ranges().containsKey(key))
        .forEach(removedRanges::add);
  }
}
