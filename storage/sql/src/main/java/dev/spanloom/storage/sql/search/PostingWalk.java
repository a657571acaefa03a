package dev.spanloom.storage.sql.search;

import dev.spanloom.storage.sql.Blocks;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the traces of a condition in the order of their numbers, which is nearly that of
 * time, and hands on a candidate as soon as no block of numbers ahead can hold one that comes
 * before it. Good when few traces match.
 */
final class PostingWalk {
  private final CandidateRows rows;
  private final Sql sql;
  private final Dialect dialect;
  private final TimeOrder order;
  private final TimeOrder.@Nullable Cursor cursor;
  private final TimeRange range;
  private final Candidate.Visitor visitor;
  private final PriorityQueue<Candidate> pool;
  private final Set<Long> seen = new HashSet<>();

  PostingWalk(
      CandidateRows rows,
      Dialect dialect,
      TimeOrder order,
      TimeOrder.@Nullable Cursor cursor,
      Candidate.Visitor visitor) {
    this.rows = rows;
    this.sql = rows.sql();
    this.dialect = dialect;
    this.order = order;
    this.cursor = cursor;
    this.range = order.behind(rows.plan().range(), cursor);
    this.visitor = visitor;
    this.pool = new PriorityQueue<>(order.comparator());
  }

  /** The first and the last block that can hold traces of the range. */
  private record Stretch(long first, long last) {}

  private @Nullable Stretch blocks(String kind) throws SQLException {
    Long first =
        block(
            "SELECT MIN(block) FROM time_blocks WHERE kind = ? AND max_time_ms >= ?",
            kind,
            range.first());
    Long last =
        block(
            "SELECT MAX(block) FROM time_blocks WHERE kind = ? AND min_time_ms <= ?",
            kind,
            range.last());
    return first == null || last == null || first > last ? null : new Stretch(first, last);
  }

  private @Nullable Long block(String select, String kind, long bound) throws SQLException {
    // an Optional cannot hold the NULL of an empty table
    List<@Nullable Long> found = new ArrayList<>();
    sql.visit(
        select,
        row -> {
          found.add(Sql.longOrNull(row, 1));
          return false;
        },
        kind,
        bound);
    return found.isEmpty() ? null : found.get(0);
  }

  /**
   * Traces that are found by stretches of numbers.
   *
   * @param wanted how many the visitor will take, most likely
   */
  void run(Candidates.Numbered numbered, int wanted) throws SQLException {
    Stretch blocks = blocks(Blocks.OF_TRACES);
    if (blocks == null || numbered.traces() == 0) {
      return;
    }
    long from = blocks.first << Blocks.SHIFT;
    long to = (blocks.last + 1) << Blocks.SHIFT;
    Stride stride = new Stride(numbered.traces(), to - from, wanted);
    boolean more = true;
    while (from < to && more) {
      long step = stride.next();
      long first = order.newestFirst() ? Math.max(from, to - step) : from;
      long behind = order.newestFirst() ? to : Math.min(to, from + step);
      List<Candidate> batch = rows.list(within(numbered, first, behind), here(), Expr.of(""));
      pool.addAll(batch);
      stride.found(batch.size());
      if (order.newestFirst()) {
        to = first;
      } else {
        from = behind;
      }
      more =
          from >= to
              || settle(horizon(Blocks.OF_TRACES, from >> Blocks.SHIFT, (to - 1) >> Blocks.SHIFT));
    }
    if (more) {
      settle(null);
    }
  }

  private CandidateRows.From within(Candidates.Numbered numbered, long first, long behind) {
    return CandidateRows.From.numbered(numbered.numbers(dialect, first, behind), numbered.proven());
  }

  private Expr here() {
    return rows.plan().scope(range).and(order.isBehind(cursor));
  }

