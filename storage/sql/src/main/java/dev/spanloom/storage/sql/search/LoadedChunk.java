package dev.spanloom.storage.sql.search;

import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.internal.rows.Payloads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A chunk of a trace, of which as much is decoded as is asked for. Not thread-safe. */
final class LoadedChunk {
  /** What {@link #read} reads, of {@code chunks c} and {@code payloads y}. */
  static final String COLUMNS =
      "c.chunk_id, c.trace_no, c.raw_bytes, c.packed_bytes, c.archive_id, c.archive_offset,"
          + " c.live_spans, y.data";

  private final Sql sql;
  private final Payloads.ChunkRow row;
  private final int liveSpans;
  private final byte[] request;

  private LoadedChunk(Sql sql, Payloads.ChunkRow row, int liveSpans, byte[] request) {
    this.sql = sql;
    this.row = row;
    this.liveSpans = liveSpans;
    this.request = request;
  }

  static LoadedChunk read(Sql sql, ResultSet result) throws SQLException {
    Payloads.ChunkRow row = Payloads.chunk(result);
    byte[] data = result.getBytes(8);
    return new LoadedChunk(
        sql,
        row,
        result.getInt(7),
        data == null ? Payloads.raw(sql, row) : Payloads.raw(sql, row, data));
  }

  long chunkId() {
    return row.chunkId();
  }

  /** The spans that were not replaced by later ones, each decoded when it is asked for. */
  List<EncodedSpan> spans() throws SQLException {
    List<EncodedSpan> all = OtlpRequests.split(request);
    if (all.size() == liveSpans) {
      return all;
    }
    Set<Integer> live = live();
    List<EncodedSpan> spans = new ArrayList<>(live.size());
    for (int i = 0; i < all.size(); i++) {
      if (live.contains(i)) {
        spans.add(all.get(i));
      }
    }
    return spans;
  }

  private Set<Integer> live() throws SQLException {
    return new HashSet<>(
        sql.list(
            "SELECT s.position FROM spans s WHERE s.trace_no = ? AND s.chunk_id = ?",
            result -> result.getInt(1),
            row.traceNo(),
            row.chunkId()));
  }
}
