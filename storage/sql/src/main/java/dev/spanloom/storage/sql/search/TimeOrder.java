package dev.spanloom.storage.sql.search;

import dev.spanloom.query.OrderKey;
import dev.spanloom.query.OrderValues;
import dev.spanloom.query.TraceField;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order by time and, at one time, by id. */
record TimeOrder(boolean newestFirst, boolean idsDescending) {
  static final TimeOrder NEWEST_FIRST = new TimeOrder(true, false);

  /** A place in the order. */
  record Cursor(long timeMillis, String traceId) {}

  /** The order of a query; null when it is another one. */
  static @Nullable TimeOrder of(List<OrderKey> keys) {
    return keys.get(0).field() == TraceField.TIMESTAMP_MS
            && keys.get(1).field() == TraceField.REQUEST_ID
        ? new TimeOrder(keys.get(0).descending(), keys.get(1).descending())
        : null;
  }

  Comparator<Candidate> comparator() {
    Comparator<Candidate> byTime = Comparator.comparingLong(Candidate::timeMillis);
    Comparator<Candidate> byId =
        Comparator.comparing(Candidate::traceId, OrderValues::compareTexts);
    return (newestFirst ? byTime.reversed() : byTime)
        .thenComparing(idsDescending ? byId.reversed() : byId);
  }

  Expr orderBy() {
    return Expr.of(
        "ORDER BY t.request_time_ms"
            + (newestFirst ? " DESC" : "")
            + ", t.trace_id"
            + (idsDescending ? " DESC" : ""));
  }

  /** The part of a range that is not before a place. */
  TimeRange behind(TimeRange range, @Nullable Cursor cursor) {
    if (cursor == null) {
      return range;
    }
    return newestFirst ? range.until(cursor.timeMillis) : range.from(cursor.timeMillis);
  }

  /** Within {@link #behind}: what is at the time of the place, but not behind it. */
  Expr isBehind(@Nullable Cursor cursor) {
    return cursor == null
        ? Expr.TRUE
        : Expr.of(
            "t.request_time_ms <> ? OR t.trace_id " + (idsDescending ? "<" : ">") + " ?",
            cursor.timeMillis,
            cursor.traceId);
  }

  /** Whether nothing at a time or later in the order can come before a candidate. */
  boolean isSettled(Candidate candidate, long horizonMillis) {
    return newestFirst
        ? candidate.timeMillis() > horizonMillis
        : candidate.timeMillis() < horizonMillis;
  }
}
