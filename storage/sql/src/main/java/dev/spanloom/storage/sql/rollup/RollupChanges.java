package dev.spanloom.storage.sql.rollup;

import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction changes of one table of roll-ups: kept by the minute, written by the minute
 * and the hour. Not thread-safe.
 */
final class RollupChanges {
  private final Table table;
  private final String kind;
  private final Map<RollupKey, RollupSums> minutes = new HashMap<>();

  /**
   * No changes yet.
   *
   * @param kind of names, see {@link RollupNames}
   */
  RollupChanges(Table table, String kind) {
    this.table = table;
    this.kind = kind;
  }

  /** What is added to a minute. */
  RollupSums minute(long experimentId, long seconds, List<String> labels) {
    long bucket = Math.floorDiv(seconds, RollupKey.MINUTE) * RollupKey.MINUTE;
    return minutes.computeIfAbsent(
        new RollupKey(RollupKey.MINUTE, experimentId, bucket, labels), key -> new RollupSums());
  }

  /** Writes the changes, in the order of the keys, and forgets them. */
  void flush(Sql sql, String forUpdate, RollupNames names, KnownRollups known) throws SQLException {
    minutes.values().removeIf(RollupSums::changesNothing);
    SortedMap<RollupKey, RollupSums> changes = changes(ownNames(sql, names));
    minutes.clear();
    changes.values().removeIf(RollupSums::changesNothing);
    Map<RollupKey, RollupSums> stored = new HashMap<>();
    List<RollupKey> unknown = new ArrayList<>();
    for (RollupKey key : changes.keySet()) {
      RollupSums sums = known.get(key);
      if (sums == null) {
        unknown.add(key);
      } else {
        stored.put(key, sums);
      }
    }
    stored.putAll(read(sql, forUpdate, unknown));
    if (!forUpdate.isEmpty()) {
      stored.putAll(
          claim(
              sql,
              forUpdate,
              changes.keySet().stream().filter(k -> !stored.containsKey(k)).toList()));
    }
    write(sql, stored, changes, known);
  }

  /** The names with rows of their own, by experiment. */
  private Map<Long, Set<String>> ownNames(Sql sql, RollupNames names) throws SQLException {
    Map<Long, SortedSet<String>> seen = new TreeMap<>();
    for (RollupKey key : minutes.keySet()) {
      seen.computeIfAbsent(key.experimentId(), id -> new TreeSet<>()).add(key.name());
    }
    Map<Long, Set<String>> own = new HashMap<>();
    for (Map.Entry<Long, SortedSet<String>> experiment : seen.entrySet()) {
      own.put(
          experiment.getKey(), names.own(sql, kind, experiment.getKey(), experiment.getValue()));
    }
    return own;
  }

  private SortedMap<RollupKey, RollupSums> changes(Map<Long, Set<String>> ownNames) {
    SortedMap<RollupKey, RollupSums> changes = new TreeMap<>();
    minutes.forEach(
        (key, change) -> {
          Set<String> own = ownNames.getOrDefault(key.experimentId(), Set.of());
          RollupKey minute = own.contains(key.name()) ? key : key.shared();
          // the hour first: what the minute has may become that of other names, too
          changes.computeIfAbsent(minute.hour(), hour -> new RollupSums()).add(change);
          RollupSums others = changes.putIfAbsent(minute, change);
          if (others != null) {
            others.add(change);
          }
        });
    return changes;
  }

  /**
   * Where others write too, a row that is not there cannot be locked: it is made first, unless
   * another one makes it at the same time.
   */
  private Map<RollupKey, RollupSums> claim(Sql sql, String forUpdate, List<RollupKey> missing)
      throws SQLException {
    sql.insert(
        table, "DO NOTHING", missing.stream().map(key -> row(key, new RollupSums())).toList());
    return read(sql, forUpdate, missing);
  }

  private Map<RollupKey, RollupSums> read(Sql sql, String forUpdate, List<RollupKey> keys)
      throws SQLException {
    Map<RollupKey, RollupSums> stored = new HashMap<>();
    sql.lookup(
        table,
        table.columnNames(),
        table.keyColumns(),
        keys.stream().map(RollupKey::columns).toList(),
        forUpdate,
        row -> stored.put(key(row), RollupSums.read(row, table.keyColumns() + 1)));
    return stored;
  }

  private void write(
      Sql sql,
      Map<RollupKey, RollupSums> stored,
      Map<RollupKey, RollupSums> changes,
      KnownRollups known)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<Object[]> emptied = new ArrayList<>();
    changes.forEach(
        (key, change) -> {
          RollupSums sums = stored.get(key);
          if (sums != null) {
            sums.add(change);
          } else {
            sums = change;
          }
          if (sums.isEmpty()) {
            emptied.add(key.columns());
            known.remove(key);
          } else {
            sums.dropRests();
            rows.add(row(key, sums));
            known.put(key, sums);
          }
        });
    sql.put(table, rows);
    sql.delete(table, table.keyColumns(), emptied);
  }

  private RollupKey key(ResultSet row) throws SQLException {
    List<String> labels = new ArrayList<>();
    for (int column = 4; column <= table.keyColumns(); column++) {
      labels.add(row.getString(column));
    }
    return new RollupKey(row.getInt(1), row.getLong(2), row.getLong(3), List.copyOf(labels));
  }

  private @Nullable Object[] row(RollupKey key, RollupSums sums) {
    @Nullable Object[] row = new Object[table.columns().size()];
    Object[] columns = key.columns();
    System.arraycopy(columns, 0, row, 0, columns.length);
    sums.put(row, columns.length);
    return row;
  }
}
