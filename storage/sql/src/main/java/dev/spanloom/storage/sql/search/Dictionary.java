package dev.spanloom.storage.sql.search;

import dev.spanloom.query.FieldValue;
import dev.spanloom.query.Operator;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Term;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The keys and the values that occur, as one search looks them up. Not thread-safe. */
final class Dictionary {
  /** So many values of a key are looked at for a pattern. */
  static final int MOST_LOOKED_AT = 50_000;

  private static final String COLUMNS = "term_id, value, cut, traces";

  private final Sql sql;
  private final Dialect dialect;
  private final Map<String, Optional<Key>> keys = new HashMap<>();

  Dictionary(Sql sql, Dialect dialect) {
    this.sql = sql;
    this.dialect = dialect;
  }

  /**
   * A key that values were seen of.
   *
   * @param capped whether some of its values have no entry
   */
  record Key(long id, boolean capped) {}

  /**
   * A value of a key.
   *
   * @param cut whether the value is not the whole text
   * @param traces how many traces have it
   */
  record Entry(long termId, String value, boolean cut, long traces) {
    static Entry read(ResultSet row) throws SQLException {
      return new Entry(row.getLong(1), row.getString(2), row.getInt(3) != 0, row.getLong(4));
    }
  }

  /**
   * The values that pass a test.
   *
   * @param sure those that do
   * @param maybe those of which the entry does not tell
   * @param complete false when there may be others
   */
  record Found(List<Entry> sure, List<Entry> maybe, boolean complete) {
    static final Found NOTHING = new Found(List.of(), List.of(), true);

    boolean isExact() {
      return complete && maybe.isEmpty();
    }

    List<Entry> possible() {
      List<Entry> all = new ArrayList<>(sure);
      all.addAll(maybe);
      return all;
    }

    Found and(Found other) {
      List<Entry> allSure = new ArrayList<>(sure);
      allSure.addAll(other.sure);
      List<Entry> allMaybe = new ArrayList<>(maybe);
      allMaybe.addAll(other.maybe);
      return new Found(allSure, allMaybe, complete && other.complete);
    }
  }

  Optional<Key> key(String family, String name) throws SQLException {
    Optional<Key> known = keys.get(family + name);
    if (known == null) {
      known =
          sql.one(
              "SELECT key_id, capped FROM keys WHERE family = ? AND name = ?",
              row -> new Key(row.getLong(1), row.getInt(2) != 0),
              family,
              name);
      keys.put(family + name, known);
    }
    return known;
  }

  /** The entry that all traces with the key have. */
  Optional<Entry> presence(Key key) throws SQLException {
    return entry(key, Term.PRESENCE);
  }

  private Optional<Entry> entry(Key key, String value) throws SQLException {
    return sql.one(
        "SELECT " + COLUMNS + " FROM terms WHERE key_id = ? AND value = ?",
        Entry::read,
        key.id,
        value);
  }

  /**
   * The values of a key but for some of them; empty when there may be more of these than asked.
   *
   * @param most at most so many
   */
  Optional<List<Entry>> others(Key key, List<Entry> some, int most) throws SQLException {
    if (key.capped) {
      return Optional.empty();
    }
    Set<Long> known = new HashSet<>();
    some.forEach(entry -> known.add(entry.termId));
    List<Entry> others = new ArrayList<>();
    sql.visit(
        "SELECT " + COLUMNS + " FROM terms WHERE key_id = ? ORDER BY value",
        row -> {
          Entry entry = Entry.read(row);
          if (!entry.value.equals(Term.PRESENCE) && !known.contains(entry.termId)) {
            others.add(entry);
          }
          return others.size() <= most;
        },
        key.id);
    return others.size() <= most ? Optional.of(others) : Optional.empty();
  }

