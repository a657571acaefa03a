package dev.spanloom.bench.store;

import dev.spanloom.query.Filter;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.MetricPoint;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.SessionPage;
import dev.spanloom.storage.SessionTotals;
import dev.spanloom.storage.TraceMetrics;
import dev.spanloom.storage.TraceMetrics.HistogramBar;
import dev.spanloom.storage.TraceMetrics.ObservedValue;
import dev.spanloom.storage.TraceQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What a dashboard of a day asks: figures by hour, sessions, a histogram, values to complete. */
final class Dashboards {
  private static final long HOUR_SECONDS = 3600;
  private static final int MOST_POINTS = 10_000;
  private static final double PERCENTILE_ERROR = 0.02;

  private final Stage stage;
  private final TraceMetrics metrics;
  private final List<TraceSpec> traces;

  Dashboards(Stage stage) {
    this.stage = stage;
    this.metrics = stage.bench().store().metrics();
    this.traces = stage.truth().find(SearchSet.MAIN, trace -> true);
  }

  void run() {
    histogram();
    latencyByName();
    byModel("tokens by model by hour", Metric.SPAN_TOTAL_TOKENS, Dashboards::tokens);
    byModel("cost by model by hour", Metric.TOTAL_COST, SpanSpec::cost);
    sessions();
    values(
        "values of a span attribute",
        KeyedField.spanAttribute("region"),
        "e",
        trace -> trace.spans().stream().map(SpanSpec::region).distinct().toList());
    values("values of a tag", KeyedField.tag("team"), "", trace -> List.of(trace.team()));
    values("values of the name", TraceField.NAME, "s", trace -> List.of(trace.name()));
  }

  private TraceQuery everything() {
    return TraceQuery.builder(stage.experimentIds().get(SearchSet.MAIN))
        .maxResults(Truth.PAGE)
        .build();
  }

  private MetricsQuery byHour(Metric metric, List<Aggregation> figures, Dimension.Kind group) {
    return new MetricsQuery(
        List.of(stage.experimentIds().get(SearchSet.MAIN)),
        metric,
        figures,
        List.of(Dimension.of(group)),
        Filter.ALL,
        Workload.START_MILLIS,
        Workload.START_MILLIS + Workload.DAY_MILLIS - 1,
        HOUR_SECONDS,
        MOST_POINTS);
  }

  private static long hour(long millis) {
    return millis - Math.floorMod(millis, HOUR_SECONDS * 1000);
  }

