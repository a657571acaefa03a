package dev.spanloom.storage.sql.store;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.SpanSummary;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.internal.Slices;
import dev.spanloom.storage.sql.DamagedException;
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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    return engine.read(sql -> TraceInfos.shown(sql, said(sql, traceIds)));
  }

  /** What is said of traces; unknown ids are left out. */
  private static List<StoredWords> said(Sql sql, List<String> traceIds) throws SQLException {
    Set<String> asked = Set.copyOf(traceIds);
    List<Long> numbers = new ArrayList<>(traceIds.size());
    for (String traceId : traceIds) {
      TraceRows.number(sql, traceId).ifPresent(numbers::add);
    }
    List<StoredWords> said = TraceInfos.said(sql, numbers);
    for (StoredWords words : said) {
      if (!asked.contains(words.said().traceId())) {
        throw new DamagedException("a trace of those asked for", null);
      }
    }
    return said;
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
          for (StoredWords words : said(sql, traceIds)) {
            List<Span> spans = Payloads.spans(sql, TraceRows.spanRows(sql, words));
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

  private static List<SpanRow> page(Sql sql, String traceId, int offset, int limit)
      throws SQLException {
    Slices.check(offset, limit);
    long number = TraceRows.number(sql, traceId).orElseThrow(() -> StoredChange.unknown(traceId));
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
