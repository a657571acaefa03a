package dev.spanloom.storage.sql.text;

import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Which chunks of a segment that is being made are still there. Not thread-safe. */
final class LiveChunks {
  private long segmentId = -1;
  private @Nullable BitSet chunks;

  void forget() {
    segmentId = -1;
    chunks = null;
  }

  /** By their offsets. */
  BitSet of(Sql sql, Segment segment) throws SQLException {
    BitSet known = chunks;
    if (known != null && segmentId == segment.id()) {
      return known;
    }
    BitSet found = new BitSet();
    sql.visit(
        "SELECT chunk_id FROM chunks WHERE chunk_id BETWEEN ? AND ? AND archive_id IS NULL",
        row -> {
          found.set((int) (row.getLong(1) - segment.firstChunk()));
          return true;
        },
        segment.firstChunk(),
        segment.lastChunk());
    segmentId = segment.id();
    chunks = found;
    return found;
  }
}
