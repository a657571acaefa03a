package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceSums;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Hex;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.storage.sql.internal.rows.Payloads;
import dev.spanloom.storage.sql.internal.rows.SpanRow;
import dev.spanloom.storage.sql.internal.rows.StoredFacts;
import dev.spanloom.storage.sql.internal.rows.StoredTrace;
import dev.spanloom.storage.sql.internal.rows.TraceRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the spans of a trace say once those of a transaction are among them. The spans of a long
 * trace are not read again with each of its batches: then only the first start, the last end and
 * the root are kept up, and the sums are left to be settled later.
 */
public final class UnitFacts {
  /** A batch pays for reading at most so many spans for each that it brings, ... */
  private static final int READ_PER_WRITTEN = 8;

  /** ... or so many in all. */
  private static final int ALWAYS_READ = 64;

  private static final Comparator<SpanFacts> FIRST_ROOT =
      Comparator.comparingLong(SpanFacts::startTimeUnixNanos).thenComparing(SpanFacts::spanId);

  private final Sql sql;
  private final Dialect dialect;
  private final TraceUnit unit;

  UnitFacts(Sql sql, Dialect dialect, TraceUnit unit) {
    this.sql = sql;
    this.dialect = dialect;
    this.unit = unit;
  }

  @Nullable StoredFacts compute() throws SQLException {
    StoredTrace stored = unit.stored();
    StoredFacts before = stored == null ? null : stored.facts();
    if (unit.spans().isEmpty()) {
      return unit.settled() == null ? before : unit.settled();
    }
    if (before == null) {
      return new StoredFacts(TraceFacts.of(newFacts()).orElseThrow(), true);
    }
    long worthReading = Math.max(ALWAYS_READ, (long) READ_PER_WRITTEN * unit.spans().size());
    return unit.storedSpans() <= worthReading ? settled(before) : light(before);
  }

  private List<SpanFacts> newFacts() {
    return unit.spans().values().stream().map(TraceUnit.NewSpan::facts).toList();
  }

  private StoredFacts settled(StoredFacts before) throws SQLException {
    Map<Long, SpanFacts> all = new HashMap<>();
    for (SpanRow row : TraceRows.spanRows(sql, unit.traceNo)) {
      all.put(row.spanId(), row.facts(unit.traceId()));
    }
    unit.spans().forEach((id, span) -> all.put(id, span.facts()));
    TraceFacts facts = TraceFacts.of(all.values()).orElseThrow();
    return new StoredFacts(withRoot(facts, previewed(facts.root(), before)), true);
  }

  private StoredFacts light(StoredFacts before) throws SQLException {
    TraceFacts known = before.facts();
    long start = known.startTimeUnixNanos();
    Long end = known.endTimeUnixNanos();
    if (edgeIsReplaced(known)) {
      Edges edges = edgesOfOthers();
      start = edges.start();
      end = edges.end();
    }
    for (SpanFacts span : newFacts()) {
      start = Math.min(start, span.startTimeUnixNanos());
      Long spanEnd = span.endTimeUnixNanos();
      if (spanEnd != null) {
        end = end == null ? spanEnd : Math.max(end, spanEnd);
      }
    }
    SpanFacts root = previewed(lightRoot(known), before);
    return new StoredFacts(new TraceFacts(start, end, root, TraceSums.NONE), false);
  }

  private boolean edgeIsReplaced(TraceFacts known) {
    Long end = known.endTimeUnixNanos();
    return unit.replaced.values().stream()
        .anyMatch(
            row -> {
              Long rowEnd = row.endNanos();
              return row.startNanos() <= known.startTimeUnixNanos()
                  || (rowEnd != null && end != null && rowEnd >= end);
            });
  }

  private record Edges(long start, @Nullable Long end) {}

  private Edges edgesOfOthers() throws SQLException {
    return sql.one(
            "SELECT min(start_ns), max(end_ns) FROM spans WHERE trace_no = ? AND NOT "
                + dialect.inNumbers("span_id"),
            row ->
                new Edges(
                    Objects.requireNonNullElse(Sql.longOrNull(row, 1), Long.MAX_VALUE),
                    Sql.longOrNull(row, 2)),
            unit.traceNo,
            dialect.numbers(unit.replaced.keySet()))
        .orElseThrow();
  }

  private @Nullable SpanFacts lightRoot(TraceFacts known) throws SQLException {
    List<SpanFacts> roots = new ArrayList<>();
    newFacts().stream().filter(span -> span.parentId() == null).forEach(roots::add);
    SpanFacts before = known.root();
    if (before != null && unit.replaced.containsKey(Hex.number(before.spanId()))) {
      sql.one(
              "SELECT "
                  + SpanRow.COLUMNS
                  + " FROM spans WHERE trace_no = ? AND parent_id IS NULL AND NOT "
                  + dialect.inNumbers("span_id")
                  + " ORDER BY start_ns, CASE WHEN span_id < 0 THEN 1 ELSE 0 END, span_id LIMIT 1",
              SpanRow::read,
              unit.traceNo,
              dialect.numbers(unit.replaced.keySet()))
          .ifPresent(row -> roots.add(row.facts(unit.traceId())));
    } else if (before != null) {
      roots.add(before);
    }
    return roots.stream().min(FIRST_ROOT).orElse(null);
  }

  /** A root with its previews, which rows do not have. */
  private @Nullable SpanFacts previewed(@Nullable SpanFacts root, StoredFacts before)
      throws SQLException {
    if (root == null) {
      return null;
    }
    long id = Hex.number(root.spanId());
    TraceUnit.NewSpan added = unit.spans().get(id);
    if (added != null) {
      return added.facts();
    }
    SpanFacts known = before.facts().root();
    if (known != null && known.spanId().equals(root.spanId())) {
      return known;
    }
    Collection<SpanRow> rows =
        sql.lookup(
            Tables.SPANS,
            SpanRow.COLUMNS,
            2,
            List.<Object[]>of(new Object[] {unit.traceNo, id}),
            SpanRow::read);
    List<Span> spans = Payloads.spans(sql, rows);
    return spans.isEmpty() ? root : SpanFacts.of(spans.get(0));
  }

  private static TraceFacts withRoot(TraceFacts facts, @Nullable SpanFacts root) {
    return new TraceFacts(facts.startTimeUnixNanos(), facts.endTimeUnixNanos(), root, facts.sums());
  }
}
