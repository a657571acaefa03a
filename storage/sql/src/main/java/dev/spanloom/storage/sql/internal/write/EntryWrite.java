package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.storage.sql.Blocks;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.storage.sql.Term;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes how the index entries of traces change. Not thread-safe; one per transaction. */
public final class EntryWrite {
  /** By key, then by trace. */
  private static final Comparator<@Nullable Object[]> BY_KEY =
      Comparator.<@Nullable Object[]>comparingLong(row -> number(row[0]))
          .thenComparingLong(row -> number(row[1]));

  private final Sql sql;
  private final Catalog catalog;

  private final PostingChanges postings;

  /** Of added terms, in the order of their map; null for those that were not known before. */
  private final IdentityHashMap<Map<Term, Long>, Catalog.@Nullable Value[]> known =
      new IdentityHashMap<>();

  /** The ranges of traces that are new. */
  private final List<@Nullable Object[]> newRanges = new ArrayList<>();

  private final List<@Nullable Object[]> addedRanges = new ArrayList<>();
  private final List<@Nullable Object[]> setRanges = new ArrayList<>();
  private final List<Object[]> removedRanges = new ArrayList<>();

  /** What the numbers of neighbouring traces are between; this only widens. */
  private final Map<Block, IndexEntries.Range> rangeBlocks = new HashMap<>();

  EntryWrite(Sql sql, WriterState state) {
    this.sql = sql;
    this.catalog = state.catalog();
    this.postings = new PostingChanges(state.freshPostings());
  }

  void write(Map<TraceUnit, UnitEntries> entries) throws SQLException {
    catalog.begin();
    resolve(entries.values());
    Map<PostingChanges.Posting, Long> stored = postings.stored(sql, keys(entries));
    entries.forEach((unit, changes) -> collect(unit, changes, stored));
    // in the order of the key: neighbours lie on one page, and two writers wait instead of lock up
    postings.write(sql);
    newRanges.sort(BY_KEY);
    sql.insert(Tables.RANGES, "", newRanges);
    addedRanges.sort(BY_KEY);
    sql.insert(Tables.RANGES, Widening.of(Tables.RANGES, "low", "high"), addedRanges);
    setRanges.sort(BY_KEY);
    sql.put(Tables.RANGES, setRanges);
    List<@Nullable Object[]> blocks = new ArrayList<>(rangeBlocks.size());
    rangeBlocks.forEach(
        (block, range) ->
            blocks.add(
                new @Nullable Object[] {block.keyId, block.block, range.low(), range.high()}));
    blocks.sort(BY_KEY);
    sql.insert(Tables.RANGE_BLOCKS, Widening.of(Tables.RANGE_BLOCKS, "low", "high"), blocks);
    sql.delete(Tables.RANGES, 2, removedRanges);
    catalog.flush(sql);
  }

  private record Block(long keyId, long block) {}

  private void resolve(Collection<UnitEntries> all) throws SQLException {
    Set<Term> terms = new LinkedHashSet<>();
    Set<IndexEntries.RangeKey> keys = new LinkedHashSet<>();
    for (UnitEntries changes : all) {
      for (Map<Term, Long> added : changes.addedTerms) {
        known.put(added, addUnknown(added.keySet(), terms));
      }
      addUnknown(changes.setTerms.keySet(), terms);
      addUnknown(changes.removedTerms, terms);
      addUnknownKeys(changes.addedRanges.keySet(), keys);
      addUnknownKeys(changes.setRanges.keySet(), keys);
      addUnknownKeys(changes.removedRanges, keys);
    }
    for (Term term : terms) {
      keys.add(new IndexEntries.RangeKey(term.family(), term.key()));
    }
    catalog.resolveKeys(sql, keys);
    catalog.resolveTerms(sql, terms);
  }

  private void addUnknownKeys(
      Collection<IndexEntries.RangeKey> keys, Set<IndexEntries.RangeKey> into) {
    for (IndexEntries.RangeKey key : keys) {
      if (!catalog.isKnown(key)) {
        into.add(key);
      }
    }
  }

  /** What is known of the terms, each in its place. */
  private Catalog.@Nullable Value[] addUnknown(Collection<Term> terms, Set<Term> into) {
    Catalog.@Nullable Value[] values = new Catalog.@Nullable Value[terms.size()];
    int i = 0;
    for (Term term : terms) {
      Catalog.Value value = catalog.value(term);
      if (value == null) {
        into.add(term);
      }
      values[i++] = value;
    }
    return values;
  }

  /** The keys of the postings that traces may have already. */
  private List<Object[]> keys(Map<TraceUnit, UnitEntries> entries) {
    List<Object[]> keys = new ArrayList<>();
    entries.forEach(
        (unit, changes) -> {
          if (unit.stored() != null) {
            changes.addedTerms.forEach(
                added -> added.keySet().forEach(term -> addKey(keys, term, unit.traceNo)));
            changes.setTerms.keySet().forEach(term -> addKey(keys, term, unit.traceNo));
          }
        });
    return keys;
  }

  private void addKey(List<Object[]> keys, Term term, long traceNo) {
    Catalog.Value value = catalog.value(term);
    if (value != null) {
      keys.add(new Object[] {value.id(), traceNo});
    }
  }

  private void collect(
      TraceUnit unit, UnitEntries changes, Map<PostingChanges.Posting, Long> stored) {
    for (Map<Term, Long> added : changes.addedTerms) {
      Catalog.@Nullable Value[] values = Objects.requireNonNull(known.get(added));
      int i = 0;
      for (Map.Entry<Term, Long> entry : added.entrySet()) {
        Catalog.Value value = values[i++];
        put(
            unit,
            value == null ? catalog.value(entry.getKey()) : value,
            entry.getValue(),
            true,
            stored);
      }
    }
    changes.setTerms.forEach((term, spans) -> put(unit, catalog.value(term), spans, false, stored));
    for (Term term : changes.removedTerms) {
      Catalog.Value value = catalog.value(term);
      if (value != null) {
        postings.remove(value, unit.traceNo);
        catalog.counted(value, -1);
      }
    }
    List<@Nullable Object[]> ranges = unit.stored() == null ? newRanges : addedRanges;
    changes.addedRanges.forEach((key, range) -> ranges.add(row(unit, key, range)));
    changes.setRanges.forEach((key, range) -> setRanges.add(row(unit, key, range)));
    for (IndexEntries.RangeKey key : changes.removedRanges) {
      removedRanges.add(new Object[] {catalog.keyId(key), unit.traceNo});
    }
  }

  private void put(
      TraceUnit unit,
      Catalog.@Nullable Value value,
      long spans,
      boolean add,
      Map<PostingChanges.Posting, Long> stored) {
    if (value == null) {
      return;
    }
    Long before =
        stored.isEmpty() ? null : stored.get(new PostingChanges.Posting(value.id(), unit.traceNo));
    long now = add && before != null ? before | spans : spans;
    if (before == null) {
      postings.add(value, unit.traceNo, now);
      catalog.counted(value, 1);
    } else if (before != now) {
      postings.change(value, unit.traceNo, now);
    }
  }

  private @Nullable Object[] row(
      TraceUnit unit, IndexEntries.RangeKey key, IndexEntries.Range range) {
    long keyId = catalog.keyId(key);
    rangeBlocks.merge(
        new Block(keyId, Math.floorDiv(unit.traceNo, Blocks.RANGES)),
        range,
        IndexEntries.Range::and);
    return new @Nullable Object[] {keyId, unit.traceNo, range.low(), range.high()};
  }

  private static long number(@Nullable Object value) {
    return value instanceof Long number ? number : 0;
  }
}
