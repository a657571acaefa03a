package dev.spanloom.storage.sql.store;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.SpanSummary;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.TraceRevision;
import dev.spanloom.storage.internal.Fingerprint;
import dev.spanloom.storage.internal.Slices;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Hex;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.storage.sql.internal.rows.Payloads;
import dev.spanloom.storage.sql.internal.rows.SpanRow;
import dev.spanloom.storage.sql.internal.rows.StoredWords;
import dev.spanloom.storage.sql.internal.rows.TraceInfos;
import dev.spanloom.storage.sql.internal.rows.TraceRows;
import dev.spanloom.storage.sql.internal.write.StoredChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads traces by id. Thread-safe. */
public final class SqlReader implements TraceReader {
  /** Ids are compared as texts elsewhere: those above the sign bit come last here, too. */
  private static final String ORDER =
      " ORDER BY CASE WHEN parent_id IS NULL THEN 0 ELSE 1 END, start_ns,"
          + " CASE WHEN span_id < 0 THEN 1 ELSE 0 END, span_id";

  private final Engine engine;

  public SqlReader(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Optional<TraceInfo> info(String traceId) {
    return infos(List.of(traceId)).stream().findFirst();
  }

  @Override
  public List<TraceInfo> infos(List<String> traceIds) {
    return engine.read(sql -> TraceInfos.shown(sql, TraceInfos.saidOfIds(sql, traceIds)));
  }

  @Override
  public Optional<Trace> trace(String traceId) {
    return traces(List.of(traceId)).stream().findFirst();
  }

  @Override
  public List<Trace> traces(List<String> traceIds) {
    return engine.read(
        sql -> {
          List<Trace> traces = new ArrayList<>(traceIds.size());
          for (StoredWords words : TraceInfos.saidOfIds(sql, traceIds)) {
            List<Span> spans = Payloads.spans(sql, words);
            traces.add(new Trace(TraceInfos.shown(sql, words), spans));
          }
          return traces;
        });
  }

  @Override
  public List<SpanSummary> skeleton(String traceId, int offset, int limit) {
    return engine.read(
        sql -> page(sql, traceId, offset, limit).stream().map(SpanRow::summary).toList());
  }

  @Override
  public Optional<Span> span(String traceId, String spanId) {
    return engine.read(
        sql -> {
          Optional<Long> number = TraceRows.number(sql, traceId);
          if (number.isEmpty() || !spanId.matches("[0-9a-f]{16}")) {
            return Optional.empty();
          }
          List<SpanRow> rows =
              sql.lookup(
                  Tables.SPANS,
                  SpanRow.COLUMNS,
                  2,
                  List.<Object[]>of(new Object[] {number.get(), Hex.number(spanId)}),
                  SpanRow::read);
          return Payloads.spans(sql, rows).stream().findFirst();
        });
  }

  @Override
  public List<Span> spans(String traceId, int offset, int limit) {
    return engine.read(sql -> Payloads.spans(sql, page(sql, traceId, offset, limit)));
  }

  @Override
  public void eachSpan(String traceId, Predicate<Span> visitor) {
    engine.read(
        sql -> {
          Payloads.each(sql, number(sql, traceId), visitor);
          return true;
        });
  }

  /** Every write of spans makes a chunk of a number that none had before. */
  @Override
  public Optional<TraceRevision> revision(String traceId) {
    return engine.read(
        sql ->
            sql.one(
                "SELECT t.trace_no, t.span_count, t.assessed, i.said,"
                    + " (SELECT MAX(c.chunk_id) FROM chunks c WHERE c.trace_no = t.trace_no)"
                    + " FROM traces t JOIN trace_info i ON i.trace_no = t.trace_no"
                    + " WHERE t.trace_id = ?",
                row -> revision(sql, row),
                traceId));
  }

  private static TraceRevision revision(Sql sql, ResultSet row) throws SQLException {
    int spans = row.getInt(2);
    String ofSpans = Long.toString(row.getLong(5), Character.MAX_RADIX) + "-" + spans;
    Fingerprint all = new Fingerprint().add(ofSpans).add(row.getBytes(4));
    if (row.getInt(3) != 0) {
      sql.visit(
          "SELECT body FROM assessments WHERE trace_no = ? ORDER BY position",
          body -> {
            all.add(body.getString(1));
            return true;
          },
          row.getLong(1));
    }
    return new TraceRevision(all.text(), ofSpans, spans);
  }

  private static long number(Sql sql, String traceId) throws SQLException {
    return TraceRows.number(sql, traceId).orElseThrow(() -> StoredChange.unknown(traceId));
  }

  private static List<SpanRow> page(Sql sql, String traceId, int offset, int limit)
      throws SQLException {
    Slices.check(offset, limit);
    long number = number(sql, traceId);
    return sql.list(
        "SELECT "
            + SpanRow.COLUMNS
            + " FROM spans WHERE trace_no = ?"
            + ORDER
            + " LIMIT ? OFFSET ?",
        SpanRow::read,
        number,
        (long) limit,
        (long) offset);
  }
}
