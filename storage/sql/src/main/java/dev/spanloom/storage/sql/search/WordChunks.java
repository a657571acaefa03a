package dev.spanloom.storage.sql.search;

import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Chunks whose words satisfy a query, and those whose words are not known yet. */
final class WordChunks {
  private static final int BATCH = 256;

  private final Sql sql;
  private final Dialect dialect;

  WordChunks(Sql sql, Dialect dialect) {
    this.sql = sql;
    this.dialect = dialect;
  }

  /** Takes chunks, the newest first; false ends the search. */
  interface Visitor {
    boolean visit(List<Long> chunkIds) throws SQLException;
  }

  /** Adds the traces of the chunks; false when there are more chunks than a number. */
  boolean list(String wordQuery, long most, Collection<Long> into) throws SQLException {
    List<Long> chunks = new ArrayList<>();
    dialect.visitChunksWithWords(
        sql,
        wordQuery,
        chunkId -> {
          chunks.add(chunkId);
          return chunks.size() <= most;
        });
    if (chunks.size() <= most) {
      chunks.addAll(queued(Long.MAX_VALUE, most + 1 - chunks.size()));
    }
    if (chunks.size() > most) {
      return false;
    }
    into.addAll(traces(chunks));
    return true;
  }

  private List<Long> queued(long below, long limit) throws SQLException {
    return sql.list(
        "SELECT chunk_id FROM text_queue WHERE chunk_id < ? ORDER BY chunk_id DESC LIMIT ?",
        row -> row.getLong(1),
        below,
        limit);
  }

  /** The traces that chunks belong to. */
  List<Long> traces(List<Long> chunkIds) throws SQLException {
    return sql.list(
        "SELECT DISTINCT c.trace_no FROM chunks c WHERE " + dialect.inNumbers("c.chunk_id"),
        row -> row.getLong(1),
        dialect.numbers(chunkIds));
  }

  /** Visits batches of chunks, newest first. */
  void visit(String wordQuery, Visitor visitor) throws SQLException {
    List<Long> queued = new ArrayList<>(queued(Long.MAX_VALUE, BATCH));
    boolean[] more = {true};
    List<Long> batch = new ArrayList<>(BATCH);
    dialect.visitChunksWithWords(
        sql,
        wordQuery,
        chunkId -> {
          while (!queued.isEmpty() && queued.get(0) > chunkId && more[0]) {
            more[0] = next(queued, batch, visitor);
          }
          more[0] = more[0] && add(chunkId, batch, visitor);
          return more[0];
        });
    while (!queued.isEmpty() && more[0]) {
      more[0] = next(queued, batch, visitor);
    }
    if (more[0] && !batch.isEmpty()) {
      visitor.visit(batch);
    }
  }

  private boolean next(List<Long> queued, List<Long> batch, Visitor visitor) throws SQLException {
    long chunkId = queued.remove(0);
    if (queued.isEmpty()) {
      queued.addAll(queued(chunkId, BATCH));
    }
    return add(chunkId, batch, visitor);
  }

  private static boolean add(long chunkId, List<Long> batch, Visitor visitor) throws SQLException {
    batch.add(chunkId);
    if (batch.size() < BATCH) {
      return true;
    }
    boolean more = visitor.visit(List.copyOf(batch));
    batch.clear();
    return more;
  }
}
