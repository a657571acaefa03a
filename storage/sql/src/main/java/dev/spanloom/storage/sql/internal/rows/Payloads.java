package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.entities.otlp.SpanDecoder;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the payloads of chunks, from the store or from the archive file that they were moved to.
 */
public final class Payloads {
  /** The order of the spans of a trace. */
  public static final Comparator<Span> ORDER =
      Comparator.comparing((Span span) -> !span.isRoot())
          .thenComparingLong(Span::startTimeUnixNanos)
          .thenComparing(Span::spanId);

  private Payloads() {}

  /** A chunk without its payload. */
  public record ChunkRow(
      long chunkId,
      long traceNo,
      int rawBytes,
      long packedBytes,
      @Nullable Long archiveId,
      @Nullable Long archiveOffset) {}

  public static final String CHUNK_COLUMNS =
      "chunk_id, trace_no, raw_bytes, packed_bytes, archive_id, archive_offset";

  public static ChunkRow chunk(java.sql.ResultSet row) throws SQLException {
    return new ChunkRow(
        row.getLong(1),
        row.getLong(2),
        row.getInt(3),
        row.getLong(4),
        Sql.longOrNull(row, 5),
        Sql.longOrNull(row, 6));
  }

  /** The compressed payload of a chunk. */
  private static byte[] packed(Sql sql, ChunkRow chunk) throws SQLException {
    Long archiveId = chunk.archiveId();
    Long offset = chunk.archiveOffset();
    if (archiveId != null && offset != null) {
      return ArchivedPayloads.packed(sql, archiveId, offset);
    }
    return sql.one(
            "SELECT data FROM payloads WHERE chunk_id = ?", row -> row.getBytes(1), chunk.chunkId())
        .orElseThrow(() -> new DamagedException(nameOf(chunk), null));
  }

  private static String nameOf(ChunkRow chunk) {
    return "the payload of chunk " + chunk.chunkId();
  }

  /** The payload of a chunk, an OTLP request. */
  public static byte[] raw(Sql sql, ChunkRow chunk) throws SQLException {
    return raw(sql, chunk, packed(sql, chunk));
  }

  /** The same when its packed form was read already. */
  public static byte[] raw(Sql sql, ChunkRow chunk, byte[] packed) throws SQLException {
    try {
      return Unpacking.unpack(sql, packed, 0, chunk.rawBytes(), null);
    } catch (RuntimeException e) {
      throw new DamagedException(nameOf(chunk), e);
    }
  }

  /** The spans of a chunk, encoded, by position. */
  public static List<EncodedSpan> encoded(Sql sql, ChunkRow chunk) throws SQLException {
    return OtlpRequests.split(raw(sql, chunk));
  }

  public static List<ChunkRow> chunksOf(Sql sql, long traceNo) throws SQLException {
    return sql.list(
        "SELECT " + CHUNK_COLUMNS + " FROM chunks WHERE trace_no = ? ORDER BY chunk_id",
        Payloads::chunk,
        traceNo);
  }

  /** Encoded spans by id, from the chunks where their current version lies. */
  public static Map<Long, EncodedSpan> encoded(Sql sql, Collection<SpanRow> rows)
      throws SQLException {
    Map<Long, List<EncodedSpan>> chunks = new HashMap<>();
    List<Object[]> wanted = new ArrayList<>();
    rows.stream()
        .map(SpanRow::chunkId)
        .distinct()
        .sorted()
        .forEach(id -> wanted.add(new Object[] {id}));
    for (ChunkRow chunk : sql.lookup(Tables.CHUNKS, CHUNK_COLUMNS, 1, wanted, Payloads::chunk)) {
      chunks.put(chunk.chunkId(), encoded(sql, chunk));
    }
    Map<Long, EncodedSpan> spans = new HashMap<>();
    for (SpanRow row : rows) {
      List<EncodedSpan> chunk = chunks.get(row.chunkId());
      if (chunk == null) {
        throw new DamagedException("chunk " + row.chunkId(), null);
      }
      spans.put(row.spanId(), chunk.get(row.position()));
    }
    return spans;
  }

  /** All spans of a trace, chunk by chunk, until the visitor says false. */
  public static void each(Sql sql, long traceNo, Predicate<Span> visitor) throws SQLException {
    Map<Long, BitSet> places = new TreeMap<>();
    sql.visit(
        "SELECT chunk_id, position FROM spans WHERE trace_no = ?",
        row -> {
          places.computeIfAbsent(row.getLong(1), id -> new BitSet()).set(row.getInt(2));
          return true;
        },
        traceNo);
    Map<Long, ChunkRow> chunks = new HashMap<>();
    chunksOf(sql, traceNo).forEach(chunk -> chunks.put(chunk.chunkId(), chunk));
    SpanDecoder decoder = new SpanDecoder();
    for (Map.Entry<Long, BitSet> place : places.entrySet()) {
      ChunkRow chunk = chunks.get(place.getKey());
      if (chunk == null) {
        throw new DamagedException("chunk " + place.getKey(), null);
      }
      List<EncodedSpan> spans = encoded(sql, chunk);
      BitSet current = place.getValue();
      for (int i = current.nextSetBit(0); i >= 0; i = current.nextSetBit(i + 1)) {
        if (!visitor.test(decoder.decode(spans.get(i)))) {
          return;
        }
      }
    }
  }

  /** Spans with their payloads, in the order of a trace. */
  public static List<Span> spans(Sql sql, Collection<SpanRow> rows) throws SQLException {
    List<Span> spans = new ArrayList<>(rows.size());
    for (EncodedSpan encoded : encoded(sql, rows).values()) {
      spans.add(encoded.decode());
    }
    spans.sort(ORDER);
    return spans;
  }
}
