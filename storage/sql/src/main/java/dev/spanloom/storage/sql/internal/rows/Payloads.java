package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.entities.otlp.SpanDecoder;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Table;
import dev.spanloom.storage.sql.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
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

  private static final int CHUNK_COLUMN_COUNT = 6;

  /** For lookups only. */
  private static final Table CHUNKS_WITH_PAYLOADS =
      new Table(
          "(SELECT c.chunk_id, c.trace_no, c.raw_bytes, c.packed_bytes, c.archive_id,"
              + " c.archive_offset, y.data"
              + " FROM chunks c LEFT JOIN payloads y ON y.chunk_id = c.chunk_id)",
          Tables.CHUNKS.key(),
          1);

  /** A trip for each takes long; all of a long trace need not be in memory while packed, too. */
  private static final int CHUNKS_AT_ONCE = 16;

  public static ChunkRow chunk(ResultSet row) throws SQLException {
    return new ChunkRow(
        row.getLong(1),
        row.getLong(2),
        row.getInt(3),
        row.getLong(4),
        Sql.longOrNull(row, 5),
        Sql.longOrNull(row, 6));
  }

  /** Where the current version of a span lies. */
  private record Place(long spanId, long chunkId, int position) {}

  private static Place place(ResultSet row) throws SQLException {
    return new Place(row.getLong(1), row.getLong(2), row.getInt(3));
  }

  /** The compressed payload of a chunk. */
  private static byte[] packed(Sql sql, ChunkRow chunk) throws SQLException {
    byte[] archived = archived(sql, chunk);
    if (archived != null) {
      return archived;
    }
    return sql.one(
            "SELECT data FROM payloads WHERE chunk_id = ?", row -> row.getBytes(1), chunk.chunkId())
        .orElseThrow(() -> new DamagedException(nameOf(chunk), null));
  }

  /** The same of one that was moved to an archive file; null for others. */
  private static byte @Nullable [] archived(Sql sql, ChunkRow chunk) throws SQLException {
    Long archiveId = chunk.archiveId();
    Long offset = chunk.archiveOffset();
    return archiveId != null && offset != null
        ? ArchivedPayloads.packed(sql, archiveId, offset)
        : null;
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

  /** A chunk and its payload, which was read with it if it is in the store. */
  private static List<EncodedSpan> encoded(Sql sql, ResultSet row) throws SQLException {
    ChunkRow chunk = chunk(row);
    byte[] packed = archived(sql, chunk);
    if (packed == null) {
      packed = row.getBytes(CHUNK_COLUMN_COUNT + 1);
    }
    if (packed == null) {
      throw new DamagedException(nameOf(chunk), null);
    }
    return OtlpRequests.split(raw(sql, chunk, packed));
  }

  /** Encoded spans by id, from the chunks where their current version lies. */
  public static Map<Long, EncodedSpan> encoded(Sql sql, Collection<SpanRow> rows)
      throws SQLException {
    Map<Long, EncodedSpan> spans = new HashMap<>();
    each(sql, places(rows), (place, span) -> spans.put(place.spanId(), span));
    return spans;
  }

  private static List<Place> places(Collection<SpanRow> rows) {
    return rows.stream()
        .map(row -> new Place(row.spanId(), row.chunkId(), row.position()))
        .toList();
  }

  /** Visits spans, in the order of their places; few payloads are held packed at a time. */
  private static void each(Sql sql, List<Place> places, BiConsumer<Place, EncodedSpan> visitor)
      throws SQLException {
    List<Long> wanted = places.stream().map(Place::chunkId).distinct().sorted().toList();
    Map<Long, List<EncodedSpan>> chunks = new HashMap<>();
    for (int from = 0; from < wanted.size(); from += CHUNKS_AT_ONCE) {
      sql.find(
          CHUNKS_WITH_PAYLOADS,
          CHUNK_COLUMNS + ", data",
          wanted.subList(from, Math.min(wanted.size(), from + CHUNKS_AT_ONCE)),
          row -> chunks.put(row.getLong(1), encoded(sql, row)));
    }
    for (Place place : places) {
      List<EncodedSpan> chunk = chunks.get(place.chunkId());
      if (chunk == null) {
        throw new DamagedException("chunk " + place.chunkId(), null);
      }
      visitor.accept(place, chunk.get(place.position()));
    }
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
    return decoded(sql, places(rows));
  }

  /** All spans of a trace; that they are all there is checked. */
  public static List<Span> spans(Sql sql, StoredWords words) throws SQLException {
    List<Place> places =
        sql.list(
            "SELECT span_id, chunk_id, position FROM spans WHERE trace_no = ?",
            Payloads::place,
            words.traceNo());
    TraceRows.checkSpans(words.said().traceId(), words.spanCount(), places.size());
    return decoded(sql, places);
  }

  private static List<Span> decoded(Sql sql, List<Place> places) throws SQLException {
    List<Place> inOrder = new ArrayList<>(places);
    inOrder.sort(Comparator.comparingLong(Place::chunkId).thenComparingInt(Place::position));
    SpanDecoder decoder = new SpanDecoder();
    List<Span> spans = new ArrayList<>(inOrder.size());
    each(sql, inOrder, (place, span) -> spans.add(decoder.decode(span)));
    spans.sort(ORDER);
    return spans;
  }
}
