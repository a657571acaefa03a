package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.storage.sql.Hex;
import dev.spanloom.storage.sql.internal.rows.SpanRow;
import dev.spanloom.storage.sql.internal.rows.StoredFacts;
import dev.spanloom.storage.sql.internal.rows.StoredTrace;
import dev.spanloom.storage.sql.internal.rows.TraceRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A trace in one transaction: what was stored of it, and what it becomes. Not thread-safe. */
public final class TraceUnit {
  /** A span that is to be written, and where it lies in a chunk of this transaction. */
  record NewSpan(ChunkToWrite chunk, int position) {
    SpanFacts facts() {
      return chunk.prepared().facts(position);
    }
  }

  /** A chunk of this transaction; some of its spans may be replaced by a later one already. */
  static final class ChunkToWrite {
    private final PreparedChunk prepared;
    private long chunkId;
    private int liveSpans;

    ChunkToWrite(PreparedChunk prepared) {
      this.prepared = prepared;
      this.liveSpans = prepared.size();
    }

    PreparedChunk prepared() {
      return prepared;
    }

    long chunkId() {
      return chunkId;
    }

    void number(long id) {
      chunkId = id;
    }

    int liveSpans() {
      return liveSpans;
    }
  }

  private final String traceId;
  private final @Nullable StoredTrace stored;
  private TraceInfo said;
  private final List<ChunkToWrite> chunks = new ArrayList<>();
  private final Map<Long, NewSpan> spans = new LinkedHashMap<>();
  private boolean oneChunkAsItIs = true;
  private @Nullable StoredFacts settled;

  long traceNo;

  /** Rows of spans that come again, by span id. */
  final Map<Long, SpanRow> replaced = new HashMap<>();

  TraceUnit(String traceId, @Nullable StoredTrace stored, TraceInfo said) {
    this.traceId = traceId;
    this.stored = stored;
    this.said = said;
    this.traceNo = stored == null ? 0 : stored.row().traceNo();
  }

  /** A stored trace, as it is until something changes it. */
  static TraceUnit of(StoredTrace stored) {
    return new TraceUnit(stored.row().traceId(), stored, TraceRows.said(stored));
  }

  /** The sums over all spans were made. */
  void settle(StoredFacts sums) {
    settled = sums;
  }

  @Nullable StoredFacts settled() {
    return settled;
  }

  String traceId() {
    return traceId;
  }

  @Nullable StoredTrace stored() {
    return stored;
  }

  TraceInfo said() {
    return said;
  }

  void say(TraceInfo info) {
    said = info;
  }

  int storedSpans() {
    return stored == null ? 0 : stored.row().spanCount();
  }

  List<ChunkToWrite> chunks() {
    return chunks;
  }

  Map<Long, NewSpan> spans() {
    return spans;
  }

  /** True when all new spans lie in one chunk and none of them is left out. */
  boolean isOneChunkAsItIs() {
    return oneChunkAsItIs;
  }

  void add(PreparedChunk prepared) {
    oneChunkAsItIs = chunks.isEmpty();
    ChunkToWrite chunk = new ChunkToWrite(prepared);
    chunks.add(chunk);
    for (int i = 0; i < prepared.size(); i++) {
      NewSpan before = spans.put(Hex.number(prepared.facts(i).spanId()), new NewSpan(chunk, i));
      if (before != null) {
        before.chunk.liveSpans--;
      }
    }
  }

  /** Leaves out a new span: it is stored already, to the byte. */
  void drop(long spanId) {
    NewSpan dropped = spans.remove(spanId);
    if (dropped != null) {
      dropped.chunk.liveSpans--;
      oneChunkAsItIs = false;
    }
  }
}
