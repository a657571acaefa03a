package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Families;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.storage.sql.Term;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
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

  private static final Comparator<Value> BY_KEY =
      Comparator.<Value>comparingLong(value -> value.key.id)
          .thenComparing(value -> value.term.value());

  private final Dialect dialect;
  private final Map<IndexEntries.RangeKey, Key> keys = new HashMap<>();
  private final Map<Term, Value> values = new HashMap<>();
  private final List<Key> changedKeys = new ArrayList<>();
  private final List<Value> newValues = new ArrayList<>();
  private final List<Value> countedValues = new ArrayList<>();

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
    private boolean isChanged;

    private Key(long id, String family, String name) {
      this.id = id;
      this.family = family;
      this.name = name;
    }
  }

  /** A term with its number. */
  static final class Value {
    private final Term term;
    private final Key key;
    private final long id;
    private long tracesAdded;
    private boolean isNew;
    private boolean isCounted;

    private Value(Term term, Key key, long id) {
      this.term = term;
      this.key = key;
      this.id = id;
    }

    long id() {
      return id;
    }
  }

  /** Forgets everything: a transaction was taken back. */
  void forget() {
    keys.clear();
    values.clear();
    changedKeys.clear();
    newValues.clear();
    countedValues.clear();
  }

  /** Makes all keys known. */
  void resolveKeys(Sql sql, Collection<IndexEntries.RangeKey> wanted) throws SQLException {
    Set<IndexEntries.RangeKey> missing = new LinkedHashSet<>(wanted);
    missing.removeAll(keys.keySet());
    for (IndexEntries.RangeKey key : missing) {
      sql.one(
              "SELECT key_id FROM keys WHERE family = ? AND name = ?",
              row -> new Key(row.getLong(1), key.family(), key.key()),
              key.family(),
              key.key())
          .ifPresent(known -> keys.put(key, known));
    }
    missing.removeAll(keys.keySet());
    if (missing.isEmpty()) {
      return;
    }
    long next = dialect.nextNumbers(sql, "key_id", missing.size());
    for (IndexEntries.RangeKey key : missing) {
      Key created = new Key(next++, key.family(), key.key());
      keys.put(key, created);
      sql.update(
          "INSERT INTO keys (key_id, family, name, value_count, capped, traces) VALUES (?, ?, ?, 0, 0, 0)",
          created.id,
          created.family,
          created.name);
    }
  }

  /** Whether a key is known. */
  boolean isKnown(IndexEntries.RangeKey name) {
    return keys.containsKey(name);
  }

  /** The number of a key that was resolved. */
  long keyId(IndexEntries.RangeKey name) {
    return key(name).id;
  }

  private Key key(IndexEntries.RangeKey name) {
    Key known = keys.get(name);
    if (known == null) {
      throw new IllegalStateException("key was not resolved: " + name);
    }
    return known;
  }

  private Key key(Term term) {
    return key(new IndexEntries.RangeKey(term.family(), term.key()));
  }

  /** Makes room for a transaction; what was learned before may go. */
  void begin() {
    if (values.size() > MAX_KEPT_TERMS) {
      values.clear();
    }
  }

  /** The term with its number; null while it is not resolved, or when it gets none. */
  @Nullable Value value(Term term) {
    return values.get(term);
  }

  /**
   * Makes terms known that are not, all of whose keys are. Those that get no number, since their
   * key has too many values, are not known afterwards.
   */
  void resolveTerms(Sql sql, Set<Term> wanted) throws SQLException {
    if (wanted.isEmpty()) {
      return;
    }
    Map<Long, Map<String, Term>> byKey = new HashMap<>();
    List<Object[]> lookups = new ArrayList<>(wanted.size());
    for (Term term : wanted) {
      Key key = key(term);
      byKey.computeIfAbsent(key.id, id -> new HashMap<>()).put(term.value(), term);
      lookups.add(new Object[] {key.id, term.value()});
    }
    sql.find(
        Tables.TERMS,
        "key_id, value, term_id",
        2,
        lookups,
        row -> {
          Term term = byKey.getOrDefault(row.getLong(1), Map.of()).get(row.getString(2));
          if (term != null) {
            values.put(term, new Value(term, key(term), row.getLong(3)));
          }
          return true;
        });
    number(sql, wanted.stream().filter(term -> !values.containsKey(term)).toList());
  }

  /** Gives numbers; the terms are stored by {@link #flush}, with how many traces have them. */
  private void number(Sql sql, List<Term> missing) throws SQLException {
    Map<Key, Long> room = new HashMap<>();
    List<Term> added = new ArrayList<>();
    for (Term term : missing) {
      Key key = key(term);
      if (term.family().equals(Families.ATTRIBUTE) && !term.value().equals(Term.PRESENCE)) {
        Long left = room.get(key);
        if (left == null) {
          left = room(sql, key);
        }
        room.put(key, left - 1);
        if (left <= 0) {
          key.capped = true;
          changed(key);
          continue;
        }
      }
      key.valuesAdded++;
      changed(key);
      added.add(term);
    }
    if (added.isEmpty()) {
      return;
    }
    long next = dialect.nextNumbers(sql, "term_id", added.size());
    for (Term term : added) {
      Value value = new Value(term, key(term), next++);
      value.isNew = true;
      newValues.add(value);
      values.put(term, value);
    }
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
      changed(key);
      return 0;
    }
    return room;
  }

  private void changed(Key key) {
    if (!key.isChanged) {
      key.isChanged = true;
      changedKeys.add(key);
    }
  }

  /** Notes that a trace has a term from now on, or has it no longer. */
  void counted(Value value, int traces) {
    value.tracesAdded += traces;
    if (!value.isCounted && !value.isNew) {
      value.isCounted = true;
      countedValues.add(value);
    }
    if (value.term.value().equals(Term.PRESENCE)) {
      value.key.tracesAdded += traces;
      changed(value.key);
    }
  }

  /** Writes what is new, and what was counted, in the order of the keys. */
  void flush(Sql sql) throws SQLException {
    sql.insert(
        Tables.KEYS,
        "DO UPDATE SET value_count = keys.value_count + excluded.value_count,"
            + " traces = keys.traces + excluded.traces,"
            + " capped = CASE WHEN excluded.capped = 1 THEN 1 ELSE keys.capped END",
        keyRows());
    sql.insert(Tables.TERMS, "", rows(newValues));
    sql.insert(
        Tables.TERMS, "DO UPDATE SET traces = terms.traces + excluded.traces", rows(countedValues));
  }

  private List<@Nullable Object[]> keyRows() {
    changedKeys.sort(Comparator.comparingLong(key -> key.id));
    List<@Nullable Object[]> rows = new ArrayList<>(changedKeys.size());
    for (Key key : changedKeys) {
      rows.add(
          new @Nullable Object[] {
            key.id, key.family, key.name, key.valuesAdded, key.capped ? 1L : 0L, key.tracesAdded
          });
      key.isChanged = false;
      key.valuesAdded = 0;
      key.tracesAdded = 0;
    }
    changedKeys.clear();
    return rows;
  }

  private static List<@Nullable Object[]> rows(List<Value> values) {
    values.sort(BY_KEY);
    List<@Nullable Object[]> rows = new ArrayList<>(values.size());
    for (Value value : values) {
      if (value.isNew || value.tracesAdded != 0) {
        Term term = value.term;
        rows.add(
            new @Nullable Object[] {
              value.key.id,
              term.value(),
              value.id,
              term.number(),
              term.cut() ? 1L : 0L,
              value.tracesAdded
            });
      }
      value.tracesAdded = 0;
      value.isNew = false;
      value.isCounted = false;
    }
    values.clear();
    return rows;
  }
}
