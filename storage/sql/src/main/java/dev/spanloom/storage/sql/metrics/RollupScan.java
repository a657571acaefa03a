package dev.spanloom.storage.sql.metrics;

import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.MetricsQuery.View;
import dev.spanloom.storage.internal.metrics.Accumulator;
import dev.spanloom.storage.internal.metrics.MetricGroups;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.rollup.RollupKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers a metrics query from roll-ups. The database sums up what it can; sketches are merged
 * here. Not thread-safe.
 */
final class RollupScan {
  private final MetricsQuery query;
  private final MetricColumns columns;
  private final Dialect dialect;
  private final MetricGroups groups;
  private boolean lacksNames;

  RollupScan(MetricsQuery query, Dialect dialect, MetricGroups groups) {
    this.query = query;
    this.columns = MetricColumns.of(query.metric());
    this.dialect = dialect;
    this.groups = groups;
  }

  /**
   * Whether roll-ups have what a query asks for, its filter and its time aside. The least and the
   * greatest value are not among it: they cannot be known any more once a trace is taken off.
   */
  static boolean answers(MetricsQuery query) {
    MetricColumns columns = MetricColumns.of(query.metric());
    return columns.rolledCount() != null
        && query.dimensions().stream().allMatch(d -> column(query.metric().view(), d) != null)
        && query.aggregations().stream().allMatch(a -> answers(columns, a));
  }

  private static boolean answers(MetricColumns columns, Aggregation aggregation) {
    return switch (aggregation.kind()) {
      case COUNT, SUM, AVG, RATE, ERROR_SHARE -> true;
      case PERCENTILE -> columns.rolledSketch();
      case MIN, MAX -> false;
    };
  }

  private static @Nullable String column(View view, Dimension dimension) {
    return switch (dimension.kind()) {
      case TRACE_NAME -> view == View.TRACES ? "name" : null;
      case TRACE_STATUS -> view == View.TRACES ? "state" : null;
      case SPAN_NAME -> "name";
      case SPAN_TYPE -> "type";
      case SPAN_MODEL -> "model";
      case SPAN_STATUS -> "status";
      case TAG, METADATA, SPAN_PROVIDER, ASSESSMENT_NAME, ASSESSMENT_TYPE, ASSESSMENT_VALUE -> null;
    };
  }

  /**
   * Adds what the rows of an experiment in a time come to.
   *
   * @return false when names are asked for and a row is of several: then nobody knows, and what was
   *     added is of no use
   */
  boolean read(Sql sql, long experiment, RollupFilter filter, TimeSegment time)
      throws SQLException {
    boolean sketches =
        query.aggregations().stream().anyMatch(a -> a.kind() == Aggregation.Kind.PERCENTILE);
    List<String> dimensions = dimensionColumns();
    SqlText text = new SqlText().add("SELECT ").add(step());
    dimensions.forEach(column -> text.add(", ").add(column));
    text.add(sketches ? ", " + perRow() : ", " + sums())
        .add(" FROM ")
        .add(isOfTraces() ? "trace_rollups" : "span_rollups")
        .add(" WHERE period = ? AND experiment_id = ?", (long) time.period(), experiment);
    addTime(text, time);
    if (isOfTraces()) {
      filter.addTo(text, dialect);
    }
    dimensions.forEach(column -> text.add(" AND " + column + " <> ?", RollupKey.NONE));
    if (!sketches) {
      text.add(groupBy());
    }
    sql.visit(
        text.text(),
        row -> {
          add(row, sketches);
          return !lacksNames;
        },
        text.parameters());
    return !lacksNames;
  }

  private boolean isOfTraces() {
    return query.metric().view() == View.TRACES;
  }

  private List<String> dimensionColumns() {
    List<String> names = new ArrayList<>();
    for (Dimension dimension : query.dimensions()) {
      names.add(String.valueOf(column(query.metric().view(), dimension)));
    }
    return names;
  }

  private String step() {
    Long interval = query.intervalSeconds();
    return interval == null ? "0" : SqlText.floor("bucket", interval);
  }

  private String sums() {
    return columns.rolledSum() == null
        ? "SUM(count), SUM(CASE WHEN " + failed() + " THEN count ELSE 0 END)"
        : "SUM(" + columns.rolledCount() + "), SUM(" + columns.rolledSum() + ")";
  }

  private String perRow() {
    return columns.rolledCount() + ", " + columns.rolledSum() + ", sketch";
  }

  private String failed() {
    return (isOfTraces() ? "state" : "status") + " = 'ERROR'";
  }

  private String groupBy() {
    int from = query.intervalSeconds() == null ? 2 : 1;
    String positions =
        IntStream.range(from, 2 + query.dimensions().size())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    return positions.isEmpty() ? "" : " GROUP BY " + positions;
  }

  private static void addTime(SqlText text, TimeSegment time) {
    Long from = time.fromMillis();
    if (from != null) {
      text.add(" AND bucket >= ?", Math.floorDiv(from, 1000L));
    }
    Long until = time.untilMillis();
    if (until != null) {
      text.add(" AND bucket < ?", Math.floorDiv(until, 1000L));
    }
  }

  private void add(ResultSet row, boolean sketches) throws SQLException {
    List<String> values = new ArrayList<>(query.dimensions().size());
    for (int i = 0; i < query.dimensions().size(); i++) {
      String label = row.getString(2 + i);
      if (label.equals(RollupKey.SHARED)) {
        lacksNames = true;
        return;
      }
      values.add(RollupKey.value(label));
    }
    Accumulator group = groups.group(row.getLong(1) * 1000, values);
    int first = 2 + query.dimensions().size();
    if (columns.rolledSum() == null) {
      group.addCount(row.getLong(first), row.getLong(first + 1));
    } else {
      group.addSums(
          row.getLong(first),
          row.getDouble(first + 1),
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY);
      if (sketches) {
        group.addSketch(row.getBytes(first + 2));
      }
    }
  }
}
