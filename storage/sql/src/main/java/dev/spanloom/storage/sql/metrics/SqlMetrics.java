package dev.spanloom.storage.sql.metrics;

import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.KeyedField;
import dev.spanloom.storage.MetricPoint;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.MetricsQuery.View;
import dev.spanloom.storage.SessionPage;
import dev.spanloom.storage.TraceMetrics;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.UserTotals;
import dev.spanloom.storage.internal.metrics.Accumulator;
import dev.spanloom.storage.internal.metrics.MetricGroups;
import dev.spanloom.storage.internal.metrics.MetricRules;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.rollup.RollupKey;
import dev.spanloom.storage.sql.rollup.RollupNames;
import dev.spanloom.storage.sql.search.SqlSearch;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Figures from the tables. What roll-ups know comes from them: hours where whole hours are asked
 * for, minutes beside them, and the rows of traces and spans for the seconds at the ends. All else
 * is counted exactly over the rows, names that share roll-ups with others among it. Thread-safe.
 */
public final class SqlMetrics implements TraceMetrics {
  private final Engine engine;
  private final Selection selection;

  public SqlMetrics(Engine engine, SqlSearch search) {
    this.engine = engine;
    this.selection = new Selection(engine.dialect(), search);
  }

  @Override
  public List<MetricPoint> query(MetricsQuery query) {
    MetricRules.check(query);
    return engine.read(sql -> points(sql, query));
  }

  private List<MetricPoint> points(Sql sql, MetricsQuery query) throws SQLException {
    Optional<RollupFilter> filter = rollupFilter(query);
    Optional<List<MetricPoint>> known =
        filter.isPresent() ? rolledUp(sql, query, filter.get()) : Optional.empty();
    return known.isPresent() ? known.get() : counted(sql, query);
  }

  private List<MetricPoint> counted(Sql sql, MetricsQuery query) throws SQLException {
    boolean everyValue =
        query.aggregations().stream().anyMatch(a -> a.kind() == Aggregation.Kind.PERCENTILE);
    MetricGroups groups =
        new MetricGroups(query, everyValue ? Accumulator::exact : Accumulator::sketched);
    MetricsScan scan = new MetricsScan(query, engine.dialect(), groups);
    TimeSegment time = TimeSegment.rows(query.startTimeUnixMillis(), query.endTimeUnixMillis());
    scan.read(sql, selection.matching(sql, query.experimentIds(), query.filter()), time);
    return groups.points();
  }

  /** The filter and the time as roll-ups know them; empty when they do not suffice. */
  private static Optional<RollupFilter> rollupFilter(MetricsQuery query) {
    Long interval = query.intervalSeconds();
    if (!RollupScan.answers(query)
        || (interval != null && interval % RollupKey.MINUTE != 0)
        || (query.metric().view() != View.TRACES && !query.filter().equals(Filter.ALL))) {
      return Optional.empty();
    }
    return RollupFilter.of(query.filter())
        .map(known -> known.within(query.startTimeUnixMillis(), query.endTimeUnixMillis()));
  }

  /** What roll-ups say; empty when names are asked for that share them with others. */
  private Optional<List<MetricPoint>> rolledUp(Sql sql, MetricsQuery query, RollupFilter filter)
      throws SQLException {
    List<Long> experiments = Selection.numbers(query.experimentIds());
    List<String> names = filter.labels();
    if (!names.isEmpty() && !RollupNames.areApart(sql, RollupNames.OF_TRACES, experiments, names)) {
      return Optional.empty();
    }
    MetricGroups groups = new MetricGroups(query, Accumulator::sketched);
    RollupScan rollups = new RollupScan(query, engine.dialect(), groups);
    MetricsScan rows = new MetricsScan(query, engine.dialect(), groups);
    List<TimeSegment> segments =
        TimeSegment.split(filter.startMillis(), filter.endMillis(), query.intervalSeconds());
    for (TimeSegment segment : segments) {
      if (segment.period() == TimeSegment.ROWS) {
        rows.read(sql, filter.rows(selection.in(experiments), engine.dialect()), segment);
      } else {
        for (long experiment : experiments) {
          if (!rollups.read(sql, experiment, filter, segment)) {
            return Optional.empty();
          }
        }
      }
    }
    return Optional.of(groups.points());
  }

  /** The count and the share of errors of each step, as bars. */
  @Override
  public List<HistogramBar> histogram(TraceQuery query, long intervalSeconds) {
    MetricRules.checkInterval(intervalSeconds);
    Aggregation count = Aggregation.of(Aggregation.Kind.COUNT);
    Aggregation errors = Aggregation.of(Aggregation.Kind.ERROR_SHARE);
    List<MetricPoint> points =
        query(
            new MetricsQuery(
                query.experimentIds(),
                Metric.TRACE_COUNT,
                List.of(count, errors),
                List.of(),
                query.filter(),
                null,
                null,
                intervalSeconds,
                Integer.MAX_VALUE));
    List<HistogramBar> bars = new ArrayList<>(points.size());
    for (MetricPoint point : points) {
      Long start = point.bucketStartUnixMillis();
      double traces = point.values().getOrDefault(count.label(), 0.0);
      double share = point.values().getOrDefault(errors.label(), 0.0);
      if (start != null) {
        bars.add(new HistogramBar(start, Math.round(traces), Math.round(traces * share)));
      }
    }
    return bars;
  }

  @Override
  public SessionPage sessions(TraceQuery query) {
    return engine.read(sql -> new Sessions(sql, selection, query).page());
  }

  @Override
  public List<UserTotals> users(TraceQuery query) {
    return engine.read(sql -> new Users(sql, selection, query).most());
  }

  @Override
  public List<ObservedValue> values(
      List<String> experimentIds, Field field, String prefix, int limit) {
    return engine.read(
        sql ->
            new Observed(sql, engine.dialect(), selection, experimentIds, prefix, limit)
                .values(field));
  }

  @Override
  public List<ObservedValue> keys(
      List<String> experimentIds, KeyedField.Family family, String prefix, int limit) {
    return engine.read(
        sql ->
            new Observed(sql, engine.dialect(), selection, experimentIds, prefix, limit)
                .keys(family));
  }
}