  private void histogram() {
    Map<Long, long[]> expected = new HashMap<>();
    for (TraceSpec trace : traces) {
      long[] counts = expected.computeIfAbsent(hour(trace.timeMillis()), start -> new long[2]);
      counts[0]++;
      counts[1] += trace.error() ? 1 : 0;
    }
    List<HistogramBar> bars =
        expected.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> new HistogramBar(e.getKey(), e.getValue()[0], e.getValue()[1]))
            .toList();
    stage.put(
        "histogram of a day by hour",
        Measure.calls(
            run -> metrics.histogram(everything(), HOUR_SECONDS),
            (found, run) -> Checks.equal("histogram", found, bars)));
  }

  /** Two queries, since a share of errors is of traces and not of latencies. */
  private void latencyByName() {
    List<Aggregation> counts =
        List.of(
            Aggregation.of(Aggregation.Kind.COUNT), Aggregation.of(Aggregation.Kind.ERROR_SHARE));
    List<Aggregation> percentiles =
        List.of(Aggregation.percentile(50), Aggregation.percentile(95), Aggregation.percentile(99));
    Map<String, List<TraceSpec>> expected = new HashMap<>();
    for (TraceSpec trace : traces) {
      expected
          .computeIfAbsent(
              hour(trace.timeMillis()) + " " + trace.name(), group -> new ArrayList<>())
          .add(trace);
    }
    MetricsQuery traceCounts = byHour(Metric.TRACE_COUNT, counts, Dimension.Kind.TRACE_NAME);
    MetricsQuery latencies = byHour(Metric.LATENCY, percentiles, Dimension.Kind.TRACE_NAME);
    stage.put(
        "count, errors, p50, p95, p99 by name by hour",
        Measure.calls(
            run -> List.of(metrics.query(traceCounts), metrics.query(latencies)),
            (points, run) -> {
              Checks.equal("groups of traces by name", points.get(0).size(), expected.size());
              Checks.equal("groups of latency by name", points.get(1).size(), expected.size());
              points.get(0).forEach(point -> checkCounts(point, expected));
              points.get(1).forEach(point -> checkLatency(point, expected));
            }));
  }

  private static String group(MetricPoint point, Dimension.Kind dimension) {
    return point.bucketStartUnixMillis()
        + " "
        + point.dimensions().get(Dimension.of(dimension).name());
  }

  private static void checkCounts(MetricPoint point, Map<String, List<TraceSpec>> expected) {
    String group = group(point, Dimension.Kind.TRACE_NAME);
    List<TraceSpec> members = expected.getOrDefault(group, List.of());
    Checks.equal("count of " + group, point.values().get("COUNT"), (double) members.size());
    double errors = members.stream().filter(TraceSpec::error).count();
    near("error share of " + group, value(point, "ERROR_SHARE"), errors / members.size(), 1e-9);
  }

  private static void checkLatency(MetricPoint point, Map<String, List<TraceSpec>> expected) {
    String group = group(point, Dimension.Kind.TRACE_NAME);
    double[] sorted =
        expected.getOrDefault(group, List.of()).stream()
            .mapToDouble(TraceSpec::durationMillis)
            .sorted()
            .toArray();
    for (int percentile : new int[] {50, 95, 99}) {
      double rank = percentile / 100.0 * (sorted.length - 1);
      double found = value(point, "P" + percentile);
      Checks.that(
          found >= sorted[(int) Math.floor(rank)] * (1 - PERCENTILE_ERROR)
              && found <= sorted[(int) Math.ceil(rank)] * (1 + PERCENTILE_ERROR),
          "p" + percentile + " of " + group + " near " + sorted[(int) Math.round(rank)],
          found);
    }
  }

  private static double tokens(SpanSpec span) {
    return span.inputTokens() + span.outputTokens();
  }

  private void byModel(String label, Metric metric, ToDoubleFunction<SpanSpec> amount) {
    Map<String, Double> expected = new HashMap<>();
    for (TraceSpec trace : traces) {
      for (SpanSpec span : trace.spans()) {
        if (span.callsModel()) {
          String group = hour(span.startNanos() / 1_000_000) + " " + span.model();
          expected.merge(group, amount.applyAsDouble(span), Double::sum);
        }
      }
    }
    MetricsQuery query =
        byHour(metric, List.of(Aggregation.of(Aggregation.Kind.SUM)), Dimension.Kind.SPAN_MODEL);
    // a span may start in the first hour of the next day; its trace is of this day
    expected.keySet().removeIf(group -> !inDay(group));
    stage.put(
        label,
        Measure.calls(
            run -> metrics.query(query),
            (points, run) -> {
              List<MetricPoint> today =
                  points.stream().filter(p -> inDay(p.bucketStartUnixMillis() + " ")).toList();
              Checks.equal("groups of " + label, today.size(), expected.size());
              for (MetricPoint point : today) {
                String group = group(point, Dimension.Kind.SPAN_MODEL);
                near(
                    label + " " + group,
                    value(point, "SUM"),
                    expected.getOrDefault(group, Double.NaN),
                    1e-6);
              }
            }));
  }

  private static boolean inDay(String group) {
    long bucket = Long.parseLong(group.substring(0, group.indexOf(' ')));
    return bucket < Workload.START_MILLIS + Workload.DAY_MILLIS;
  }

  private static double value(MetricPoint point, String label) {
    return Objects.requireNonNull(point.values().get(label), label);
  }

  private static void near(String asked, double found, double expected, double relative) {
    Checks.that(
        Math.abs(found - expected) <= relative * Math.max(1e-9, Math.abs(expected)),
        asked + " near " + expected,
        found);
  }

  private void sessions() {
    Map<String, List<TraceSpec>> expected = new HashMap<>();
    for (TraceSpec trace : traces) {
      expected.computeIfAbsent(trace.session(), id -> new ArrayList<>()).add(trace);
    }
    List<Long> lastTimes =
        expected.values().stream()
            .map(Dashboards::lastTime)
            .sorted(Comparator.reverseOrder())
            .limit(Truth.PAGE)
            .toList();
    stage.put(
        "newest sessions",
        Measure.calls(
            run -> metrics.sessions(everything()),
            (page, run) -> checkSessions(page, expected, lastTimes)));
  }

  private static void checkSessions(
      SessionPage page, Map<String, List<TraceSpec>> expected, List<Long> lastTimes) {
    Checks.equal(
        "times of sessions",
        page.sessions().stream().map(SessionTotals::lastTimeUnixMillis).toList(),
        lastTimes);
    for (SessionTotals session : page.sessions()) {
      List<TraceSpec> turns = expected.getOrDefault(session.sessionId(), List.of());
      String what = " of session " + session.sessionId();
      Checks.equal("turns" + what, session.turns(), (long) turns.size());
      Checks.equal(
          "errors" + what, session.errors(), turns.stream().filter(TraceSpec::error).count());
      Checks.equal("last time" + what, session.lastTimeUnixMillis(), lastTime(turns));
      Checks.equal(
          "tokens" + what,
          session.usage() == null ? 0 : session.usage().totalTokens(),
          (long)
              turns.stream()
                  .flatMap(trace -> trace.spans().stream())
                  .mapToDouble(Dashboards::tokens)
                  .sum());
    }
  }

  private static Long lastTime(Collection<TraceSpec> turns) {
    return Collections.max(turns.stream().map(TraceSpec::timeMillis).toList());
  }

  private void values(
      String label,
      dev.spanloom.query.Field field,
      String prefix,
      Function<TraceSpec, List<String>> of) {
    Map<String, Long> counts = new HashMap<>();
    for (TraceSpec trace : traces) {
      of.apply(trace).stream()
          .filter(value -> value.startsWith(prefix))
          .forEach(value -> counts.merge(value, 1L, Long::sum));
    }
    stage.put(
        label,
        Measure.calls(
            run ->
                metrics.values(
                    List.of(stage.experimentIds().get(SearchSet.MAIN)), field, prefix, 20),
            (found, run) -> {
              Map<String, Long> byValue = new HashMap<>();
              for (ObservedValue value : found) {
                byValue.put(value.value(), value.traces());
              }
              Checks.equal(label, byValue, counts);
            }));
  }
}
