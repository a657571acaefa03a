package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.SaidBySpans;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.query.FieldValue;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.sql.Counters;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.storage.sql.internal.rows.Payloads;
import dev.spanloom.storage.sql.internal.rows.SpanRow;
import dev.spanloom.storage.sql.internal.rows.StoredFacts;
import dev.spanloom.storage.sql.internal.rows.StoredTrace;
import dev.spanloom.storage.sql.internal.rows.TraceRow;
import dev.spanloom.storage.sql.internal.rows.TraceRows;
import dev.spanloom.storage.sql.internal.write.TraceUnit.ChunkToWrite;
import dev.spanloom.storage.sql.rollup.Rollups;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the tables to what units say: once for each transaction, every table at once. Not
 * thread-safe.
 */
public final class TraceWrite {
  private final Sql sql;
  private final Dialect dialect;
  private final WriterState state;
  private final Rollups rollups;
  private final TimeBlocks blocks = new TimeBlocks();
  private final Map<TraceUnit, UnitEntries> entries = new LinkedHashMap<>();
  private final RowChanges traces = new RowChanges(Tables.TRACES);
  private final RowChanges infos = new RowChanges(Tables.TRACE_INFO);
  private final RowChanges spans = new RowChanges(Tables.SPANS);
  private final List<@Nullable Object[]> chunks = new ArrayList<>();
  private final List<@Nullable Object[]> payloads = new ArrayList<>();
  private final List<@Nullable Object[]> queue = new ArrayList<>();
  private final List<@Nullable Object[]> assessments = new ArrayList<>();
  private final List<Object[]> reassessed = new ArrayList<>();
  private final List<@Nullable Object[]> unsettled = new ArrayList<>();
  private final Map<Long, Integer> replacedByChunk = new HashMap<>();
  private final Set<Long> dead = new HashSet<>();
  private long tracesAdded;
  private long spansAdded;
  private long bytesAdded;

  TraceWrite(Sql sql, WriterState state) {
    this.sql = sql;
    this.dialect = state.dialect();
    this.state = state;
    this.rollups = new Rollups(dialect, state.rollupNames(), state.knownRollups());
  }

  void write(List<TraceUnit> units) throws SQLException {
    findReplaced(units);
    number(units);
    Map<Long, Long> freed = countReplaced(units);
    for (TraceUnit unit : units) {
      prepare(unit, freed); // which still looks at what the spans were that are replaced
    }
    deleteChunks(sql, dialect, dead);
    traces.write(sql);
    infos.write(sql);
    sql.insert(Tables.CHUNKS, "", chunks);
    sql.insert(Tables.PAYLOADS, "", payloads);
    sql.insert(Tables.TEXT_QUEUE, "", queue);
    spans.write(sql);
    sql.delete(Tables.ASSESSMENTS, 1, reassessed);
    sql.insert(Tables.ASSESSMENTS, "", assessments);
    sql.insert(Tables.SETTLE_QUEUE, "DO NOTHING", unsettled);
    new EntryWrite(sql, state).write(entries);
    blocks.flush(sql);
    rollups.flush(sql);
    Counters.add(sql, Counters.TRACES, tracesAdded);
    Counters.add(sql, Counters.SPANS, spansAdded);
    Counters.add(sql, Counters.PAYLOAD_BYTES, bytesAdded);
  }

  /** Finds the spans that are stored already, and leaves out those that come again unchanged. */
  private void findReplaced(List<TraceUnit> units) throws SQLException {
    Map<Long, TraceUnit> byNumber = new HashMap<>();
    List<Object[]> keys = new ArrayList<>();
    for (TraceUnit unit : units) {
      if (unit.storedSpans() > 0) {
        byNumber.put(unit.traceNo, unit);
        unit.spans().keySet().forEach(id -> keys.add(new Object[] {unit.traceNo, id}));
      }
    }
    if (keys.isEmpty()) {
      return;
    }
    for (SpanRow row : sql.lookup(Tables.SPANS, SpanRow.COLUMNS, 2, keys, SpanRow::read)) {
      TraceUnit unit = byNumber.get(row.traceNo());
      if (unit != null) {
        unit.replaced.put(row.spanId(), row);
      }
    }
    for (TraceUnit unit : byNumber.values()) {
      for (Map.Entry<Long, EncodedSpan> old : storedSpans(unit.replaced.values()).entrySet()) {
        TraceUnit.NewSpan added = unit.spans().get(old.getKey());
        if (added != null
            && old.getValue().equals(added.chunk().prepared().span(added.position()).encoded())) {
          unit.drop(old.getKey());
          unit.replaced.remove(old.getKey());
        }
      }
    }
  }

