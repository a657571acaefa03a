package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How the postings of traces change in a transaction, each in the table that its trace belongs to.
 * Not thread-safe; one per transaction.
 */
final class PostingChanges {
  private static final Comparator<@Nullable Object[]> BY_TRACE =
      Comparator.comparingLong(PostingChanges::traceNo);

  private static final Comparator<@Nullable Object[]> BY_TERM =
      Comparator.<@Nullable Object[]>comparingLong(row -> number(row[0])).thenComparing(BY_TRACE);

  private final FreshPostings fresh;

  /** The new ones of each term. */
  private final Map<Catalog.Value, List<@Nullable Object[]>> added = new HashMap<>();

  private final Set<Long> tracesAdded = new HashSet<>();
  private long lastAdded = -1;

  /** Those of other spans than before. */
  private final List<@Nullable Object[]> changed = new ArrayList<>();

  private final List<Object[]> removed = new ArrayList<>();

  PostingChanges(FreshPostings fresh) {
    this.fresh = fresh;
  }

  /** A posting by its key. */
  record Posting(long termId, long traceNo) {}

  void add(Catalog.Value term, long traceNo, long spans) {
    if (traceNo != lastAdded) {
      tracesAdded.add(traceNo);
      lastAdded = traceNo;
    }
    added
        .computeIfAbsent(term, of -> new ArrayList<>())
        .add(new @Nullable Object[] {term.id(), traceNo, spans});
  }

  void change(Catalog.Value term, long traceNo, long spans) {
    changed.add(new @Nullable Object[] {term.id(), traceNo, spans});
  }

  void remove(Catalog.Value term, long traceNo) {
    removed.add(new Object[] {term.id(), traceNo});
  }

  /** The spans of those that are stored. */
  Map<Posting, Long> stored(Sql sql, List<Object[]> keys) throws SQLException {
    Map<Posting, Long> stored = new HashMap<>();
    for (Table table : fresh.tables()) {
      sql.lookup(
          table,
          "term_id, trace_no, spans",
          2,
          in(sql, table, keys),
          row -> stored.put(new Posting(row.getLong(1), row.getLong(2)), row.getLong(3)));
    }
    return stored;
  }

  /** Writes the changes in the order of the key: neighbours lie on one page. */
  void write(Sql sql) throws SQLException {
    List<@Nullable Object[]> sorted = sorted();
    fresh.skipFor(sql, tracesAdded.size());
    changed.sort(BY_TERM);
    for (Table table : fresh.tables()) {
      List<@Nullable Object[]> rows = in(sql, table, sorted);
      sql.insert(table, "", rows);
      sql.put(table, in(sql, table, changed));
      sql.delete(table, 2, in(sql, table, removed));
      fresh.added(table, rows.size());
    }
  }

  private List<@Nullable Object[]> sorted() {
    List<Catalog.Value> terms = new ArrayList<>(added.keySet());
    terms.sort(Comparator.comparingLong(Catalog.Value::id));
    List<@Nullable Object[]> sorted = new ArrayList<>();
    for (Catalog.Value term : terms) {
      List<@Nullable Object[]> ofTerm = added.getOrDefault(term, List.of());
      ofTerm.sort(BY_TRACE); // mostly they are
      sorted.addAll(ofTerm);
    }
    return sorted;
  }

  private <T extends @Nullable Object> List<T[]> in(Sql sql, Table table, List<T[]> rows)
      throws SQLException {
    if (rows.isEmpty() || fresh.tables().size() == 1) {
      return rows;
    }
    long merged = fresh.merged(sql);
    boolean isFresh = table.equals(fresh.tables().get(1));
    Predicate<T[]> belongs = row -> (traceNo(row) > merged) == isFresh;
    return rows.stream().allMatch(belongs) ? rows : rows.stream().filter(belongs).toList();
  }

  private static long traceNo(@Nullable Object[] row) {
    return number(row[1]);
  }

  private static long number(@Nullable Object value) {
    return value instanceof Long number ? number : 0;
  }
}
