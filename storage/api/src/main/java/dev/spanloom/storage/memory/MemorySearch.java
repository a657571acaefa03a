package dev.spanloom.storage.memory;

import dev.spanloom.storage.PageToken;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceSearch;
import dev.spanloom.storage.internal.SortKeys;
import java.util.List;

/** Finds traces by looking at all of them, and sorts what it finds. Thread-safe. */
final class MemorySearch implements TraceSearch {
  private final MemoryTraces traces;
  private final MemorySelection selection;

  MemorySearch(MemoryTraces traces) {
    this.traces = traces;
    this.selection = new MemorySelection(traces);
  }

  private record Found(MemoryTrace trace, PageToken place) {}

  @Override
  public TracePage search(TraceQuery query) {
    SortKeys order = new SortKeys(query.orderBy());
    String token = query.pageToken();
    PageToken last = token == null ? null : PageToken.decode(token, query);
    return traces.locked(
        () -> {
          List<Found> found =
              selection.found(query).stream()
                  .map(trace -> new Found(trace, order.place(trace.said(), trace.info())))
                  .filter(one -> last == null || order.compare(one.place, last) > 0)
                  .sorted((a, b) -> order.compare(a.place, b.place))
                  .limit(query.maxResults() + 1L)
                  .toList();
          boolean more = found.size() > query.maxResults();
          List<Found> page = more ? found.subList(0, query.maxResults()) : found;
          return new TracePage(
              page.stream().map(one -> one.trace.info()).toList(),
              more ? page.get(page.size() - 1).place.encode() : null);
        });
  }

  @Override
  public long count(TraceQuery query) {
    return traces.locked(() -> (long) selection.found(query).size());
  }
}
