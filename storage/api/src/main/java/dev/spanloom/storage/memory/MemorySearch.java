package dev.spanloom.storage.memory;

import dev.spanloom.query.OrderValues;
import dev.spanloom.storage.PageToken;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceSearch;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds traces by looking at all of them, and sorts what it finds. Thread-safe. */
final class MemorySearch implements TraceSearch {
  private final MemoryTraces traces;
  private final MemorySelection selection;

  MemorySearch(MemoryTraces traces) {
    this.traces = traces;
    this.selection = new MemorySelection(traces);
  }

  private record Found(MemoryTrace trace, List<@Nullable Object> keys) {
    static Found of(MemoryTrace trace, TraceQuery query) {
      return new Found(
          trace,
          OrderValues.of(
              query.orderBy(), trace.info(), trace.words().traceMetadata(), trace.spans().size()));
    }
  }

  @Override
  public TracePage search(TraceQuery query) {
    Comparator<List<@Nullable Object>> order = OrderValues.comparator(query.orderBy());
    String token = query.pageToken();
    List<@Nullable Object> last = token == null ? null : PageToken.decode(token, query).keys();
    return traces.locked(
        () -> {
          List<Found> found =
              selection.found(query).stream()
                  .map(trace -> Found.of(trace, query))
                  .filter(one -> last == null || order.compare(one.keys, last) > 0)
                  .sorted(Comparator.comparing(Found::keys, order))
                  .limit(query.maxResults() + 1L)
                  .toList();
          boolean more = found.size() > query.maxResults();
          List<Found> page = more ? found.subList(0, query.maxResults()) : found;
          return new TracePage(
              page.stream().map(one -> one.trace.info()).toList(),
              more ? new PageToken(page.get(page.size() - 1).keys).encode() : null);
        });
  }

  @Override
  public long count(TraceQuery query) {
    return traces.locked(() -> (long) selection.found(query).size());
  }
}
