package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.storage.internal.StoredTags;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads traces out of their tables. */
final class TraceRows {
  private TraceRows() {}

  /** What is held of a trace in its own row. */
  private record Row(String said, @Nullable String facts) {}

  /** What clients said of a trace, with tags, metadata and assessments. */
  static Optional<TraceInfo> said(Sql sql, String traceId) throws SQLException {
    Optional<Row> row = row(sql, traceId);
    return row.isEmpty() ? Optional.empty() : Optional.of(said(sql, traceId, row.get().said()));
  }

  private static Optional<Row> row(Sql sql, String traceId) throws SQLException {
    return sql.one(
        "SELECT said, facts FROM traces WHERE trace_id = ?",
        row -> new Row(row.getString(1), row.getString(2)),
        traceId);
  }

  private static TraceInfo said(Sql sql, String traceId, String json) throws SQLException {
    return TraceInfo.fromMap(object(json)).toBuilder()
        .metadata(pairs(sql, "SELECT key, value FROM trace_metadata WHERE trace_id = ?", traceId))
        .tags(pairs(sql, "SELECT key, value FROM trace_tags WHERE trace_id = ?", traceId))
        .assessments(assessments(sql, traceId))
        .build();
  }

  static Map<String, String> pairs(Sql sql, String query, Object key) throws SQLException {
    Map<String, String> pairs = new LinkedHashMap<>();
    sql.list(query, row -> pairs.put(row.getString(1), row.getString(2)), key);
    return pairs;
  }

  static List<Assessment> assessments(Sql sql, String traceId) throws SQLException {
    return sql.list(
        "SELECT body FROM assessments WHERE trace_id = ? ORDER BY position",
        row -> Assessment.fromMap(object(row.getString(1))),
        traceId);
  }

  /** What a client gets: what was said, completed by what the spans say. */
  static Optional<TraceInfo> info(Sql sql, String traceId) throws SQLException {
    Optional<Row> row = row(sql, traceId);
    if (row.isEmpty()) {
      return Optional.empty();
    }
    TraceFacts facts =
        row.get().facts() == null
            ? facts(sql, traceId).orElse(null)
            : FactsJson.read(traceId, row.get().facts());
    TraceInfo said = said(sql, traceId, row.get().said());
    return Optional.of(StoredTags.added(TraceInfoMerge.complete(said, facts)));
  }

  /** What the spans of a trace say, from their rows. */
  static Optional<TraceFacts> facts(Sql sql, String traceId) throws SQLException {
    List<SpanFacts> spans =
        sql.list(
            "SELECT "
                + FactsJson.SPAN_COLUMNS
                + " FROM spans WHERE trace_id = ? ORDER BY parent_id IS NOT NULL, start_ns, span_id",
            FactsJson::span,
            traceId);
    return TraceFacts.of(spans);
  }

  static Optional<Trace> trace(Sql sql, String traceId) throws SQLException {
    Optional<TraceInfo> info = info(sql, traceId);
    return info.isEmpty()
        ? Optional.empty()
        : Optional.of(new Trace(info.get(), spans(sql, traceId)));
  }

  /** Where the current version of a span lies. */
  private record Place(long chunkId, int position) {}

  private static List<Span> spans(Sql sql, String traceId) throws SQLException {
    List<Place> places =
        sql.list(
            "SELECT chunk_id, position FROM spans WHERE trace_id = ?",
            row -> new Place(row.getLong(1), row.getInt(2)),
            traceId);
    Map<Long, List<EncodedSpan>> chunks = new HashMap<>();
    sql.list(
        "SELECT chunk_id, raw_bytes, data FROM chunks WHERE trace_id = ?",
        row ->
            chunks.put(
                row.getLong(1), OtlpRequests.split(Chunks.unpack(row.getBytes(3), row.getInt(2)))),
        traceId);
    List<Span> spans = new ArrayList<>(places.size());
    for (Place place : places) {
      List<EncodedSpan> chunk = chunks.get(place.chunkId());
      if (chunk != null) {
        spans.add(chunk.get(place.position()).decode());
      }
    }
    spans.sort(
        Comparator.comparing((Span span) -> !span.isRoot())
            .thenComparingLong(Span::startTimeUnixNanos)
            .thenComparing(Span::spanId));
    return spans;
  }

  static Map<String, @Nullable Object> object(String json) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (JsonReader.read(json) instanceof Map<?, ?> object) {
      object.forEach((key, value) -> map.put(String.valueOf(key), value));
    }
    return map;
  }
}
