package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.storage.sql.Counters;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.storage.sql.internal.rows.Artifacts;
import dev.spanloom.storage.sql.internal.rows.Payloads;
import dev.spanloom.storage.sql.internal.rows.SpanRow;
import dev.spanloom.storage.sql.internal.rows.TraceRow;
import dev.spanloom.storage.sql.internal.rows.TraceRows;
import dev.spanloom.storage.sql.rollup.Rollups;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Deletes traces within a transaction. Their entries in the index stay behind until they are swept:
 * numbers are never given twice, so nobody finds anything by them.
 */
public final class TraceRemoval {
  /** What went; bytes of spans and artifacts. */
  public record Removed(long traces, long spans, long payloadBytes) {
    public Removed and(Removed other) {
      return new Removed(
          traces + other.traces, spans + other.spans, payloadBytes + other.payloadBytes);
    }
  }

  public static final Removed NOTHING = new Removed(0, 0, 0);

  private TraceRemoval() {}

  static Removed remove(Sql sql, WriterState state, Collection<Long> traceNos) throws SQLException {
    if (traceNos.isEmpty()) {
      return NOTHING;
    }
    List<Object[]> keys = TraceRows.keys(traceNos);
    List<TraceRow> traces = sql.lookup(Tables.TRACES, TraceRow.COLUMNS, 1, keys, TraceRow::read);
    Dialect dialect = state.dialect();
    Rollups rollups = new Rollups(dialect, state.rollupNames(), state.knownRollups());
    List<Long> chunks = new ArrayList<>();
    long spans = 0;
    long bytes = 0;
    for (TraceRow trace : traces) {
      rollups.remove(trace.point());
      List<SpanRow> rows = TraceRows.spanRows(sql, trace.traceNo());
      rows.forEach(span -> rollups.remove(span.point(trace.experimentId())));
      spans += rows.size();
      bytes += trace.payloadBytes();
      Payloads.chunksOf(sql, trace.traceNo()).forEach(chunk -> chunks.add(chunk.chunkId()));
    }
    TraceWrite.deleteChunks(sql, dialect, chunks);
    sql.delete(Tables.SPANS, 1, keys);
    sql.delete(Tables.ASSESSMENTS, 1, keys);
    sql.delete(Tables.SETTLE_QUEUE, 1, keys);
    sql.delete(Tables.TRACE_INFO, 1, keys);
    sql.delete(Tables.TRACES, 1, keys);
    rollups.flush(sql);
    long artifactBytes =
        Artifacts.deleteOf(sql, dialect, traces.stream().map(TraceRow::traceId).toList());
    Counters.add(sql, Counters.TRACES, -traces.size());
    Counters.add(sql, Counters.SPANS, -spans);
    Counters.add(sql, Counters.PAYLOAD_BYTES, -bytes);
    Counters.add(sql, Counters.DANGLING, traces.size());
    return new Removed(traces.size(), spans, bytes + artifactBytes);
  }
}
