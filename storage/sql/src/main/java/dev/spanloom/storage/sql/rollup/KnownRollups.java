package dev.spanloom.storage.sql.rollup;

import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of roll-ups that a writer wrote or read last: its next transaction most likely changes
 * the same minutes, and need not read them again as long as nobody else writes. What a transaction
 * did that was taken back is to be forgotten. Not thread-safe; one per writer.
 */
public final class KnownRollups {
  /** Each has some kilobytes at most. */
  private static final int MOST_ROWS = 4_000;

  private final Map<RollupKey, RollupSums> rows = new LinkedHashMap<>(64, 0.75f, true);
  private @Nullable Long asOf;

  /** Forgets everything: a transaction was taken back. */
  public void forget() {
    rows.clear();
    asOf = null;
  }

  /** Forgets what others may have changed. Within each transaction before anything else. */
  void begin(Sql sql, Dialect dialect) throws SQLException {
    Long now = dialect.changesOfOthers(sql);
    if (now == null || !now.equals(asOf)) {
      rows.clear();
    }
    asOf = now;
  }

  /** A row as it is stored; null when it is not known, or is not there. */
  @Nullable RollupSums get(RollupKey key) {
    return rows.get(key);
  }

  /** Takes note of a row as it is stored from now on. */
  void put(RollupKey key, RollupSums sums) {
    if (asOf == null) {
      return;
    }
    rows.put(key, sums);
    if (rows.size() > MOST_ROWS) {
      Iterator<RollupKey> oldest = rows.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Takes note that a row is gone. */
  void remove(RollupKey key) {
    rows.remove(key);
  }
}
