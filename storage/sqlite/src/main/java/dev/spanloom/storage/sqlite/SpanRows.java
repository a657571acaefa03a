package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.internal.derive.SpanFacts;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the spans that a batch brings for one trace: their payload as one chunk, a row for each. A
 * chunk whose last span was replaced by later versions goes away with it.
 */
final class SpanRows {
  private final Sql sql;
  private final String traceId;
  private final Map<Long, Integer> replacedByChunk = new HashMap<>();
  private int added;
  private boolean edgeReplaced;
  private boolean firstOfTrace;

  private SpanRows(Sql sql, String traceId) {
    this.sql = sql;
    this.traceId = traceId;
  }

  /** What was kept of a span that comes again, and of the times of its trace. */
  private record Replaced(
      long chunkId,
      long startNanos,
      @Nullable Long endNanos,
      long traceStartNanos,
      @Nullable Long traceEndNanos) {
    /** True when the times of the trace may be due to this span. */
    boolean isEdge() {
      return startNanos <= traceStartNanos
          || (endNanos != null && traceEndNanos != null && endNanos >= traceEndNanos);
    }
  }

  static void write(Sql sql, String traceId, BatchWriter.Chunk chunk) throws SQLException {
    SpanRows rows = new SpanRows(sql, traceId);
    rows.firstOfTrace =
        sql.one("SELECT 1 FROM traces WHERE trace_id = ? AND span_count = 0", row -> true, traceId)
            .isPresent();
    long chunkId =
        sql.insert(
            "INSERT INTO chunks (trace_id, live_spans, raw_bytes, data) VALUES (?, ?, ?, ?)",
            traceId,
            chunk.facts().size(),
            chunk.rawBytes(),
            chunk.packed());
    for (int i = 0; i < chunk.facts().size(); i++) {
      rows.writeSpan(chunk.facts().get(i), chunkId, i);
    }
    rows.dropReplaced();
    rows.updateTrace(chunk);
  }

  private void writeSpan(SpanFacts span, long chunkId, int position) throws SQLException {
    Replaced old = firstOfTrace ? null : replaced(span.spanId());
    if (old == null) {
      added++;
    } else {
      replacedByChunk.merge(old.chunkId(), 1, Integer::sum);
      edgeReplaced |= old.isEdge();
    }
    sql.update(
        "INSERT OR REPLACE INTO spans ("
            + FactsJson.SPAN_COLUMNS
            + ", chunk_id, position)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        traceId,
        span.spanId(),
        span.parentId(),
        span.name(),
        span.spanType(),
        span.statusCode().name(),
        span.startTimeUnixNanos(),
        span.endTimeUnixNanos(),
        span.sizeBytes(),
        FactsJson.usage(span.tokenUsage()),
        FactsJson.cost(span.cost()),
        span.requestPreview(),
        span.responsePreview(),
        chunkId,
        position);
  }

  private @Nullable Replaced replaced(String spanId) throws SQLException {
    return sql.one(
            "SELECT chunk_id, start_ns, end_ns, min_start_ns, max_end_ns FROM spans JOIN traces USING (trace_id)"
                + " WHERE trace_id = ? AND span_id = ?",
            row ->
                new Replaced(
                    row.getLong(1),
                    row.getLong(2),
                    Sql.longOrNull(row, 3),
                    row.getLong(4),
                    Sql.longOrNull(row, 5)),
            traceId,
            spanId)
        .orElse(null);
  }

  private void dropReplaced() throws SQLException {
    for (Map.Entry<Long, Integer> replaced : replacedByChunk.entrySet()) {
      sql.update(
          "UPDATE chunks SET live_spans = live_spans - ? WHERE chunk_id = ?",
          replaced.getValue(),
          replaced.getKey());
      sql.update("DELETE FROM chunks WHERE chunk_id = ? AND live_spans <= 0", replaced.getKey());
    }
  }

  private void updateTrace(BatchWriter.Chunk chunk) throws SQLException {
    long start = Long.MAX_VALUE;
    Long end = null;
    for (SpanFacts span : chunk.facts()) {
      start = Math.min(start, span.startTimeUnixNanos());
      Long spanEnd = span.endTimeUnixNanos();
      if (spanEnd != null) {
        end = end == null ? spanEnd : Math.max(end, spanEnd);
      }
    }
    sql.update(
        "UPDATE traces SET facts = NULL, span_count = span_count + ?1,"
            + " min_start_ns = min(ifnull(min_start_ns, ?2), ?2),"
            + " max_end_ns = CASE WHEN ?3 IS NULL THEN max_end_ns ELSE max(ifnull(max_end_ns, ?3), ?3) END"
            + " WHERE trace_id = ?4",
        added,
        start,
        end,
        traceId);
    if (edgeReplaced) {
      sql.update(
          "UPDATE traces SET (min_start_ns, max_end_ns) ="
              + " (SELECT min(start_ns), max(end_ns) FROM spans WHERE trace_id = ?1) WHERE trace_id = ?1",
          traceId);
    }
  }
}
