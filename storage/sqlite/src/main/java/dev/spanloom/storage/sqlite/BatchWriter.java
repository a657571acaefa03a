package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.storage.internal.DecodedBatch;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  static final class Chunk {
    private final List<SpanFacts> facts;
    private final int rawBytes;
    private final byte[] packed;

    private Chunk(List<SpanFacts> facts, byte[] raw) {
      this.facts = facts;
      this.rawBytes = raw.length;
      this.packed = Chunks.pack(raw);
    }

    static Chunk of(Collection<DecodedBatch.DecodedSpan> spans) {
      byte[] raw =
          OtlpRequests.encode(spans.stream().map(DecodedBatch.DecodedSpan::encoded).toList());
      return new Chunk(spans.stream().map(DecodedBatch.DecodedSpan::facts).toList(), raw);
    }

    List<SpanFacts> facts() {
      return facts;
    }

    int rawBytes() {
      return rawBytes;
    }

    /** Must not be changed. */
    byte[] packed() {
      return packed;
    }
  }

  /** Compresses and looks into spans, on the thread that writes. */
  static BatchWriter prepare(DecodedBatch batch) {
    BatchWriter writer = new BatchWriter(batch);
    batch.spans().forEach((id, spans) -> writer.chunks.put(id, Chunk.of(spans.values())));
    return writer;
  }

  void write(Sql sql) throws SQLException {
    Map<String, TraceInfo> said = new LinkedHashMap<>();
    for (TraceInfo info : batch.infos()) {
      TraceInfo known = known(sql, info.traceId(), said);
      said.put(info.traceId(), writeInfo(sql, known, info));
    }
    for (Map.Entry<String, Chunk> entry : chunks.entrySet()) {
      said.put(entry.getKey(), known(sql, entry.getKey(), said));
      SpanRows.write(sql, entry.getKey(), entry.getValue());
    }
    for (TraceInfo info : said.values()) {
      Chunk chunk = chunks.get(info.traceId());
      ShownColumns.refresh(sql, info, chunk == null ? 0 : chunk.facts().size());
    }
  }

  /** What is known of a trace, which from now on has a row. */
  private TraceInfo known(Sql sql, String traceId, Map<String, TraceInfo> inThisBatch)
      throws SQLException {
    TraceInfo seen = inThisBatch.get(traceId);
    if (seen != null) {
      return seen;
    }
    Optional<TraceInfo> stored = TraceRows.said(sql, traceId);
    if (stored.isPresent()) {
      return stored.get();
    }
    TraceInfo unsaid = batch.unsaid(traceId);
    sql.update(
        "INSERT INTO traces (trace_id, experiment_id, said, request_time_ms, state) VALUES (?, ?, ?, ?, ?)",
        traceId,
        experimentId(unsaid),
        saidJson(unsaid),
        unsaid.requestTimeUnixMillis(),
        unsaid.state().name());
    return unsaid;
  }

  /** Merges an info with what is known, writes the difference, and returns the whole. */
  private static TraceInfo writeInfo(Sql sql, TraceInfo known, TraceInfo said) throws SQLException {
    TraceInfo merged = TraceInfoMerge.update(known, said);
    String traceId = merged.traceId();
    sql.update("UPDATE traces SET said = ? WHERE trace_id = ?", saidJson(merged), traceId);
    writePairs(sql, "trace_tags", traceId, merged.tags(), known.tags());
    writePairs(sql, "trace_metadata", traceId, merged.traceMetadata(), known.traceMetadata());
    if (!merged.assessments().equals(known.assessments())) {
      writeAssessments(sql, traceId, merged.assessments());
    }
    return merged;
  }

  static long experimentId(TraceInfo info) {
    return Schema.experimentNumber(String.valueOf(info.experimentId()));
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
}
