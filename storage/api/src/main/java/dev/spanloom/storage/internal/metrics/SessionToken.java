package dev.spanloom.storage.internal.metrics;

import dev.spanloom.query.OrderValues;
import dev.spanloom.storage.PageToken;
import dev.spanloom.storage.SessionTotals;
import dev.spanloom.storage.TraceQuery;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a page of sessions ends, and the order that they are in: the latest first, then by id. */
public record SessionToken(long lastTimeUnixMillis, String sessionId)
    implements Comparable<SessionToken> {
  private static final Comparator<SessionToken> LATEST_FIRST =
      Comparator.comparingLong(SessionToken::lastTimeUnixMillis)
          .reversed()
          .thenComparing(SessionToken::sessionId, OrderValues::compareTexts);

  public static SessionToken of(SessionTotals session) {
    return new SessionToken(session.lastTimeUnixMillis(), session.sessionId());
  }

  /**
   * The token of a query for sessions; null for its first page.
   *
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE for a text that is
   *     none
   */
  public static @Nullable SessionToken of(TraceQuery query) {
    String token = query.pageToken();
    if (token == null) {
      return null;
    }
    // a time and a text, as tokens of the order of no keys have them
    TraceQuery unordered =
        new TraceQuery(query.experimentIds(), query.filter(), List.of(), query.maxResults(), token);
    List<@Nullable Object> keys = PageToken.decode(token, unordered).keys();
    return new SessionToken(((Number) keys.get(0)).longValue(), String.valueOf(keys.get(1)));
  }

  public String encode() {
    return new PageToken(List.of(lastTimeUnixMillis, sessionId)).encode();
  }

  /** By place: what comes later on the pages is greater. */
  @Override
  public int compareTo(SessionToken other) {
    return LATEST_FIRST.compare(this, other);
  }
}