  /** The entries of some texts. */
  Found equal(Key key, Collection<String> texts) throws SQLException {
    List<String> values =
        texts.stream().map(text -> Term.ofText("", "", text, null).value()).distinct().toList();
    List<Entry> entries =
        values.size() == 1
            ? entry(key, values.get(0)).stream().toList()
            : sql.list(
                "SELECT "
                    + COLUMNS
                    + " FROM terms WHERE key_id = ? AND "
                    + dialect.inTexts("value"),
                Entry::read,
                key.id,
                dialect.texts(values));
    return new Found(entries, List.of(), !key.capped || entries.size() == values.size());
  }

  /** The entries of a number. */
  Found equal(Key key, double number) throws SQLException {
    Found found = numbers(key, "number = ?", number, Integer.MAX_VALUE);
    return found.and(new Found(List.of(), longNumbers(key), true));
  }

  /** The entries of numbers less or more than a limit; not complete when there are too many. */
  Found ordered(Key key, Operator operator, double limit, int most) throws SQLException {
    Found found = numbers(key, "number " + operator.symbol() + " ?", limit, most);
    return found.complete() ? found.and(new Found(List.of(), longNumbers(key), true)) : found;
  }

  private Found numbers(Key key, String condition, double number, int most) throws SQLException {
    List<Entry> entries =
        sql.list(
            "SELECT " + COLUMNS + " FROM terms WHERE key_id = ? AND " + condition + " LIMIT ?",
            Entry::read,
            key.id,
            number,
            most == Integer.MAX_VALUE ? (long) most : most + 1L);
    return entries.size() > most
        ? new Found(List.of(), List.of(), false)
        : new Found(entries, List.of(), !key.capped);
  }

  /** Entries that are cut and may spell a number, which then is not known. */
  private List<Entry> longNumbers(Key key) throws SQLException {
    return sql
        .list(
            "SELECT " + COLUMNS + " FROM terms WHERE key_id = ? AND cut = 1 LIMIT ?",
            Entry::read,
            key.id,
            (long) MOST_LOOKED_AT)
        .stream()
        .filter(entry -> mayGoOnAsNumber(entry.value))
        .toList();
  }

  private static boolean mayGoOnAsNumber(String value) {
    String kept = value.substring(0, value.indexOf(Term.PRESENCE));
    return kept.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-');
  }

  /**
   * The entries whose values pass a test.
   *
   * @param prefix what all values begin with that pass; may be empty
   * @param most not complete when there are more
   */
  Found scan(Key key, Predicate<FieldValue> test, String prefix, int most) throws SQLException {
    List<Entry> sure = new ArrayList<>();
    List<Entry> maybe = new ArrayList<>();
    String start = ReplacedText.unchangedStart(shortened(prefix));
    int[] seen = {0};
    boolean[] tooMany = {false};
    sql.visit(
        "SELECT "
            + COLUMNS
            + " FROM terms WHERE key_id = ? AND value >= ? ORDER BY value LIMIT "
            + (MOST_LOOKED_AT + 1),
        row -> {
          Entry entry = Entry.read(row);
          if (!entry.value.startsWith(start)) {
            return false;
          }
          if (entry.cut || ReplacedText.mayBe(entry.value)) {
            maybe.add(entry);
          } else if (!entry.value.equals(Term.PRESENCE)
              && test.test(FieldValue.ofText(entry.value))) {
            sure.add(entry);
          }
          tooMany[0] = ++seen[0] > MOST_LOOKED_AT || sure.size() + maybe.size() > most;
          return !tooMany[0];
        },
        key.id,
        start);
    return tooMany[0]
        ? new Found(List.of(), List.of(), false)
        : new Found(sure, maybe, !key.capped);
  }

  /** So that entries of longer texts, which are cut, are not left out. */
  private static String shortened(String prefix) {
    int most = Term.MAX_CHARS / 2;
    return prefix.length() <= most
        ? prefix
        : prefix.substring(0, Character.isHighSurrogate(prefix.charAt(most - 1)) ? most - 1 : most);
  }
}
