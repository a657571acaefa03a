package dev.spanloom.storage.memory;

import dev.spanloom.query.Filter;
import dev.spanloom.storage.TraceQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Which traces are meant, looking at every one of them. To be used under the lock. */
final class MemorySelection {
  /** Newest first, then by id: the order of searches that ask for none. */
  static final Comparator<MemoryTrace> NEWEST_FIRST =
      Comparator.comparingLong((MemoryTrace trace) -> trace.info().requestTimeUnixMillis())
          .reversed()
          .thenComparing(MemoryTrace::traceId);

  private final MemoryTraces traces;

  MemorySelection(MemoryTraces traces) {
    this.traces = traces;
  }

  /** What a query finds on all pages, in no order. */
  List<MemoryTrace> found(TraceQuery query) {
    return found(query.experimentIds(), query.filter());
  }

  /** The traces of experiments of which a filter is true, in no order. */
  List<MemoryTrace> found(List<String> experimentIds, Filter filter) {
    Matching matching = new Matching(filter);
    return in(experimentIds).stream().filter(matching::matches).toList();
  }

  List<MemoryTrace> in(List<String> experimentIds) {
    return traces.all().stream()
        .filter(
            trace ->
                experimentIds.contains(Objects.requireNonNullElse(trace.info().experimentId(), "")))
        .toList();
  }

  /** All of them, since what is worked off must not change under the work. */
  List<MemoryTrace> all() {
    return new ArrayList<>(traces.all());
  }
}
