package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.entities.internal.rules.AssessmentRules;
import dev.spanloom.entities.internal.rules.TagRules;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.storage.DecodedBatch;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a batch into the tables, within the transaction of the caller. What can be prepared
 * outside of it, is.
 */
final class BatchWriter {
  private final DecodedBatch batch;
  private final Map<String, Chunk> chunks = new LinkedHashMap<>();

  private BatchWriter(DecodedBatch batch) {
    this.batch = batch;
  }

  /** The spans of one trace, ready to be written. */
  private static final class Chunk {
    private final List<SpanFacts> facts;
    private final int rawBytes;
    private final byte[] packed;

    private Chunk(List<SpanFacts> facts, byte[] raw) {
      this.facts = facts;
      this.rawBytes = raw.length;
      this.packed = Chunks.pack(raw);
    }
  }

  /** Compresses and looks into spans, on the thread that writes. */
  static BatchWriter prepare(DecodedBatch batch) {
    BatchWriter writer = new BatchWriter(batch);
    batch
        .spans()
        .forEach(
            (traceId, spans) -> {
              List<EncodedSpan> encoded = new ArrayList<>(spans.size());
              List<SpanFacts> facts = new ArrayList<>(spans.size());
              spans
                  .values()
                  .forEach(
                      span -> {
                        encoded.add(span.encoded());
                        facts.add(SpanFacts.of(span.span()));
                      });
              writer.chunks.put(traceId, new Chunk(facts, OtlpRequests.encode(encoded)));
            });
    return writer;
  }

  void write(Sql sql) throws SQLException {
    Map<String, TraceInfo> said = new LinkedHashMap<>();
    for (TraceInfo info : batch.infos()) {
      said.put(info.traceId(), writeInfo(sql, info, said.get(info.traceId())));
    }
    for (Map.Entry<String, Chunk> entry : chunks.entrySet()) {
      String traceId = entry.getKey();
      TraceInfo known = said.get(traceId);
      if (known == null) {
        Optional<TraceInfo> stored = TraceRows.said(sql, traceId);
        known = stored.isPresent() ? stored.get() : insertUnsaid(sql, traceId);
        said.put(traceId, known);
      }
      writeChunk(sql, traceId, entry.getValue());
    }
    for (TraceInfo info : said.values()) {
      refresh(sql, info);
    }
  }

  /** Merges an info with what is known, writes the difference, and returns the whole. */
  private static TraceInfo writeInfo(Sql sql, TraceInfo given, @Nullable TraceInfo inThisBatch)
      throws SQLException {
    List<Assessment> identified =
        given.assessments().stream()
            .map(a -> AssessmentRules.identified(a, given.traceId()))
            .toList();
    TraceInfo.Builder cut = given.toBuilder().assessments(identified);
    given.tags().forEach((key, value) -> cut.tag(key, TagRules.cutValue(value)));
    TraceInfo said = cut.build();
    TraceInfo known =
        inThisBatch != null ? inThisBatch : TraceRows.said(sql, given.traceId()).orElse(null);
    TraceInfo merged = known == null ? said : TraceInfoMerge.update(known, said);
    if (known == null) {
      insert(sql, merged);
    } else {
      sql.update(
          "UPDATE traces SET said = ? WHERE trace_id = ?", saidJson(merged), merged.traceId());
    }
    writePairs(
        sql,
        "trace_tags",
        merged.traceId(),
        merged.tags(),
        known == null ? Map.of() : known.tags());
    writePairs(
        sql,
        "trace_metadata",
        merged.traceId(),
        merged.traceMetadata(),
        known == null ? Map.of() : known.traceMetadata());
    if (!merged.assessments().equals(known == null ? List.of() : known.assessments())) {
      writeAssessments(sql, merged.traceId(), merged.assessments());
    }
    return merged;
  }

  private TraceInfo insertUnsaid(Sql sql, String traceId) throws SQLException {
    TraceInfo info =
        TraceInfo.builder(traceId)
            .experimentId(batch.experimentId())
            .state(TraceState.IN_PROGRESS)
            .build();
    insert(sql, info);
    return info;
  }

  private static void insert(Sql sql, TraceInfo info) throws SQLException {
    sql.update(
        "INSERT INTO traces (trace_id, experiment_id, said, request_time_ms, state) VALUES (?, ?, ?, ?, ?)",
        info.traceId(),
        experimentId(info),
        saidJson(info),
        info.requestTimeUnixMillis(),
        info.state().name());
  }