  private Map<Long, EncodedSpan> storedSpans(Collection<SpanRow> rows) throws SQLException {
    try {
      return rows.isEmpty() ? Map.of() : Payloads.encoded(sql, rows);
    } catch (StorageException e) {
      return Map.of(); // an archive that is away: then what comes counts as new
    }
  }

  private void number(List<TraceUnit> units) throws SQLException {
    List<TraceUnit> added = units.stream().filter(unit -> unit.stored() == null).toList();
    if (!added.isEmpty()) {
      long next = dialect.nextNumbers(sql, Counters.TRACE_NO, added.size());
      for (TraceUnit unit : added) {
        unit.traceNo = next++;
      }
    }
    List<ChunkToWrite> live =
        units.stream()
            .flatMap(unit -> unit.chunks().stream())
            .filter(chunk -> chunk.liveSpans() > 0)
            .toList();
    if (!live.isEmpty()) {
      long next = dialect.nextNumbers(sql, Counters.CHUNK_ID, live.size());
      for (ChunkToWrite chunk : live) {
        chunk.number(next++);
      }
    }
  }

  /** Finds chunks whose last span was replaced; how many bytes that frees, by trace. */
  private Map<Long, Long> countReplaced(List<TraceUnit> units) throws SQLException {
    for (TraceUnit unit : units) {
      unit.replaced.values().forEach(row -> replacedByChunk.merge(row.chunkId(), 1, Integer::sum));
    }
    Map<Long, Long> freed = new HashMap<>();
    for (Map.Entry<Long, Integer> replaced : replacedByChunk.entrySet()) {
      sql.update(
          "UPDATE chunks SET live_spans = live_spans - ? WHERE chunk_id = ?",
          replaced.getValue(),
          replaced.getKey());
      sql.one(
              "SELECT trace_no, packed_bytes FROM chunks WHERE chunk_id = ? AND live_spans <= 0",
              row -> freed.merge(row.getLong(1), row.getLong(2), Long::sum),
              replaced.getKey())
          .ifPresent(bytes -> dead.add(replaced.getKey()));
    }
    return freed;
  }

  public static void deleteChunks(Sql sql, Dialect dialect, Collection<Long> chunkIds)
      throws SQLException {
    if (chunkIds.isEmpty()) {
      return;
    }
    List<Object[]> keys = TraceRows.keys(chunkIds);
    Set<Long> notIndexed = new HashSet<>();
    sql.lookup(Tables.TEXT_QUEUE, "chunk_id", 1, keys, row -> notIndexed.add(row.getLong(1)));
    dialect.removeWords(sql, chunkIds.stream().filter(id -> !notIndexed.contains(id)).toList());
    sql.delete(Tables.TEXT_QUEUE, 1, keys);
    sql.delete(Tables.PAYLOADS, 1, keys);
    sql.delete(Tables.CHUNKS, 1, keys);
  }

  private void prepare(TraceUnit unit, Map<Long, Long> freed) throws SQLException {
    StoredTrace stored = unit.stored();
    Map<Long, Integer> ordinals = new LinkedHashMap<>();
    int spanCount = unit.storedSpans();
    for (Long id : unit.spans().keySet()) {
      SpanRow before = unit.replaced.get(id);
      ordinals.put(id, before == null ? spanCount++ : before.ordinal());
    }
    StoredFacts facts = new UnitFacts(sql, dialect, unit).compute();
    TraceFacts light = facts == null ? null : facts.facts();
    TraceInfo shown = TraceInfoMerge.withoutSizes(unit.said(), light);
    UnitEntries changes = UnitEntries.of(sql, unit, shown, ordinals, spanCount);
    entries.put(unit, changes);
    long bytes = writeChunks(unit) - freed.getOrDefault(unit.traceNo, 0L);
    TraceRow row =
        TraceRow.of(
            unit.traceNo,
            shown,
            SaidBySpans.expanded(unit.said()).traceMetadata(),
            spanCount,
            bytes + (stored == null ? 0 : stored.row().payloadBytes()),
            stored != null && stored.row().archived(),
            changes.blurred() || (stored != null && stored.row().blurred()));
    if (stored == null || !stored.row().equals(row)) {
      traces.add(stored == null, row.values());
    }
    writeInfo(unit, facts, shown);
    writeSpans(unit, ordinals, row.experimentId());
    count(unit, row, spanCount, bytes);
    if (facts != null && !facts.settled()) {
      unsettled.add(new @Nullable Object[] {unit.traceNo});
    }
  }

