package dev.spanloom.storage.sql.metrics;

import dev.spanloom.storage.SessionPage;
import dev.spanloom.storage.SessionTotals;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.internal.metrics.SessionToken;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.search.Condition;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One page of sessions: first the last time of every session, which says who is on the page, then
 * the totals of those. Not thread-safe.
 */
final class Sessions {
  private final Sql sql;
  private final Selection selection;
  private final TraceQuery query;

  Sessions(Sql sql, Selection selection, TraceQuery query) {
    this.sql = sql;
    this.selection = selection;
    this.query = query;
  }

  /** The latest trace of a session that names a user. */
  private record LatestUser(long timeMillis, String traceId, String user) {
    LatestUser later(LatestUser other) {
      boolean mine =
          timeMillis != other.timeMillis
              ? timeMillis > other.timeMillis
              : traceId.compareTo(other.traceId) <= 0;
      return mine ? this : other;
    }
  }

  SessionPage page() throws SQLException {
    SessionToken last = SessionToken.of(query);
    Condition traces = selection.matching(sql, query.experimentIds(), query.filter());
    Map<String, Long> lastTimes = new HashMap<>();
    SqlText text =
        new SqlText()
            .add("SELECT t.session_id, MAX(t.request_time_ms) FROM traces t WHERE ")
            .add(traces)
            .add(" AND t.session_id IS NOT NULL GROUP BY t.session_id");
    sql.visit(
        text.text(),
        row -> lastTimes.put(row.getString(1), row.getLong(2)) == null,
        text.parameters());
    List<SessionToken> behind = new ArrayList<>();
    lastTimes.forEach(
        (session, time) -> {
          SessionToken place = new SessionToken(time, session);
          if (last == null || place.compareTo(last) > 0) {
            behind.add(place);
          }
        });
    Collections.sort(behind);
    boolean more = behind.size() > query.maxResults();
    List<SessionToken> page = more ? behind.subList(0, query.maxResults()) : behind;
    return new SessionPage(totals(traces, page), more ? page.get(page.size() - 1).encode() : null);
  }

  private List<SessionTotals> totals(Condition traces, List<SessionToken> page)
      throws SQLException {
    Condition onPage =
        selection.among("t.session_id", page.stream().map(SessionToken::sessionId).toList());
    Map<String, Totals> totals = new HashMap<>();
    SqlText sums =
        new SqlText()
            .add("SELECT t.session_id, " + Totals.COLUMNS + " FROM traces t WHERE ")
            .add(traces)
            .add(" AND ")
            .add(onPage)
            .add(" GROUP BY t.session_id");
    sql.visit(
        sums.text(),
        row -> totals.put(row.getString(1), Totals.read(row, 2)) == null,
        sums.parameters());
    Map<String, LatestUser> users = users(traces, onPage);
    return page.stream().map(place -> totals(place.sessionId(), totals, users)).toList();
  }

  private Map<String, LatestUser> users(Condition traces, Condition onPage) throws SQLException {
    SqlText latest =
        new SqlText()
            .add("SELECT t.session_id AS session, MAX(t.request_time_ms) AS latest")
            .add(" FROM traces t WHERE ")
            .add(traces)
            .add(" AND ")
            .add(onPage)
            .add(" AND t.user_name IS NOT NULL GROUP BY t.session_id");
    SqlText text =
        new SqlText()
            .add("SELECT t.session_id, t.request_time_ms, t.trace_id, t.user_name FROM (")
            .add(latest.text(), latest.parameters())
            .add(") l CROSS JOIN traces t WHERE ")
            .add(selection.indexed("t.session_id") + " = " + selection.indexed("l.session"))
            .add(" AND t.session_id = l.session")
            .add(" AND t.request_time_ms = l.latest AND ")
            .add(traces)
            .add(" AND t.user_name IS NOT NULL");
    Map<String, LatestUser> users = new HashMap<>();
    sql.visit(
        text.text(),
        row -> {
          users.merge(
              row.getString(1),
              new LatestUser(row.getLong(2), row.getString(3), row.getString(4)),
              LatestUser::later);
          return true;
        },
        text.parameters());
    return users;
  }

  private static SessionTotals totals(
      String sessionId, Map<String, Totals> totals, Map<String, LatestUser> users) {
    Totals sums = totals.get(sessionId);
    if (sums == null) {
      throw new IllegalStateException("session without traces: " + sessionId);
    }
    LatestUser user = users.get(sessionId);
    return new SessionTotals(
        sessionId,
        sums.traces(),
        sums.errors(),
        sums.firstTimeMillis(),
        sums.lastTimeMillis(),
        sums.durationMillis(),
        sums.usage(),
        sums.cost(),
        user == null ? null : user.user());
  }
}
