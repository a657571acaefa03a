package dev.spanloom.storage.memory;

import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.storage.SessionPage;
import dev.spanloom.storage.SessionTotals;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.internal.metrics.SessionToken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The sessions of traces. */
final class MemorySessions {
  private final Map<String, List<MemoryTrace>> sessions = new LinkedHashMap<>();

  MemorySessions(List<MemoryTrace> traces) {
    for (MemoryTrace trace : traces) {
      String session = trace.words().traceMetadata().get(TraceMetadataKey.TRACE_SESSION);
      if (session != null) {
        sessions.computeIfAbsent(session, id -> new ArrayList<>()).add(trace);
      }
    }
  }

  SessionPage page(TraceQuery query) {
    SessionToken last = SessionToken.of(query);
    List<SessionTotals> found =
        sessions.entrySet().stream()
            .map(session -> totals(session.getKey(), session.getValue()))
            .filter(session -> last == null || SessionToken.of(session).compareTo(last) > 0)
            .sorted(Comparator.comparing(SessionToken::of))
            .limit(query.maxResults() + 1L)
            .toList();
    boolean more = found.size() > query.maxResults();
    List<SessionTotals> page = more ? found.subList(0, query.maxResults()) : found;
    return new SessionPage(page, more ? SessionToken.of(page.get(page.size() - 1)).encode() : null);
  }

  private static SessionTotals totals(String sessionId, List<MemoryTrace> traces) {
    MemoryTotals totals = MemoryTotals.of(traces);
    String user =
        traces.stream()
            .sorted(MemorySelection.NEWEST_FIRST)
            .map(trace -> trace.words().traceMetadata().get(TraceMetadataKey.TRACE_USER))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return new SessionTotals(
        sessionId,
        totals.traces(),
        totals.errors(),
        totals.firstTimeUnixMillis(),
        totals.lastTimeUnixMillis(),
        totals.durationMillis(),
        totals.usage(),
        totals.cost(),
        user);
  }
}
