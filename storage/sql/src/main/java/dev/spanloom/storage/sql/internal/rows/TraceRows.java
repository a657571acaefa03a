package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.storage.internal.StoredTags;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads traces without their payloads out of the tables. */
public final class TraceRows {
  private TraceRows() {}

  /** What stands beside the row of a trace. */
  private record Words(long traceNo, String said, @Nullable String facts) {
    static Words read(ResultSet row) throws SQLException {
      long traceNo = row.getLong(1);
      try {
        return new Words(
            traceNo,
            String.valueOf(PackedText.unpack(row.getBytes(2))),
            PackedText.unpack(row.getBytes(3)));
      } catch (RuntimeException e) {
        throw new DamagedException(nameOf(traceNo), e);
      }
    }

    static String nameOf(long traceNo) {
      return "what was said of trace number " + traceNo;
    }
  }

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
    Map<Long, Words> words = new HashMap<>();
    List<Object[]> assessed = new ArrayList<>();
    sql.lookup(
        Tables.TRACE_INFO,
        "trace_no, said, facts",
        1,
        keys(rows.stream().map(TraceRow::traceNo).toList()),
        row -> words.put(row.getLong(1), Words.read(row)));
    for (TraceRow row : rows) {
      if (row.assessed()) {
        assessed.add(new Object[] {row.traceNo()});
      }
    }
    Map<Long, List<Assessment>> assessments = assessments(sql, assessed);
    Map<Long, StoredTrace> stored = new LinkedHashMap<>();
    for (TraceRow row : rows) {
      Words said = words.get(row.traceNo());
      if (said == null) {
        throw new DamagedException(Words.nameOf(row.traceNo()), null);
      }
      stored.put(
          row.traceNo(),
          new StoredTrace(
              row,
              TraceInfo.fromMap(object(said.said())),
              StoredFacts.read(row.traceId(), said.facts()),
              assessmentsOf(row, assessments)));
    }
    return stored;
  }

  private static List<Assessment> assessmentsOf(
      TraceRow row, Map<Long, List<Assessment>> assessments) throws SQLException {
    List<Assessment> known = assessments.getOrDefault(row.traceNo(), List.of());
    if (row.assessed() && known.isEmpty()) {
      throw new DamagedException("an assessment of trace " + row.traceId(), null);
    }
    return known;
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

  private static Map<Long, List<Assessment>> assessments(Sql sql, List<Object[]> keys)
      throws SQLException {
    record Placed(int position, Assessment assessment) {}
    Map<Long, List<Placed>> placed = new HashMap<>();
    if (!keys.isEmpty()) {
      sql.lookup(
          Tables.ASSESSMENTS,
          "trace_no, position, body",
          1,
          keys,
          row ->
              placed
                  .computeIfAbsent(row.getLong(1), no -> new ArrayList<>())
                  .add(new Placed(row.getInt(2), assessment(row))));
    }
    Map<Long, List<Assessment>> assessments = new HashMap<>();
    placed.forEach(
        (traceNo, list) -> {
          list.sort(java.util.Comparator.comparingInt(Placed::position));
          assessments.put(traceNo, list.stream().map(Placed::assessment).toList());
        });
    return assessments;
  }

  /** The assessment of columns {@code trace_no, position, body}. */
  private static Assessment assessment(ResultSet row) throws SQLException {
    try {
      return Assessment.fromMap(object(row.getString(3)));
    } catch (RuntimeException e) {
      throw new DamagedException("an assessment of trace number " + row.getLong(1), e);
    }
  }

  /** All that is stored of traces but spans, in the order of the numbers, which exist. */
  public static List<StoredTrace> existing(Sql sql, List<Long> traceNos) throws SQLException {
    Map<Long, StoredTrace> stored = stored(sql, traceNos, "");
    List<StoredTrace> existing = new ArrayList<>(traceNos.size());
    for (Long traceNo : traceNos) {
      StoredTrace one = stored.get(traceNo);
      if (one == null) {
        throw new DamagedException("trace number " + traceNo, null);
      }
      existing.add(one);
    }
    return existing;
  }

  /** The infos as a client gets them, in the order of the numbers, which exist. */
  public static List<TraceInfo> infos(Sql sql, List<Long> traceNos) throws SQLException {
    List<TraceInfo> infos = new ArrayList<>(traceNos.size());
    for (StoredTrace stored : existing(sql, traceNos)) {
      infos.add(info(sql, stored));
    }
    return infos;
  }

  /** The info as a client gets it. */
  public static TraceInfo info(Sql sql, StoredTrace stored) throws SQLException {
    return StoredTags.added(TraceInfoMerge.complete(said(stored), facts(sql, stored)));
  }

  /** What clients said, with the assessments. */
  public static TraceInfo said(StoredTrace stored) {
    return stored.assessments().isEmpty()
        ? stored.said()
        : stored.said().toBuilder().assessments(stored.assessments()).build();
  }

  /** What the spans say, summed up now where that was not done yet. */
  public static @Nullable TraceFacts facts(Sql sql, StoredTrace stored) throws SQLException {
    StoredFacts facts = stored.facts();
    return facts == null || facts.settled()
        ? factsOrNull(facts)
        : settled(sql, stored.row(), facts);
  }

  private static @Nullable TraceFacts factsOrNull(@Nullable StoredFacts facts) {
    return facts == null ? null : facts.facts();
  }

  /** Sums up all spans of a trace; the deciding root, with its previews, is known. */
  public static TraceFacts settled(Sql sql, TraceRow row, StoredFacts light) throws SQLException {
    List<SpanFacts> spans =
        spanRows(sql, row).stream().map(span -> span.facts(row.traceId())).toList();
    TraceFacts sums = TraceFacts.of(spans).orElseThrow();
    TraceFacts known = light.facts();
    return new TraceFacts(
        known.startTimeUnixNanos(),
        known.endTimeUnixNanos(),
        known.root(),
        sums.usage(),
        sums.cost(),
        sums.sizes());
  }

  /** All rows of spans of a trace; that they are all there is checked. */
  public static List<SpanRow> spanRows(Sql sql, TraceRow row) throws SQLException {
    List<SpanRow> rows = spanRows(sql, row.traceNo());
    if (rows.size() != row.spanCount()) {
      throw new DamagedException(
          "a span of trace "
              + row.traceId()
              + ", which has "
              + row.spanCount()
              + " and not "
              + rows.size()
              + ",",
          null);
    }
    return rows;
  }

  public static List<SpanRow> spanRows(Sql sql, long traceNo) throws SQLException {
    return sql.list(
        "SELECT " + SpanRow.COLUMNS + " FROM spans WHERE trace_no = ?", SpanRow::read, traceNo);
  }

  /** The row of the words of a trace; assessments have a table of their own. */
  public static @Nullable Object[] infoRow(
      long traceNo, TraceInfo said, @Nullable StoredFacts facts) {
    String json = JsonWriter.write(said.toBuilder().assessments(List.of()).build().toMap());
    boolean ownRequest = said.requestPreview() != null;
    boolean ownResponse = said.responsePreview() != null;
    return new @Nullable Object[] {
      traceNo,
      PackedText.pack(json),
      PackedText.pack(facts == null ? null : facts.json(ownRequest, ownResponse))
    };
  }

  public static Map<String, @Nullable Object> object(String json) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (JsonReader.read(json) instanceof Map<?, ?> object) {
      object.forEach((key, value) -> map.put(String.valueOf(key), value));
    }
    return map;
  }
}
