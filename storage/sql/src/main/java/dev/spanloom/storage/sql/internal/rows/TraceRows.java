package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.SizeStats;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads traces without their payloads out of the tables. */
public final class TraceRows {
  private TraceRows() {}

  public static Optional<TraceRow> row(Sql sql, String traceId) throws SQLException {
    return sql.one(
        "SELECT " + TraceRow.COLUMNS + " FROM traces WHERE trace_id = ?", TraceRow::read, traceId);
  }

  /** The number of a trace; empty for an unknown id. */
  public static Optional<Long> number(Sql sql, String traceId) throws SQLException {
    return sql.one(
        "SELECT trace_no FROM traces WHERE trace_id = ?", row -> row.getLong(1), traceId);
  }

  /** All that is stored of traces but spans, by number; unknown numbers are left out. */
  public static Map<Long, StoredTrace> stored(Sql sql, Collection<Long> traceNos, String suffix)
      throws SQLException {
    List<TraceRow> rows = rows(sql, traceNos, suffix);
    Map<Long, StoredWords> words =
        TraceInfos.words(sql, rows.stream().map(TraceRow::traceNo).toList());
    Map<Long, List<Assessment>> assessments =
        StoredAssessments.of(
            sql, rows.stream().filter(TraceRow::assessed).map(TraceRow::traceNo).toList());
    Map<Long, StoredTrace> stored = new LinkedHashMap<>();
    for (TraceRow row : rows) {
      StoredWords said = words.get(row.traceNo());
      if (said == null) {
        throw new DamagedException(StoredWords.nameOf(row.traceNo()), null);
      }
      stored.put(
          row.traceNo(),
          new StoredTrace(
              row, said.said(), said.facts(), assessments.getOrDefault(row.traceNo(), List.of())));
    }
    return stored;
  }

  private static List<TraceRow> rows(Sql sql, Collection<Long> traceNos, String suffix)
      throws SQLException {
    if (suffix.isEmpty()) {
      return sql.lookup(Tables.TRACES, TraceRow.COLUMNS, 1, keys(traceNos), TraceRow::read);
    }
    List<TraceRow> rows = new ArrayList<>(traceNos.size());
    for (Long traceNo : traceNos) {
      sql.one(
              "SELECT " + TraceRow.COLUMNS + " FROM traces WHERE trace_no = ?" + suffix,
              TraceRow::read,
              traceNo)
          .ifPresent(rows::add);
    }
    return rows;
  }

  public static List<Object[]> keys(Collection<Long> numbers) {
    List<Object[]> keys = new ArrayList<>(numbers.size());
    numbers.forEach(number -> keys.add(new Object[] {number}));
    return keys;
  }

  /** What clients said, with the assessments. */
  public static TraceInfo said(StoredTrace stored) {
    return stored.assessments().isEmpty()
        ? stored.said()
        : stored.said().toBuilder().assessments(stored.assessments()).build();
  }

  /** Sums up all spans of a trace; the deciding root, with its previews, is known. */
  public static TraceFacts settled(Sql sql, StoredTrace stored, StoredFacts light)
      throws SQLException {
    TraceRow row = stored.row();
    return settled(
        spanRows(sql, row.traceNo(), row.traceId(), row.spanCount()), row.traceId(), light);
  }

  static TraceFacts settled(Sql sql, StoredWords words, StoredFacts light) throws SQLException {
    return settled(spanRows(sql, words), words.said().traceId(), light);
  }

  private static TraceFacts settled(List<SpanRow> rows, String traceId, StoredFacts light) {
    List<SpanFacts> spans = rows.stream().map(span -> span.facts(traceId)).toList();
    TraceFacts sums = TraceFacts.of(spans).orElseThrow();
    TraceFacts known = light.facts();
    return new TraceFacts(
        known.startTimeUnixNanos(), known.endTimeUnixNanos(), known.root(), sums.sums());
  }

  /** All rows of spans of a trace; that they are all there is checked. */
  public static List<SpanRow> spanRows(Sql sql, StoredWords words) throws SQLException {
    return spanRows(sql, words.traceNo(), words.said().traceId(), words.spanCount());
  }

  private static List<SpanRow> spanRows(Sql sql, long traceNo, String traceId, int spanCount)
      throws SQLException {
    List<SpanRow> rows = spanRows(sql, traceNo);
    checkSpans(traceId, spanCount, rows.size());
    return rows;
  }

  /** Checks that all spans are there that a trace has. */
  static void checkSpans(String traceId, int spanCount, int found) throws DamagedException {
    if (found != spanCount) {
      throw new DamagedException(
          "a span of trace " + traceId + ", which has " + spanCount + " and not " + found + ",",
          null);
    }
  }

  public static List<SpanRow> spanRows(Sql sql, long traceNo) throws SQLException {
    return sql.list(
        "SELECT " + SpanRow.COLUMNS + " FROM spans WHERE trace_no = ?", SpanRow::read, traceNo);
  }

  /**
   * The row of the words of a trace; assessments have a table of their own.
   *
   * @param shown the two completed by each other, but for the sizes
   */
  public static @Nullable Object[] infoRow(
      long traceNo, TraceInfo said, @Nullable StoredFacts facts, TraceInfo shown, Packing packing) {
    return new @Nullable Object[] {
      traceNo,
      PackedText.pack(StoredWords.text(said, facts), packing),
      null,
      facts == null || !facts.settled() ? 0L : SizeStats.infoBytes(shown)
    };
  }
}
