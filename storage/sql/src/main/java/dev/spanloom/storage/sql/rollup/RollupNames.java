package dev.spanloom.storage.sql.rollup;

import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Which names have roll-ups of their own: the first so many of an experiment. Later ones share
 * theirs, since a program that puts an id into its names would else make a row of each span.
 *
 * <p>What is decided of a name holds for ever, or what is taken off would not be found in the row
 * that it was added to. So the list of an experiment only grows, and from the moment that it
 * refuses a name, which it notes, it stays as it is, whatever the limit of others or of later times
 * is. That is also why what was learned is kept for later transactions, up to a bound; only what a
 * transaction decided that was taken back is forgotten. Not thread-safe; one per writer.
 */
public final class RollupNames {
  /** The names of traces. */
  public static final String OF_TRACES = "t";

  /** The names of spans. */
  public static final String OF_SPANS = "s";

  private static final int MAX_KEPT_LISTS = 100;

  private final int limit;
  private final Map<Place, Known> lists = new HashMap<>();

  /**
   * Knows nothing yet.
   *
   * @param limit so many names of each kind in each experiment
   */
  public RollupNames(int limit) {
    this.limit = limit;
  }

  private record Place(String kind, long experimentId) {}

  /** What is known of a list. */
  private static final class Known {
    private final Set<String> names = new HashSet<>(Set.of(RollupKey.NONE)); // no name is not many
    private boolean isFull;
  }

  /** Forgets everything: a transaction was taken back. */
  public void forget() {
    lists.clear();
  }

  /**
   * The labels that have rows of their own in an experiment, once it is decided of all the given
   * ones. Asks the database only when one of them is new to a list that may still grow.
   *
   * @return those of the given ones, and others
   */
  Set<String> own(Sql sql, String kind, long experimentId, SortedSet<String> labels)
      throws SQLException {
    Place place = new Place(kind, experimentId);
    Known known = lists.get(place);
    if (known == null) {
      if (lists.size() >= MAX_KEPT_LISTS) {
        lists.clear();
      }
      known = new Known();
      lists.put(place, known);
    }
    if (!known.isFull && !known.names.containsAll(labels)) {
      decide(sql, place, known, labels);
    }
    return known.names;
  }

  private void decide(Sql sql, Place place, Known known, SortedSet<String> labels)
      throws SQLException {
    List<String> stored =
        sql.list(
            "SELECT name FROM rollup_names WHERE kind = ? AND experiment_id = ?",
            row -> row.getString(1),
            place.kind(),
            place.experimentId());
    known.names.addAll(stored);
    known.isFull = known.names.remove(RollupKey.SHARED);
    if (known.isFull) {
      return;
    }
    List<@Nullable Object[]> added = new ArrayList<>();
    for (String label : labels) {
      if (!known.names.contains(label)) {
        known.isFull = stored.size() + added.size() >= limit;
        String noted = known.isFull ? RollupKey.SHARED : label;
        added.add(new @Nullable Object[] {place.kind(), place.experimentId(), noted});
        if (known.isFull) {
          break;
        }
        known.names.add(label);
      }
    }
    sql.insert(Tables.ROLLUP_NAMES, "", added);
  }

  /** Whether rows of their own have all that there is of some labels, in each of experiments. */
  public static boolean areApart(
      Sql sql, String kind, Collection<Long> experiments, Collection<String> labels)
      throws SQLException {
    List<Object[]> keys = new ArrayList<>();
    for (Long experiment : experiments) {
      keys.add(new Object[] {kind, experiment, RollupKey.SHARED});
      labels.forEach(label -> keys.add(new Object[] {kind, experiment, label}));
    }
    Map<Long, Set<String>> found = new HashMap<>();
    sql.lookup(
        Tables.ROLLUP_NAMES,
        "experiment_id, name",
        3,
        keys,
        row -> found.computeIfAbsent(row.getLong(1), id -> new HashSet<>()).add(row.getString(2)));
    return found.values().stream()
        .allMatch(names -> !names.contains(RollupKey.SHARED) || names.containsAll(labels));
  }
}
