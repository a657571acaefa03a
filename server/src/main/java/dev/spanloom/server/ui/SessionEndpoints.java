package dev.spanloom.server.ui;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.server.rest.RestRequest;
import dev.spanloom.storage.SessionPage;
import dev.spanloom.storage.SessionTotals;
import dev.spanloom.storage.TraceMetrics;
import dev.spanloom.storage.UserTotals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What sessions and users come to. */
final class SessionEndpoints {
  private static final int MOST_RESULTS = 500;
  private static final int DEFAULT_RESULTS = 100;
  private static final int MOST_USERS = 1_000;

  private final TraceMetrics metrics;

  SessionEndpoints(TraceMetrics metrics) {
    this.metrics = metrics;
  }

  void addTo(UiApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.POST, "/sessions", this::sessions);
    endpoints.add(HttpMethod.POST, "/users", this::users);
  }

  private Object sessions(RestRequest request) {
    String token = request.textOrNull("page_token");
    SessionPage page =
        metrics.sessions(
            Scope.of(request)
                .query()
                .maxResults(request.number("max_results", 1, MOST_RESULTS, DEFAULT_RESULTS))
                .pageToken(token == null || token.isEmpty() ? null : token)
                .build());
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    reply.put("sessions", page.sessions().stream().map(SessionEndpoints::map).toList());
    reply.put("next_page_token", page.nextPageToken());
    return reply;
  }

  private static Map<String, @Nullable Object> map(SessionTotals session) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("session_id", session.sessionId());
    map.put("turns", session.turns());
    map.put("errors", session.errors());
    map.put("first_ms", session.firstTimeUnixMillis());
    map.put("last_ms", session.lastTimeUnixMillis());
    map.put("duration_ms", session.durationMillis());
    map.put("tokens", TraceRow.tokens(session.usage()));
    map.put("cost", TraceRow.cost(session.cost()));
    map.put("user", session.user());
    return map;
  }

  private Object users(RestRequest request) {
    List<UserTotals> users = metrics.users(Scope.of(request).query().build());
    return Map.of("users", users.stream().limit(MOST_USERS).map(SessionEndpoints::map).toList());
  }

  private static Map<String, @Nullable Object> map(UserTotals user) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("user", user.user());
    map.put("traces", user.traces());
    map.put("errors", user.errors());
    map.put("sessions", user.sessions());
    map.put("last_ms", user.lastTimeUnixMillis());
    map.put("tokens", TraceRow.tokens(user.usage()));
    map.put("cost", TraceRow.cost(user.cost()));
    return map;
  }
}
