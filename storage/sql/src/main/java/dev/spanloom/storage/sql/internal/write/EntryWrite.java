package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.storage.sql.Term;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes how the index entries of traces change. Not thread-safe; one per transaction. */
public final class EntryWrite {
  private static final String WIDEN =
      "DO UPDATE SET low = CASE WHEN excluded.low < ranges.low THEN excluded.low ELSE ranges.low END,"
          + " high = CASE WHEN excluded.high > ranges.high THEN excluded.high ELSE ranges.high END";

  private static final Comparator<@Nullable Object[]> BY_KEY =
      Comparator.<@Nullable Object[]>comparingLong(row -> number(row[0]))
          .thenComparingLong(row -> number(row[1]));

  private final Sql sql;
  private final Catalog catalog;
  private final List<@Nullable Object[]> postings = new ArrayList<>();
  private final List<Object[]> removedPostings = new ArrayList<>();
  private final List<@Nullable Object[]> addedRanges = new ArrayList<>();
  private final List<@Nullable Object[]> setRanges = new ArrayList<>();
  private final List<Object[]> removedRanges = new ArrayList<>();

  EntryWrite(Sql sql, Catalog catalog) {
    this.sql = sql;
    this.catalog = catalog;
  }

  void write(Map<TraceUnit, UnitEntries> entries) throws SQLException {
    resolve(entries.values());
    Map<Posting, Long> stored = stored(entries);
    entries.forEach((unit, changes) -> collect(unit, changes, stored));
    // in the order of the key: neighbours lie on one page, and two writers wait instead of lock up
    postings.sort(BY_KEY);
    sql.put(Tables.POSTINGS, postings);
    sql.delete(Tables.POSTINGS, 2, removedPostings);
    addedRanges.sort(BY_KEY);
    sql.insert(Tables.RANGES, WIDEN, addedRanges);
    setRanges.sort(BY_KEY);
    sql.put(Tables.RANGES, setRanges);
    sql.delete(Tables.RANGES, 2, removedRanges);
    catalog.flush(sql);
  }

  private record Posting(long termId, long traceNo) {}

  private void resolve(Collection<UnitEntries> all) throws SQLException {
    List<Term> terms = new ArrayList<>();
    List<IndexEntries.RangeKey> ranges = new ArrayList<>();
    for (UnitEntries changes : all) {
      terms.addAll(changes.addedTerms.keySet());
      terms.addAll(changes.setTerms.keySet());
      terms.addAll(changes.removedTerms);
      ranges.addAll(changes.addedRanges.keySet());
      ranges.addAll(changes.setRanges.keySet());
      ranges.addAll(changes.removedRanges);
    }
    catalog.resolveKeys(sql, terms, ranges);
    catalog.resolveTerms(sql, terms);
  }

  /** The spans of the postings that traces have already. */
  private Map<Posting, Long> stored(Map<TraceUnit, UnitEntries> entries) throws SQLException {
    List<Object[]> keys = new ArrayList<>();
    entries.forEach(
        (unit, changes) -> {
          if (unit.stored() != null) {
            changes.addedTerms.keySet().forEach(term -> addKey(keys, term, unit.traceNo));
            changes.setTerms.keySet().forEach(term -> addKey(keys, term, unit.traceNo));
          }
        });
    Map<Posting, Long> stored = new HashMap<>();
    if (!keys.isEmpty()) {
      sql.lookup(
          Tables.POSTINGS,
          "term_id, trace_no, spans",
          2,
          keys,
          row -> stored.put(new Posting(row.getLong(1), row.getLong(2)), row.getLong(3)));
    }
    return stored;
  }

  private void addKey(List<Object[]> keys, Term term, long traceNo) {
    Long termId = catalog.termId(term);
    if (termId != null) {
      keys.add(new Object[] {termId, traceNo});
    }
  }

  private void collect(TraceUnit unit, UnitEntries changes, Map<Posting, Long> stored) {
    changes.addedTerms.forEach((term, spans) -> put(unit, term, spans, true, stored));
    changes.setTerms.forEach((term, spans) -> put(unit, term, spans, false, stored));
    for (Term term : changes.removedTerms) {
      Long termId = catalog.termId(term);
      if (termId != null) {
        removedPostings.add(new Object[] {termId, unit.traceNo});
        catalog.counted(term, -1);
      }
    }
    changes.addedRanges.forEach((key, range) -> addedRanges.add(row(unit, key, range)));
    changes.setRanges.forEach((key, range) -> setRanges.add(row(unit, key, range)));
    for (IndexEntries.RangeKey key : changes.removedRanges) {
      removedRanges.add(new Object[] {catalog.keyId(key.family(), key.key()), unit.traceNo});
    }
  }

  private void put(TraceUnit unit, Term term, long spans, boolean add, Map<Posting, Long> stored) {
    Long termId = catalog.termId(term);
    if (termId == null) {
      return;
    }
    Long before = stored.get(new Posting(termId, unit.traceNo));
    long now = add && before != null ? before | spans : spans;
    if (before == null || before != now) {
      postings.add(new @Nullable Object[] {termId, unit.traceNo, now});
    }
    if (before == null) {
      catalog.counted(term, 1);
    }
  }

  private @Nullable Object[] row(
      TraceUnit unit, IndexEntries.RangeKey key, IndexEntries.Range range) {
    return new @Nullable Object[] {
      catalog.keyId(key.family(), key.key()), unit.traceNo, range.low(), range.high()
    };
  }

  private static long number(@Nullable Object value) {
    return value instanceof Long number ? number : 0;
  }
}