  static long experimentId(TraceInfo info) {
    try {
      return Long.parseLong(
          info.experimentId() == null ? Experiment.DEFAULT_ID : info.experimentId());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "experiment id: \"" + info.experimentId() + "\" (expected: a whole number)", e);
    }
  }

  /** The info without what has tables of its own. */
  private static String saidJson(TraceInfo info) {
    return JsonWriter.write(
        new TraceInfo(
                info.traceId(),
                info.clientRequestId(),
                info.traceLocation(),
                info.requestPreview(),
                info.responsePreview(),
                info.requestTimeUnixMillis(),
                info.executionDurationMillis(),
                info.state(),
                Map.of(),
                Map.of(),
                List.of())
            .toMap());
  }

  private static void writePairs(
      Sql sql, String table, String traceId, Map<String, String> pairs, Map<String, String> known)
      throws SQLException {
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      if (!pair.getValue().equals(known.get(pair.getKey()))) {
        sql.update(
            "INSERT OR REPLACE INTO " + table + " (trace_id, key, value) VALUES (?, ?, ?)",
            traceId,
            pair.getKey(),
            pair.getValue());
      }
    }
  }

  static void writeAssessments(Sql sql, String traceId, List<Assessment> assessments)
      throws SQLException {
    sql.update("DELETE FROM assessments WHERE trace_id = ?", traceId);
    for (int i = 0; i < assessments.size(); i++) {
      Assessment assessment = assessments.get(i);
      sql.update(
          "INSERT INTO assessments (trace_id, position, assessment_id, name, kind, body) VALUES (?, ?, ?, ?, ?, ?)",
          traceId,
          i,
          assessment.assessmentId(),
          assessment.name(),
          assessment.kind(),
          JsonWriter.write(assessment.toMap()));
    }
  }

  private static void writeChunk(Sql sql, String traceId, Chunk chunk) throws SQLException {
    long chunkId =
        sql.insert(
            "INSERT INTO chunks (trace_id, raw_bytes, data) VALUES (?, ?, ?)",
            traceId,
            chunk.rawBytes,
            chunk.packed);
    long start = Long.MAX_VALUE;
    Long end = null;
    for (int i = 0; i < chunk.facts.size(); i++) {
      SpanFacts span = chunk.facts.get(i);
      start = Math.min(start, span.startTimeUnixNanos());
      Long spanEnd = span.endTimeUnixNanos();
      if (spanEnd != null) {
        end = end == null ? spanEnd : Math.max(end, spanEnd);
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
          i);
    }
    sql.update(
        "UPDATE traces SET facts = NULL, min_start_ns = min(ifnull(min_start_ns, ?1), ?1),"
            + " max_end_ns = nullif(max(ifnull(max_end_ns, 0), ifnull(?2, 0)), 0) WHERE trace_id = ?3",
        start,
        end,
        traceId);
  }

  /**
   * Brings up to date what searches see. While a trace runs that is little, so that a long one is
   * not read again with each of its batches; once it is final, its spans are summed up and the sum
   * is kept.
   */
  private static void refresh(Sql sql, TraceInfo said) throws SQLException {
    boolean saidFinal = said.state() == TraceState.OK || said.state() == TraceState.ERROR;
    boolean rootEnded =
        saidFinal
            || sql.one(
                    "SELECT 1 FROM spans WHERE trace_id = ? AND parent_id IS NULL AND end_ns IS NOT NULL LIMIT 1",
                    row -> true,
                    said.traceId())
                .isPresent();
    if (rootEnded) {
      Optional<TraceFacts> facts = TraceRows.facts(sql, said.traceId());
      TraceInfo complete = TraceInfoMerge.complete(said, facts.orElse(null));
      show(sql, complete, facts.map(FactsJson::write).orElse(null));
    } else {
      Long start =
          sql.one(
                  "SELECT min_start_ns FROM traces WHERE trace_id = ?",
                  row -> Optional.ofNullable(Sql.longOrNull(row, 1)),
                  said.traceId())
              .flatMap(value -> value)
              .orElse(null);
      long saidTime = said.requestTimeUnixMillis();
      long startMillis = start == null ? saidTime : start / 1_000_000;
      long time = saidTime > 0 ? Math.min(saidTime, startMillis) : startMillis;
      show(sql, said.toBuilder().requestTimeUnixMillis(time).build(), null);
    }
  }

  private static void show(Sql sql, TraceInfo shown, @Nullable String facts) throws SQLException {
    sql.update(
        "UPDATE traces SET experiment_id = ?, request_time_ms = ?, state = ?, name = ?, client_request_id = ?,"
            + " facts = ? WHERE trace_id = ?",
        experimentId(shown),
        shown.requestTimeUnixMillis(),
        shown.state().name(),
        shown.name(),
        shown.clientRequestId(),
        facts,
        shown.traceId());
  }
}
