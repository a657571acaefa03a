package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.query.WordSet;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.internal.DecodedBatch;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.storage.sql.internal.rows.Packing;
import dev.spanloom.storage.sql.internal.rows.StoredTrace;
import dev.spanloom.storage.sql.internal.rows.TraceRows;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Writes batches within one transaction: what is stored of their traces is read at once, all is
 * computed in memory, and every table is written once. Not thread-safe; one per transaction.
 */
public final class GroupWrite {
  private final Sql sql;
  private final Dialect dialect;
  private final TraceWrite write;

  GroupWrite(Sql sql, WriterState state) {
    this.sql = sql;
    this.dialect = state.dialect();
    this.write = new TraceWrite(sql, state);
  }

  /** A batch with all that could be done outside of the transaction. */
  record Prepared(DecodedBatch batch, Map<String, PreparedChunk> chunks) {
    static Prepared of(WriteBatch batch, Packing packing, Dialect dialect, WordSets wordSets) {
      DecodedBatch decoded = DecodedBatch.of(batch);
      Map<String, PreparedChunk> chunks = new LinkedHashMap<>();
      WordSet words = wordSets.take();
      decoded
          .spans()
          .forEach(
              (traceId, spans) ->
                  chunks.put(traceId, PreparedChunk.of(spans.values(), packing, dialect, words)));
      wordSets.giveBack(words);
      return new Prepared(decoded, chunks);
    }
  }

  void write(List<Prepared> batches) throws SQLException {
    Map<String, Function<String, TraceInfo>> unsaid = new TreeMap<>(); // one order, no deadlocks
    for (Prepared batch : batches) {
      for (TraceInfo info : batch.batch().infos()) {
        unsaid.putIfAbsent(info.traceId(), batch.batch()::unsaid);
      }
      for (String traceId : batch.chunks().keySet()) {
        unsaid.putIfAbsent(traceId, batch.batch()::unsaid);
      }
    }
    Map<String, TraceUnit> units = load(unsaid);
    for (Prepared batch : batches) {
      for (TraceInfo info : batch.batch().infos()) {
        TraceUnit unit = unit(units, info.traceId());
        unit.say(TraceInfoMerge.update(unit.said(), info));
      }
      batch
          .chunks()
          .forEach(
              (traceId, chunk) -> {
                TraceUnit unit = unit(units, traceId);
                unit.say(TraceInfoMerge.heard(unit.said()));
                unit.add(chunk);
              });
    }
    write.write(List.copyOf(units.values()));
  }

  private static TraceUnit unit(Map<String, TraceUnit> units, String traceId) {
    TraceUnit unit = units.get(traceId);
    if (unit == null) {
      throw new IllegalStateException("trace " + traceId + " was not loaded");
    }
    return unit;
  }

  private Map<String, TraceUnit> load(Map<String, Function<String, TraceInfo>> unsaid)
      throws SQLException {
    Map<String, Long> numbers = numbers(unsaid.keySet());
    Map<Long, StoredTrace> stored = TraceRows.stored(sql, numbers.values(), dialect.forUpdate());
    Map<String, TraceUnit> units = new LinkedHashMap<>();
    unsaid.forEach(
        (traceId, info) -> {
          Long number = numbers.get(traceId);
          StoredTrace known = number == null ? null : stored.get(number);
          units.put(
              traceId,
              new TraceUnit(
                  traceId, known, known == null ? info.apply(traceId) : TraceRows.said(known)));
        });
    return units;
  }

  /** The numbers of those traces that are stored. */
  private Map<String, Long> numbers(Collection<String> traceIds) throws SQLException {
    Map<String, Long> numbers = new HashMap<>();
    sql.find(
        Tables.TRACE_IDS,
        "trace_id, trace_no",
        traceIds,
        row -> numbers.put(row.getString(1), row.getLong(2)));
    return numbers;
  }
}
