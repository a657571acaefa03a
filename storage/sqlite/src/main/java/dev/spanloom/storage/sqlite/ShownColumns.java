package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.derive.SpanSizes;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what searches look at equal to what an info shows. That needs the first start, the last end
 * and the root only, which are kept or found by an index: the spans of a long trace are not read
 * again with each of its batches. Totals over all spans are stored when a trace is final, and only
 * by a batch that brings a good part of its spans; else whoever reads the trace sums them up.
 */
final class ShownColumns {
  /** A batch pays for summing up at most so many spans for each that it brings. */
  private static final int SPANS_READ_PER_WRITTEN = 8;

  private static final SpanSizes NOT_ASKED = SpanSizes.of(new long[0]);

  private ShownColumns() {}

  /** What is kept of a trace while it runs. */
  private record Running(
      int spans, @Nullable Long startNanos, @Nullable Long endNanos, boolean summedUp) {}

  /**
   * Brings the row of a trace up to date.
   *
   * @param written how many spans were written just now
   */
  static void refresh(Sql sql, TraceInfo said, int written) throws SQLException {
    String traceId = said.traceId();
    Running running =
        sql.one(
                "SELECT span_count, min_start_ns, max_end_ns, facts IS NOT NULL FROM traces WHERE trace_id = ?",
                row ->
                    new Running(
                        row.getInt(1),
                        Sql.longOrNull(row, 2),
                        Sql.longOrNull(row, 3),
                        row.getBoolean(4)),
                traceId)
            .orElseThrow();
    TraceInfo shown = TraceInfoMerge.complete(said, light(sql, traceId, running));
    sql.update(
        "UPDATE traces SET experiment_id = ?, request_time_ms = ?, state = ?, name = ?, client_request_id = ?"
            + " WHERE trace_id = ?",
        BatchWriter.experimentId(shown),
        shown.requestTimeUnixMillis(),
        shown.state().name(),
        shown.name(),
        shown.clientRequestId(),
        traceId);
    boolean isFinal = shown.state() == TraceState.OK || shown.state() == TraceState.ERROR;
    boolean worthIt = written == 0 || running.spans() <= written * (long) SPANS_READ_PER_WRITTEN;
    if (isFinal && !running.summedUp() && running.spans() > 0 && worthIt) {
      Optional<TraceFacts> facts = TraceRows.facts(sql, traceId);
      sql.update(
          "UPDATE traces SET facts = ? WHERE trace_id = ?",
          facts.map(FactsJson::write).orElse(null),
          traceId);
    }
  }

  private static @Nullable TraceFacts light(Sql sql, String traceId, Running running)
      throws SQLException {
    Long start = running.startNanos();
    if (start == null) {
      return null;
    }
    SpanFacts root =
        sql.one(
                "SELECT "
                    + FactsJson.SPAN_COLUMNS
                    + " FROM spans WHERE trace_id = ? AND parent_id IS NULL ORDER BY start_ns, span_id LIMIT 1",
                FactsJson::span,
                traceId)
            .orElse(null);
    return new TraceFacts(start, running.endNanos(), root, null, null, NOT_ASKED);
  }
}
