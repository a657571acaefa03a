package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Families;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.storage.sql.Term;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of keys and terms, found or given within the transactions of one writer, and how many
 * traces have each. Numbers never change and rows never go, so what was learned is kept for later
 * transactions, up to a bound; only what a transaction gave that was taken back is forgotten. Not
 * thread-safe.
 */
public final class Catalog {
  private static final int MAX_KEPT_TERMS = 200_000;

  private final Dialect dialect;
  private final Map<String, Key> keys = new HashMap<>();

  /** By number of the key, then by value; the least recently used go. */
  private final Map<TermName, Long> terms =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TermName, Long> eldest) {
          return size() > MAX_KEPT_TERMS;
        }
      };

  private final Set<Key> changedKeys = new HashSet<>();
  private final Map<TermName, Long> tracesAdded = new HashMap<>();

  Catalog(Dialect dialect) {
    this.dialect = dialect;
  }

  /** A key with what is known of it. */
  static final class Key {
    private final long id;
    private final String family;
    private final String name;
    private long valuesAdded;
    private long tracesAdded;
    private boolean capped;

    private Key(long id, String family, String name) {
      this.id = id;
      this.family = family;
      this.name = name;
    }
  }

  private record TermName(long keyId, String value) {}

  /** Forgets everything: a transaction was taken back. */
  void forget() {
    keys.clear();
    terms.clear();
    changedKeys.clear();
    tracesAdded.clear();
  }

  /** Makes all keys of these terms and ranges known. */
  void resolveKeys(Sql sql, Collection<Term> terms, Collection<IndexEntries.RangeKey> ranges)
      throws SQLException {
    Map<String, IndexEntries.RangeKey> missing = new LinkedHashMap<>();
    for (Term term : terms) {
      miss(missing, term.family(), term.key());
    }
    for (IndexEntries.RangeKey range : ranges) {
      miss(missing, range.family(), range.key());
    }
    if (missing.isEmpty()) {
      return;
    }
    for (IndexEntries.RangeKey key : missing.values()) {
      sql.one(
              "SELECT key_id FROM keys WHERE family = ? AND name = ?",
              row -> new Key(row.getLong(1), key.family(), key.key()),
              key.family(),
              key.key())
          .ifPresent(known -> keys.put(name(key.family(), key.key()), known));
    }
    List<IndexEntries.RangeKey> unknown =
        missing.entrySet().stream()
            .filter(entry -> !keys.containsKey(entry.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    if (unknown.isEmpty()) {
      return;
    }
    long next = dialect.nextNumbers(sql, "key_id", unknown.size());
    for (IndexEntries.RangeKey key : unknown) {
      Key created = new Key(next++, key.family(), key.key());
      keys.put(name(key.family(), key.key()), created);
      sql.update(
          "INSERT INTO keys (key_id, family, name, value_count, capped, traces) VALUES (?, ?, ?, 0, 0, 0)",
          created.id,
          created.family,
          created.name);
    }
  }

  private void miss(Map<String, IndexEntries.RangeKey> missing, String family, String key) {
    String name = name(family, key);
    if (!keys.containsKey(name)) {
      missing.put(name, new IndexEntries.RangeKey(family, key));
    }
  }

  /** The number of a key that was resolved. */
  long keyId(String family, String key) {
    return key(family, key).id;
  }

  private Key key(String family, String key) {
    Key known = keys.get(name(family, key));
    if (known == null) {
      throw new IllegalStateException("key was not resolved: " + family + " " + key);
    }
    return known;
  }

  /**
   * Makes all terms known. Those that get no number, since their key has too many values, are not
   * known afterwards.
   */
  void resolveTerms(Sql sql, Collection<Term> wanted) throws SQLException {
    Map<TermName, Term> missing = new LinkedHashMap<>();
    for (Term term : wanted) {
      TermName name = new TermName(keyId(term.family(), term.key()), term.value());
      if (terms.get(name) == null) {
        missing.put(name, term);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    List<Object[]> lookups = new ArrayList<>(missing.size());
    missing.keySet().forEach(name -> lookups.add(new Object[] {name.keyId, name.value}));
    sql.lookup(
        Tables.TERMS,
        "key_id, value, term_id",
        2,
        lookups,
        row -> terms.put(new TermName(row.getLong(1), row.getString(2)), row.getLong(3)));
    missing.keySet().removeIf(terms::containsKey);
    add(sql, missing);
  }

  private void add(Sql sql, Map<TermName, Term> missing) throws SQLException {
    Map<Key, Long> room = new HashMap<>();
    List<Map.Entry<TermName, Term>> added = new ArrayList<>();
    for (Map.Entry<TermName, Term> entry : missing.entrySet()) {
      Term term = entry.getValue();
      Key key = key(term.family(), term.key());
      if (term.family().equals(Families.ATTRIBUTE) && !term.value().equals(Term.PRESENCE)) {
        Long left = room.get(key);
        if (left == null) {
          left = room(sql, key);
        }
        room.put(key, left - 1);
        if (left <= 0) {
          key.capped = true;
          changedKeys.add(key);
          continue;
        }
      }
      key.valuesAdded++;
      changedKeys.add(key);
      added.add(entry);
    }
    if (added.isEmpty()) {
      return;
    }
    long next = dialect.nextNumbers(sql, "term_id", added.size());
    List<@Nullable Object[]> rows = new ArrayList<>(added.size());
    for (Map.Entry<TermName, Term> entry : added) {
      Term term = entry.getValue();
      rows.add(
          new @Nullable Object[] {
            entry.getKey().keyId, term.value(), next, term.number(), term.cut() ? 1L : 0L, 0L
          });
      terms.put(entry.getKey(), next++);
    }
    sql.insert(Tables.TERMS, "", rows);
  }

  /**
   * How many values a key may still get. Asked of the table each time: once a key is capped nobody
   * may give it one more, since others have left out that value already.
   */
  private long room(Sql sql, Key key) throws SQLException {
    if (key.capped) {
      return 0;
    }
    long values =
        sql.one(
                "SELECT value_count, capped FROM keys WHERE key_id = ?" + dialect.forUpdate(),
                row -> row.getInt(2) == 0 ? row.getLong(1) : Long.MAX_VALUE,
                key.id)
            .orElse(0L);
    long room = Families.MAX_ATTRIBUTE_VALUES - values - key.valuesAdded;
    if (values == Long.MAX_VALUE || room <= 0) {
      key.capped = true;
      changedKeys.add(key);
      return 0;
    }
    return room;
  }

  /** The number of a term that was resolved; null when it has none. */
  @Nullable Long termId(Term term) {
    return terms.get(new TermName(keyId(term.family(), term.key()), term.value()));
  }

  /** Notes that a trace has a term from now on, or has it no longer. */
  void counted(Term term, int traces) {
    Key key = key(term.family(), term.key());
    tracesAdded.merge(new TermName(key.id, term.value()), (long) traces, Long::sum);
    if (term.value().equals(Term.PRESENCE)) {
      key.tracesAdded += traces;
      changedKeys.add(key);
    }
  }

  /** Writes what was counted. */
  void flush(Sql sql) throws SQLException {
    for (Key key : changedKeys) {
      sql.update(
          "UPDATE keys SET value_count = value_count + ?, traces = traces + ?,"
              + " capped = CASE WHEN ? = 1 THEN 1 ELSE capped END WHERE key_id = ?",
          key.valuesAdded,
          key.tracesAdded,
          key.capped ? 1 : 0,
          key.id);
      key.valuesAdded = 0;
      key.tracesAdded = 0;
    }
    changedKeys.clear();
    List<@Nullable Object[]> rows = new ArrayList<>(tracesAdded.size());
    for (Map.Entry<TermName, Long> added : tracesAdded.entrySet()) {
      if (added.getValue() != 0) {
        rows.add(
            new @Nullable Object[] {
              added.getKey().keyId, added.getKey().value, 0L, null, 0L, added.getValue()
            });
      }
    }
    tracesAdded.clear();
    sql.insert(Tables.TERMS, "DO UPDATE SET traces = terms.traces + excluded.traces", rows);
  }

  private static String name(String family, String key) {
    return family + ' ' + key;
  }
}