  /** How many bytes the new chunks have. */
  private long writeChunks(TraceUnit unit) {
    long bytes = 0;
    long now = System.currentTimeMillis();
    for (ChunkToWrite chunk : unit.chunks()) {
      if (chunk.liveSpans() == 0) {
        continue;
      }
      PreparedChunk prepared = chunk.prepared();
      chunks.add(
          new @Nullable Object[] {
            chunk.chunkId(),
            unit.traceNo,
            (long) chunk.liveSpans(),
            (long) prepared.rawBytes(),
            (long) prepared.packed().length,
            null,
            null
          });
      payloads.add(new @Nullable Object[] {chunk.chunkId(), prepared.packed()});
      queue.add(new @Nullable Object[] {chunk.chunkId(), now});
      state.pendingWords().add(chunk.chunkId(), prepared.words());
      bytes += prepared.packed().length;
    }
    return bytes;
  }

  private void writeInfo(TraceUnit unit, @Nullable StoredFacts facts, TraceInfo shown) {
    StoredTrace stored = unit.stored();
    List<Assessment> known = stored == null ? List.of() : stored.assessments();
    if (!unit.said().assessments().equals(known)) {
      reassessed.add(new Object[] {unit.traceNo});
      List<Assessment> all = unit.said().assessments();
      for (int i = 0; i < all.size(); i++) {
        assessments.add(assessmentRow(unit.traceNo, i, all.get(i)));
      }
    }
    if (stored == null
        || !TraceRows.said(stored).equals(unit.said())
        || !Objects.equals(stored.facts(), facts)) {
      infos.add(
          stored == null,
          TraceRows.infoRow(unit.traceNo, unit.said(), facts, shown, state.texts()));
    }
  }

  static @Nullable Object[] assessmentRow(long traceNo, int position, Assessment assessment) {
    FieldValue value = FieldValue.of(assessment);
    return new @Nullable Object[] {
      traceNo,
      (long) position,
      assessment.assessmentId(),
      assessment.kind(),
      assessment.name(),
      assessment.isValid() ? 1L : 0L,
      value == null ? null : value.text(),
      value == null ? null : value.reading(),
      assessment.createTimeUnixMillis(),
      JsonWriter.write(assessment.toMap())
    };
  }

  private void writeSpans(TraceUnit unit, Map<Long, Integer> ordinals, long experimentId) {
    unit.spans()
        .forEach(
            (id, span) -> {
              SpanRow row =
                  SpanRow.of(
                      unit.traceNo,
                      id,
                      Objects.requireNonNull(ordinals.get(id)),
                      span.chunk().chunkId(),
                      span.position(),
                      span.facts());
              spans.add(!unit.replaced.containsKey(id), row.values());
              blocks.span(unit.traceNo, row.startNanos());
              rollups.add(row.point(experimentId));
            });
  }

  private void count(TraceUnit unit, TraceRow row, int spanCount, long bytes) throws SQLException {
    StoredTrace stored = unit.stored();
    spansAdded += spanCount - unit.storedSpans();
    bytesAdded += bytes;
    for (ChunkToWrite chunk : unit.chunks()) {
      if (chunk.liveSpans() > 0) {
        blocks.chunk(chunk.chunkId(), row.requestTimeMillis());
      }
    }
    if (stored == null) {
      tracesAdded++;
      rollups.add(row.point());
      blocks.trace(unit.traceNo, row.requestTimeMillis());
      return;
    }
    long experimentBefore = stored.row().experimentId();
    for (SpanRow replaced : unit.replaced.values()) {
      rollups.remove(replaced.point(experimentBefore));
    }
    if (!stored.row().point().equals(row.point())) {
      rollups.remove(stored.row().point());
      rollups.add(row.point());
    }
    if (experimentBefore != row.experimentId()) {
      for (SpanRow span : TraceRows.spanRows(sql, unit.traceNo)) {
        if (!unit.replaced.containsKey(span.spanId()) && !unit.spans().containsKey(span.spanId())) {
          rollups.remove(span.point(experimentBefore));
          rollups.add(span.point(row.experimentId()));
        }
      }
    }
    if (stored.row().requestTimeMillis() != row.requestTimeMillis()) {
      blocks.trace(unit.traceNo, row.requestTimeMillis());
      for (Payloads.ChunkRow chunk : Payloads.chunksOf(sql, unit.traceNo)) {
        blocks.chunk(chunk.chunkId(), row.requestTimeMillis());
      }
    }
  }
}
