package dev.spanloom.storage.sql.metrics;

import dev.spanloom.storage.sql.rollup.RollupKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the asked time that is answered from one source.
 *
 * @param period of the roll-ups, see {@link RollupKey}; {@link #ROWS} for the rows themselves
 * @param fromMillis its start; null for no bound
 * @param untilMillis its end, which is not in it; null for no bound
 */
record TimeSegment(int period, @Nullable Long fromMillis, @Nullable Long untilMillis) {
  static final int ROWS = 0;

  private static final long SHORT_MILLIS = 3_600_000;

  /** Times beyond are as good as no bound, and can be reckoned with. */
  private static final long END_OF_TIME = 1L << 60;

  /** True when there are so few rows in it that finding them one by one is best. */
  boolean isShort() {
    return fromMillis != null && untilMillis != null && untilMillis - fromMillis <= SHORT_MILLIS;
  }

  /** All of the asked time from the rows. */
  static TimeSegment rows(@Nullable Long startMillis, @Nullable Long endMillis) {
    return new TimeSegment(ROWS, from(startMillis), after(endMillis));
  }

  /**
   * Takes hours where whole hours are asked for, minutes at their ends, and rows at the ends of
   * those.
   *
   * @param startMillis the first millisecond; null for no bound
   * @param endMillis the last millisecond; null for no bound
   * @param intervalSeconds steps that no period may reach across; null for none
   */
  static List<TimeSegment> split(
      @Nullable Long startMillis, @Nullable Long endMillis, @Nullable Long intervalSeconds) {
    List<Integer> periods = new ArrayList<>();
    for (int period : new int[] {RollupKey.HOUR, RollupKey.MINUTE}) {
      if (intervalSeconds == null || intervalSeconds % period == 0) {
        periods.add(period);
      }
    }
    periods.add(ROWS);
    List<TimeSegment> segments = new ArrayList<>();
    split(from(startMillis), after(endMillis), periods, segments);
    return segments;
  }

  private static void split(
      @Nullable Long from, @Nullable Long until, List<Integer> periods, List<TimeSegment> into) {
    if (from != null && until != null && from >= until) {
      return;
    }
    int period = periods.get(0);
    List<Integer> finer = periods.subList(1, periods.size());
    if (period == ROWS) {
      into.add(new TimeSegment(ROWS, from, until));
      return;
    }
    long millis = period * 1000L;
    Long first =
        from == null ? null : Long.valueOf(Math.floorDiv(from + millis - 1, millis) * millis);
    Long last = until == null ? null : Long.valueOf(Math.floorDiv(until, millis) * millis);
    if (first != null && last != null && first >= last) {
      split(from, until, finer, into);
      return;
    }
    if (from != null) {
      split(from, first, finer, into);
    }
    into.add(new TimeSegment(period, first, last));
    if (until != null) {
      split(last, until, finer, into);
    }
  }

  private static @Nullable Long from(@Nullable Long startMillis) {
    return startMillis == null || startMillis <= -END_OF_TIME
        ? null
        : Long.valueOf(Math.min(startMillis, END_OF_TIME));
  }

  private static @Nullable Long after(@Nullable Long endMillis) {
    return endMillis == null || endMillis >= END_OF_TIME
        ? null
        : Long.valueOf(Math.max(endMillis, -END_OF_TIME) + 1);
  }
}
