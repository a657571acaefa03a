package dev.spanloom.storage.sql.search;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Goes along the index by time, one way for each experiment and state, and takes the first of all
 * ways each time. Good when many traces match.
 */
final class TimeWalk {
  private static final int LARGEST_BATCH = 4_096;
  private static final int SMALLEST_BATCH = 16;

  private final CandidateRows rows;
  private final TimeOrder order;

  TimeWalk(CandidateRows rows, TimeOrder order) {
    this.rows = rows;
    this.order = order;
  }

  /** One way, with what was read ahead. */
  private final class Way {
    private final long experiment;
    private final @Nullable String state;
    private TimeOrder.@Nullable Cursor cursor;
    private int batch;
    private boolean ended;
    private final Deque<Candidate> ahead = new ArrayDeque<>();

    Way(long experiment, @Nullable String state, TimeOrder.@Nullable Cursor cursor, int batch) {
      this.experiment = experiment;
      this.state = state;
      this.cursor = cursor;
      this.batch = batch;
    }

    /** False at the end. */
    boolean fill() throws SQLException {
      while (ahead.isEmpty() && !ended) {
        TimeRange range = order.behind(rows.plan().range(), cursor);
        if (range.isEmpty()) {
          ended = true;
          break;
        }
        List<Expr> where = new ArrayList<>();
        where.add(Expr.of("t.experiment_id = ?", experiment));
        if (state != null) {
          where.add(Expr.of("t.state = ?", state));
        }
        if (!range.isAlways()) {
          where.add(
              Expr.of(
                  "t.request_time_ms >= ? AND t.request_time_ms <= ?",
                  range.first(),
                  range.last()));
        }
        where.add(order.isBehind(cursor));
        read(Expr.allOf(where));
      }
      return !ahead.isEmpty();
    }

    private void read(Expr where) throws SQLException {
      int[] read = {0};
      rows.visit(
          CandidateRows.From.TRACES,
          where,
          Expr.format("{} LIMIT {}", order.orderBy(), Expr.of("?", (long) batch)),
          (candidate, passes) -> {
            read[0]++;
            cursor = new TimeOrder.Cursor(candidate.timeMillis(), candidate.traceId());
            if (passes) {
              ahead.add(candidate);
            }
            return true;
          });
      ended = read[0] < batch;
      batch = Math.min(batch * 2, LARGEST_BATCH);
    }
  }

  /**
   * Visits candidates in order.
   *
   * @param cursor they are behind this; null for all
   * @param wanted how many will do, most likely
   */
  void run(TimeOrder.@Nullable Cursor cursor, int wanted, Candidate.Visitor visitor)
      throws SQLException {
    List<@Nullable String> states = new ArrayList<>();
    List<String> asked = rows.plan().states();
    if (asked == null) {
      states.add(null);
    } else {
      states.addAll(asked);
    }
    int ways = rows.plan().experiments().size() * states.size();
    int batch = Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, wanted / ways));
    PriorityQueue<Way> first =
        new PriorityQueue<>(
            (a, b) -> order.comparator().compare(a.ahead.element(), b.ahead.element()));
    for (long experiment : rows.plan().experiments()) {
      for (String state : states) {
        Way way = new Way(experiment, state, cursor, batch);
        if (way.fill()) {
          first.add(way);
        }
      }
    }
    while (!first.isEmpty()) {
      Way way = first.remove();
      if (!visitor.visit(way.ahead.remove())) {
        return;
      }
      if (way.fill()) {
        first.add(way);
      }
    }
  }
}
