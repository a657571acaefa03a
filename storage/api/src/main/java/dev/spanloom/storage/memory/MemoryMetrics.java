package dev.spanloom.storage.memory;

import dev.spanloom.entities.TraceState;
import dev.spanloom.query.Field;
import dev.spanloom.query.KeyedField;
import dev.spanloom.storage.MetricPoint;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.SessionPage;
import dev.spanloom.storage.TraceMetrics;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.UserTotals;
import dev.spanloom.storage.internal.metrics.MetricRules;
import java.util.List;
import java.util.TreeMap;

/** Figures, each time from all traces. Thread-safe. */
final class MemoryMetrics implements TraceMetrics {
  private final MemoryTraces traces;
  private final MemorySelection selection;

  MemoryMetrics(MemoryTraces traces) {
    this.traces = traces;
    this.selection = new MemorySelection(traces);
  }

  @Override
  public List<MetricPoint> query(MetricsQuery query) {
    MemoryPoints points = new MemoryPoints(query);
    return traces.locked(
        () -> {
          selection.found(query.experimentIds(), query.filter()).forEach(points::add);
          return points.points();
        });
  }

  @Override
  public List<HistogramBar> histogram(TraceQuery query, long intervalSeconds) {
    MetricRules.checkInterval(intervalSeconds);
    TreeMap<Long, HistogramBar> bars = new TreeMap<>();
    traces.locked(
        () -> {
          for (MemoryTrace trace : selection.found(query)) {
            long start =
                MetricRules.bucketStartMillis(
                    trace.info().requestTimeUnixMillis(), intervalSeconds);
            long errors = trace.info().state() == TraceState.ERROR ? 1 : 0;
            bars.merge(
                start,
                new HistogramBar(start, 1, errors),
                (a, b) ->
                    new HistogramBar(start, a.traces() + b.traces(), a.errors() + b.errors()));
          }
          return bars;
        });
    return List.copyOf(bars.values());
  }

  @Override
  public SessionPage sessions(TraceQuery query) {
    return traces.locked(() -> new MemorySessions(selection.found(query)).page(query));
  }

  @Override
  public List<UserTotals> users(TraceQuery query) {
    return traces.locked(() -> new MemoryUsers(selection.found(query)).most(query.maxResults()));
  }

  @Override
  public List<ObservedValue> values(
      List<String> experimentIds, Field field, String prefix, int limit) {
    return traces.locked(
        () -> new MemoryValues(selection.in(experimentIds)).values(field, prefix, limit));
  }

  @Override
  public List<ObservedValue> keys(
      List<String> experimentIds, KeyedField.Family family, String prefix, int limit) {
    return traces.locked(
        () -> new MemoryValues(selection.in(experimentIds)).keys(family, prefix, limit));
  }
}
