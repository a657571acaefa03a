package dev.spanloom.storage.memory;

import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.query.OrderValues;
import dev.spanloom.storage.UserTotals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The users of traces. */
final class MemoryUsers {
  private static final Comparator<UserTotals> BUSIEST_FIRST =
      Comparator.comparingLong(UserTotals::traces)
          .reversed()
          .thenComparing(UserTotals::user, OrderValues::compareTexts);

  private final Map<String, List<MemoryTrace>> users = new LinkedHashMap<>();

  MemoryUsers(List<MemoryTrace> traces) {
    for (MemoryTrace trace : traces) {
      String user = trace.words().traceMetadata().get(TraceMetadataKey.TRACE_USER);
      if (user != null) {
        users.computeIfAbsent(user, name -> new ArrayList<>()).add(trace);
      }
    }
  }

  List<UserTotals> most(int limit) {
    return users.entrySet().stream()
        .map(user -> totals(user.getKey(), user.getValue()))
        .sorted(BUSIEST_FIRST)
        .limit(limit)
        .toList();
  }

  private static UserTotals totals(String user, List<MemoryTrace> traces) {
    MemoryTotals totals = MemoryTotals.of(traces);
    long sessions =
        traces.stream()
            .map(trace -> trace.words().traceMetadata().get(TraceMetadataKey.TRACE_SESSION))
            .filter(Objects::nonNull)
            .distinct()
            .count();
    return new UserTotals(
        user,
        totals.traces(),
        totals.errors(),
        sessions,
        totals.lastTimeUnixMillis(),
        totals.usage(),
        totals.cost());
  }
}
