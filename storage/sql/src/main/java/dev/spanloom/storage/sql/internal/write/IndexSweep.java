package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.storage.sql.Blocks;
import dev.spanloom.storage.sql.Counters;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Table;
import dev.spanloom.storage.sql.Tables;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Removes what deleted traces left in the index: a walk over postings and ranges in the order of
 * their keys, some thousand at a time, so that writers get in between. Not thread-safe.
 */
public final class IndexSweep {
  private static final int ROWS_PER_STEP = 20_000;

  private final GroupCommit writer;

  public IndexSweep(GroupCommit writer) {
    this.writer = writer;
  }

  /** A place in a table whose key is two numbers. */
  private record Place(long first, long second) {}

  /** Sweeps everything; does nothing when nothing was deleted since the last time. */
  public void run() {
    long dangling = writer.change(sql -> Counters.get(sql, Counters.DANGLING));
    if (dangling == 0) {
      return;
    }
    writer.change(writer::mergePostings);
    for (Table table : List.of(Tables.POSTINGS, Tables.RANGES)) {
      Optional<Place> place = Optional.of(new Place(Long.MIN_VALUE, Long.MIN_VALUE));
      while (place.isPresent()) {
        Place from = place.get();
        place = writer.change(sql -> step(sql, table, from));
      }
    }
    writer.change(
        sql -> {
          sql.update(
              "DELETE FROM range_blocks WHERE NOT EXISTS (SELECT 1 FROM ranges r WHERE r.key_id ="
                  + " range_blocks.key_id AND r.trace_no >= range_blocks.block * ? AND r.trace_no <"
                  + " range_blocks.block * ? + ?)",
              (long) Blocks.RANGES,
              (long) Blocks.RANGES,
              (long) Blocks.RANGES);
          Counters.add(sql, Counters.DANGLING, -dangling);
          return true;
        });
  }

  /** Where to go on; empty at the end. */
  private static Optional<Place> step(Sql sql, Table table, Place from) throws SQLException {
    String first = table.columns().get(0).name();
    List<Object[]> dead = new ArrayList<>();
    Map<Long, Long> counts = new HashMap<>();
    int[] seen = {0};
    Place[] last = {from};
    sql.visit(
        "SELECT x."
            + first
            + ", x.trace_no, t.trace_no FROM "
            + table.name()
            + " x LEFT JOIN traces t ON t.trace_no = x.trace_no WHERE (x."
            + first
            + ", x.trace_no) > (?, ?) ORDER BY x."
            + first
            + ", x.trace_no LIMIT ?",
        row -> {
          seen[0]++;
          last[0] = new Place(row.getLong(1), row.getLong(2));
          if (Sql.longOrNull(row, 3) == null) {
            dead.add(new Object[] {row.getLong(1), row.getLong(2)});
            counts.merge(row.getLong(1), 1L, Long::sum);
          }
          return true;
        },
        from.first(),
        from.second(),
        (long) ROWS_PER_STEP);
    sql.delete(table, 2, dead);
    if (table.equals(Tables.POSTINGS)) {
      for (Map.Entry<Long, Long> count : counts.entrySet()) {
        sql.update(
            "UPDATE terms SET traces = traces - ? WHERE term_id = ?",
            count.getValue(),
            count.getKey());
      }
    }
    return seen[0] < ROWS_PER_STEP ? Optional.empty() : Optional.of(last[0]);
  }
}
