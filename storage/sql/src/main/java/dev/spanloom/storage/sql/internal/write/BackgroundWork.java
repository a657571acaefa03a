package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.query.SpanText;
import dev.spanloom.query.WordSet;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.storage.sql.internal.rows.Payloads;
import dev.spanloom.storage.sql.internal.rows.StoredFacts;
import dev.spanloom.storage.sql.internal.rows.StoredTrace;
import dev.spanloom.storage.sql.internal.rows.TraceRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is done behind the acknowledgement: the text index, the postings, and the sums of long
 * traces. Each step is one short transaction, so that a writer never waits for long. Not
 * thread-safe: of the writer.
 */
public final class BackgroundWork {
  private static final int CHUNKS_PER_STEP = 400;
  private static final int BYTES_PER_STEP = 16_000_000;
  private static final int TRACES_PER_STEP = 10;
  private static final long SETTLE_EVERY_NANOS = 1_000_000_000L;

  private final WriterState state;
  private final Dialect dialect;
  private long lastSettledNanos = System.nanoTime() - SETTLE_EVERY_NANOS;

  BackgroundWork(WriterState state) {
    this.state = state;
    this.dialect = state.dialect();
  }

  boolean hasWork(Sql sql) throws SQLException {
    return sql.one("SELECT 1 FROM text_queue LIMIT 1", row -> true).isPresent()
        || dialect.hasUntidyWords(sql)
        || state.freshPostings().isFull(sql)
        || (maySettle() && sql.one("SELECT 1 FROM settle_queue LIMIT 1", row -> true).isPresent());
  }

  /** Whether so much was put off that a step has its fill of it. */
  boolean isStepFull() {
    PendingWords pending = state.pendingWords();
    return pending.chunks() >= CHUNKS_PER_STEP
        || pending.bytes() >= BYTES_PER_STEP
        || state.freshPostings().isFull();
  }

  private boolean maySettle() {
    return System.nanoTime() - lastSettledNanos >= SETTLE_EVERY_NANOS;
  }

  /** Does some work within the transaction of the caller; true when there may be more. */
  boolean step(Sql sql) throws SQLException {
    boolean more = index(sql);
    more |= dialect.tidyWords(sql);
    if (state.freshPostings().isFull(sql)) {
      state.freshPostings().merge(sql);
    }
    if (maySettle()) {
      settle(sql);
    }
    return more;
  }

  private boolean index(Sql sql) throws SQLException {
    List<Long> queued =
        sql.list(
            "SELECT chunk_id FROM text_queue ORDER BY chunk_id LIMIT ?",
            row -> row.getLong(1),
            CHUNKS_PER_STEP);
    if (queued.isEmpty()) {
      return false;
    }
    List<Dialect.ChunkWords> chunks = new ArrayList<>(queued.size());
    List<Object[]> done = new ArrayList<>(queued.size());
    int bytes = 0;
    for (Long chunkId : queued) {
      if (bytes > BYTES_PER_STEP) {
        break;
      }
      Dialect.IndexableWords kept = state.pendingWords().take(chunkId);
      Optional<Dialect.IndexableWords> words =
          kept != null ? Optional.of(kept) : words(sql, chunkId);
      if (words.isPresent()) {
        chunks.add(new Dialect.ChunkWords(chunkId, words.get()));
        bytes += words.get().bytes();
      }
      done.add(new Object[] {chunkId});
    }
    dialect.indexWords(sql, chunks);
    sql.delete(Tables.TEXT_QUEUE, 1, done);
    if (done.size() < CHUNKS_PER_STEP && done.size() == queued.size()) {
      state.pendingWords().clear(); // what is left there is of chunks that are gone
    }
    return true;
  }

  /** The words of a chunk from its payload; none when it went away. */
  private Optional<Dialect.IndexableWords> words(Sql sql, long chunkId) throws SQLException {
    Optional<Payloads.ChunkRow> chunk =
        sql.one(
            "SELECT " + Payloads.CHUNK_COLUMNS + " FROM chunks WHERE chunk_id = ?",
            Payloads::chunk,
            chunkId);
    if (chunk.isEmpty() || chunk.get().archiveId() != null) {
      return Optional.empty();
    }
    WordSet words = new WordSet();
    try {
      for (EncodedSpan span : Payloads.encoded(sql, chunk.get())) {
        SpanText.addWords(span.decode(), words);
      }
    } catch (DamagedException e) {
      System.getLogger(BackgroundWork.class.getName())
          .log(System.Logger.Level.WARNING, "not indexed; run 'spanloom doctor --check'", e);
      return Optional.empty(); // all that come behind it would wait for ever
    }
    return Optional.of(dialect.indexable(words));
  }

  private void settle(Sql sql) throws SQLException {
    lastSettledNanos = System.nanoTime();
    List<Long> queued =
        sql.list(
            "SELECT trace_no FROM settle_queue ORDER BY trace_no LIMIT ?",
            row -> row.getLong(1),
            TRACES_PER_STEP);
    if (queued.isEmpty()) {
      return;
    }
    sql.delete(Tables.SETTLE_QUEUE, 1, TraceRows.keys(queued));
    List<TraceUnit> units = new ArrayList<>();
    for (Map.Entry<Long, StoredTrace> entry :
        TraceRows.stored(sql, queued, dialect.forUpdate()).entrySet()) {
      StoredTrace stored = entry.getValue();
      StoredFacts light = stored.facts();
      if (light != null && !light.settled()) {
        TraceUnit unit = TraceUnit.of(stored);
        unit.settle(new StoredFacts(TraceRows.settled(sql, stored, light), true));
        units.add(unit);
      }
    }
    new TraceWrite(sql, state).write(units);
  }
}
