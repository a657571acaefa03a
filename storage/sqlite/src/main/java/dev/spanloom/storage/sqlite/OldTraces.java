package dev.spanloom.storage.sqlite;

import com.github.luben.zstd.Zstd;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Moves traces from the tables of version 1 to those of today, some at a time: writers get in
 * between, and what was interrupted goes on when the file is opened again. A trace is written
 * before it is deleted where it was, and writing it twice changes nothing.
 */
final class OldTraces {
  private static final int BATCH = 200;

  private static final List<String> TABLES =
      List.of(
          "old_tags", "old_metadata", "old_spans", "old_chunks", "old_assessments", "old_traces");

  private final Engine engine;
  private final TraceStore store;

  OldTraces(Engine engine, TraceStore store) {
    this.engine = engine;
    this.store = store;
  }

  /** Whether the tables of version 1 are still there. */
  static boolean left(Sql sql) throws SQLException {
    return sql.one("SELECT 1 FROM sqlite_master WHERE name = 'old_traces'", row -> true)
        .isPresent();
  }

  /** Moves all. */
  void move(Engine.Changes changes) {
    for (List<String> batch = next(); !batch.isEmpty(); batch = next()) {
      List<String> ids = batch;
      store.writer().write(engine.read(sql -> read(sql, ids)));
      changes.change(
          sql -> {
            for (String traceId : ids) {
              for (String table : TABLES) {
                sql.update("DELETE FROM " + table + " WHERE trace_id = ?", traceId);
              }
            }
            return true;
          });
    }
    changes.change(
        sql -> {
          for (String table : TABLES) {
            sql.execute("DROP TABLE IF EXISTS " + table);
          }
          return true;
        });
  }

  private List<String> next() {
    return engine.read(
        sql ->
            sql.list(
                "SELECT trace_id FROM old_traces ORDER BY request_time_ms, trace_id LIMIT " + BATCH,
                row -> row.getString(1)));
  }

  private static WriteBatch read(Sql sql, List<String> traceIds) throws SQLException {
    List<TraceInfo> infos = new ArrayList<>();
    List<EncodedSpan> spans = new ArrayList<>();
    for (String traceId : traceIds) {
      String said =
          sql.one(
                  "SELECT said FROM old_traces WHERE trace_id = ?",
                  row -> row.getString(1),
                  traceId)
              .orElseThrow();
      infos.add(
          TraceInfo.fromMap(object(said)).toBuilder()
              .metadata(pairs(sql, "old_metadata", traceId))
              .tags(pairs(sql, "old_tags", traceId))
              .assessments(
                  sql.list(
                      "SELECT body FROM old_assessments WHERE trace_id = ? ORDER BY position",
                      row -> Assessment.fromMap(object(row.getString(1))),
                      traceId))
              .build());
      spans.addAll(spans(sql, traceId));
    }
    return new WriteBatch(infos, spans, "0");
  }

  private static Map<String, String> pairs(Sql sql, String table, String traceId)
      throws SQLException {
    Map<String, String> pairs = new LinkedHashMap<>();
    sql.list(
        "SELECT key, value FROM " + table + " WHERE trace_id = ?",
        row -> pairs.put(row.getString(1), row.getString(2)),
        traceId);
    return pairs;
  }

  private static List<EncodedSpan> spans(Sql sql, String traceId) throws SQLException {
    Map<Long, List<EncodedSpan>> chunks = new HashMap<>();
    sql.list(
        "SELECT chunk_id, raw_bytes, data FROM old_chunks WHERE trace_id = ?",
        row ->
            chunks.put(
                row.getLong(1),
                OtlpRequests.split(Zstd.decompress(row.getBytes(3), row.getInt(2)))),
        traceId);
    return sql.list(
        "SELECT chunk_id, position FROM old_spans WHERE trace_id = ?",
        row -> Objects.requireNonNull(chunks.get(row.getLong(1))).get(row.getInt(2)),
        traceId);
  }

  private static Map<String, @Nullable Object> object(String json) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (JsonReader.read(json) instanceof Map<?, ?> object) {
      object.forEach((key, value) -> map.put(String.valueOf(key), value));
    }
    return map;
  }
}