  /** Traces that are listed. */
  void run(Candidates.Listed listed) throws SQLException {
    List<Long> traceNos = new ArrayList<>(listed.traceNos());
    if (order.newestFirst()) {
      Collections.reverse(traceNos);
    }
    boolean more = true;
    for (int i = 0; i < traceNos.size() && more; i += Stride.BATCH) {
      int end = Math.min(traceNos.size(), i + Stride.BATCH);
      pool.addAll(numbered(traceNos.subList(i, end), listed.proven()));
      if (end < traceNos.size()) {
        long next = traceNos.get(end) >> Blocks.SHIFT;
        long last = traceNos.get(traceNos.size() - 1) >> Blocks.SHIFT;
        more = settle(horizon(Blocks.OF_TRACES, Math.min(next, last), Math.max(next, last)));
      }
    }
    if (more) {
      settle(null);
    }
  }

  private List<Candidate> numbered(List<Long> traceNos, Plan.@Nullable Part proven)
      throws SQLException {
    Expr where = Expr.of(dialect.inNumbers("t.trace_no"), dialect.numbers(List.copyOf(traceNos)));
    CandidateRows.From from = new CandidateRows.From(Expr.of("traces t"), proven, false);
    return rows.list(from, where.and(here()), Expr.of(""));
  }

  /** The traces of chunks with words; newest first only. */
  void run(Candidates.OfWords words) throws SQLException {
    Stretch blocks = blocks(Blocks.OF_CHUNKS);
    if (blocks == null) {
      return;
    }
    boolean[] enough = {false};
    WordChunks chunks = new WordChunks(sql, dialect);
    chunks.visit(
        words.wordQuery(),
        batch -> {
          addTraces(batch, blocks, words.proven());
          long next = batch.get(batch.size() - 1) >> Blocks.SHIFT;
          if (next < blocks.first) {
            return false;
          }
          enough[0] = next <= blocks.last && !settle(horizon(Blocks.OF_CHUNKS, blocks.first, next));
          return !enough[0];
        });
    if (!enough[0]) {
      settle(null);
    }
  }

  private void addTraces(List<Long> batch, Stretch blocks, Plan.@Nullable Part proven)
      throws SQLException {
    List<Long> inRange = batch.stream().filter(id -> (id >> Blocks.SHIFT) <= blocks.last).toList();
    if (inRange.isEmpty()) {
      return;
    }
    Expr numbers =
        Expr.of(
            "SELECT c.trace_no FROM chunks c WHERE " + dialect.inNumbers("c.chunk_id"),
            dialect.numbers(inRange));
    for (Candidate candidate :
        rows.list(CandidateRows.From.numbered(numbers, proven), here(), Expr.of(""))) {
      if (seen.add(candidate.traceNo())) { // a trace has many chunks, in any batch
        pool.add(candidate);
      }
    }
  }

  /** The first time, in the order, that blocks can hold; null when they hold none. */
  private @Nullable Long horizon(String kind, long firstBlock, long lastBlock) throws SQLException {
    List<@Nullable Long> found = new ArrayList<>();
    sql.visit(
        order.newestFirst()
            ? "SELECT MAX(max_time_ms) FROM time_blocks WHERE kind = ? AND block BETWEEN ? AND ?"
            : "SELECT MIN(min_time_ms) FROM time_blocks WHERE kind = ? AND block BETWEEN ? AND ?",
        row -> {
          found.add(Sql.longOrNull(row, 1));
          return false;
        },
        kind,
        firstBlock,
        lastBlock);
    return found.isEmpty() ? null : found.get(0);
  }

  /** Hands on what nothing ahead can come before; false when the visitor has enough. */
  private boolean settle(@Nullable Long horizon) throws SQLException {
    for (Candidate first = pool.peek(); first != null; first = pool.peek()) {
      if (horizon != null && !order.isSettled(first, horizon)) {
        return true;
      }
      pool.remove();
      if (!visitor.visit(first)) {
        return false;
      }
    }
    return true;
  }
}
