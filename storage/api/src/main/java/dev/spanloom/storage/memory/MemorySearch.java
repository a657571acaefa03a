package dev.spanloom.storage.memory;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceQuery.Order;
import dev.spanloom.storage.TraceSearch;
import dev.spanloom.storage.internal.PageToken;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class MemorySearch implements TraceSearch {
  private final Memory memory;

  MemorySearch(Memory memory) {
    this.memory = memory;
  }

  @Override
  public TracePage search(TraceQuery query) {
    String list = "traces-" + query.order();
    Comparator<TraceInfo> order = order(query.order());
    TraceInfo last = lastOfPage(PageToken.decode(list, query.pageToken()));
    List<TraceInfo> rest =
        memory.alone(
            contents ->
                contents.traces.values().stream()
                    .filter(trace -> said(trace.said, query) && shown(trace.info(), query))
                    .map(StoredTrace::info)
                    .filter(info -> last == null || order.compare(info, last) > 0)
                    .sorted(order)
                    .limit(query.maxResults() + 1L)
                    .toList());
    if (rest.size() <= query.maxResults()) {
      return new TracePage(rest, null);
    }
    List<TraceInfo> page = rest.subList(0, query.maxResults());
    TraceInfo end = page.get(page.size() - 1);
    return new TracePage(
        page, new PageToken(list, end.requestTimeUnixMillis(), end.traceId()).encode());
  }

  private static Comparator<TraceInfo> order(Order order) {
    Comparator<TraceInfo> byTime = Comparator.comparingLong(TraceInfo::requestTimeUnixMillis);
    return (order == Order.NEWEST_FIRST ? byTime.reversed() : byTime)
        .thenComparing(TraceInfo::traceId);
  }

  private static @Nullable TraceInfo lastOfPage(@Nullable PageToken token) {
    return token == null
        ? null
        : TraceInfo.builder(token.id()).requestTimeUnixMillis(token.number()).build();
  }

  private static boolean said(TraceInfo said, TraceQuery query) {
    return said.traceMetadata().entrySet().containsAll(query.metadata().entrySet())
        && (query.clientRequestId() == null
            || query.clientRequestId().equals(said.clientRequestId()));
  }

  private static boolean shown(TraceInfo info, TraceQuery query) {
    String name = query.name();
    return (query.experimentIds().isEmpty()
            || query.experimentIds().contains(String.valueOf(info.experimentId())))
        && (query.states().isEmpty() || query.states().contains(info.state()))
        && info.requestTimeUnixMillis() >= query.minTimeUnixMillis()
        && info.requestTimeUnixMillis() <= query.maxTimeUnixMillis()
        && (name == null || name.equals(info.name()))
        && containsAll(info.tags(), query.tags());
  }

  private static boolean containsAll(Map<String, String> all, Map<String, String> some) {
    return all.entrySet().containsAll(some.entrySet());
  }
}
