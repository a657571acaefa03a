package dev.spanloom.storage.sql.metrics;

import dev.spanloom.query.Filter;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.MetricsQuery.View;
import dev.spanloom.storage.internal.metrics.Accumulator;
import dev.spanloom.storage.internal.metrics.MetricGroups;
import dev.spanloom.storage.internal.metrics.MetricRules;
import dev.spanloom.storage.sql.Blocks;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Families;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Table;
import dev.spanloom.storage.sql.Term;
import dev.spanloom.storage.sql.search.Condition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers a metrics query from the rows of traces, spans and assessments: exact, whatever is asked.
 * The database sums up where it can; for percentiles every value is read. Not thread-safe.
 */
final class MetricsScan {
  /** The remainder must not overflow when a step is added to it. */
  private static final long LONGEST_STEP_MILLIS = 1L << 61;

  private final MetricsQuery query;
  private final View view;
  private final MetricColumns columns;
  private final MetricGroups groups;
  private final FullLabels labels;
  private final List<Table> postings;

  MetricsScan(MetricsQuery query, Dialect dialect, MetricGroups groups) {
    this.query = query;
    this.view = query.metric().view();
    this.columns = MetricColumns.of(query.metric());
    this.groups = groups;
    this.labels = new FullLabels(query, dialect);
    this.postings = dialect.postings();
  }

  /**
   * Adds what rows come to.
   *
   * @param traces which traces count: a condition on rows {@code t}
   */
  void read(Sql sql, Condition traces, TimeSegment time) throws SQLException {
    boolean everyValue =
        query.aggregations().stream().anyMatch(a -> a.kind() == Aggregation.Kind.PERCENTILE);
    boolean sessions = query.metric() == Metric.SESSION_COUNT;
    SqlText text = new SqlText();
    addDimensionTables(text);
    text.add(sessions ? "SELECT DISTINCT " : "SELECT ").add(time(everyValue));
    for (int i = 0; i < query.dimensions().size(); i++) {
      text.add(", ").add(dimension(i));
    }
    text.add(", ").add(sessions ? MetricColumns.SESSION : everyValue ? value() : sums());
    addSource(text, traces, time);
    if (sessions) {
      text.add(" AND " + MetricColumns.SESSION + " IS NOT NULL");
    } else if (everyValue) {
      text.add(" AND " + value() + " IS NOT NULL");
    } else {
      text.add(groupBy());
    }
    int first = 2 + query.dimensions().size();
    sql.visit(
        text.text(),
        row -> {
          Accumulator group = groups.group(row.getLong(1), labels.read(sql, row, 2));
          if (sessions) {
            group.addDistinct(row.getString(first));
          } else if (everyValue) {
            group.add(row.getDouble(first));
          } else {
            addSums(group, row, first);
          }
          return true;
        },
        text.parameters());
  }

  private void addSums(Accumulator group, ResultSet row, int first) throws SQLException {
    if (columns.value() == null) {
      group.addCount(row.getLong(first), row.getLong(first + 1));
    } else if (row.getLong(first) > 0) {
      group.addSums(
          row.getLong(first),
          row.getDouble(first + 1),
          row.getDouble(first + 2),
          row.getDouble(first + 3));
    }
  }

  private String sums() {
    String value = columns.value();
    if (value != null) {
      return "COUNT(%1$s), SUM(%1$s), MIN(%1$s), MAX(%1$s)".formatted(value);
    }
    String failed = MetricColumns.failed(view);
    return failed == null
        ? "COUNT(*), 0"
        : "COUNT(*), SUM(CASE WHEN " + failed + " THEN 1 ELSE 0 END)";
  }

  private String value() {
    String value = columns.value();
    if (value == null) {
      throw new IllegalStateException(query.metric() + " has no values");
    }
    return value;
  }

  /** The start of the step, so that the database sums up by it; or some time in the step. */
  private String time(boolean everyValue) {
    Long interval = query.intervalSeconds();
    String time = MetricColumns.time(view);
    if (interval == null) {
      return "0";
    }
    long millis = interval > LONGEST_STEP_MILLIS / 1000 ? LONGEST_STEP_MILLIS : interval * 1000;
    return everyValue ? time : SqlText.floor(time, millis);
  }

  private String groupBy() {
    int from = query.intervalSeconds() == null ? 2 : 1;
    String positions =
        IntStream.range(from, 2 + query.dimensions().size())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    return positions.isEmpty() ? "" : " GROUP BY " + positions;
  }

  /** A table of each tag and metadata key that groups are formed by: the value of each trace. */
  private void addDimensionTables(SqlText text) {
    for (int i = 0; i < query.dimensions().size(); i++) {
      Dimension dimension = query.dimensions().get(i);
      String family = family(dimension);
      if (family != null) {
        text.add(text.text().isEmpty() ? "WITH " : ", ")
            .add("d" + i + " (trace_no, value) AS MATERIALIZED (");
        for (Table table : postings) {
          text.add(table.equals(postings.get(0)) ? "" : " UNION ALL ")
              .add("SELECT p.trace_no, CASE WHEN m.cut = 1 THEN '" + FullLabels.TERM)
              .add("' || m.term_id ELSE '" + FullLabels.TEXT + "' || m.value END")
              .add(" FROM keys k CROSS JOIN terms m CROSS JOIN " + table.name() + " p")
              .add(" WHERE k.family = ? AND k.name = ?", family, dimension.key())
              .add(" AND m.key_id = k.key_id AND m.value <> ?", Term.PRESENCE)
              .add(" AND p.term_id = m.term_id");
        }
        text.add(") ");
      }
    }
  }

  static @Nullable String family(Dimension dimension) {
    return switch (dimension.kind()) {
      case TAG -> Families.TAG;
      case METADATA -> Families.METADATA;
      default -> null;
    };
  }

  private String dimension(int index) {
    return switch (query.dimensions().get(index).kind()) {
      case TRACE_NAME -> cut("t.name");
      case TRACE_STATUS -> "t.state";
      case TAG, METADATA -> "d" + index + ".value";
      case SPAN_NAME -> cut("s.name");
      case SPAN_TYPE -> cut("s.type");
      case SPAN_STATUS -> "s.status";
      case SPAN_MODEL -> cut("s.model");
      case SPAN_PROVIDER -> cut("s.provider");
      case ASSESSMENT_NAME -> "a.name";
      case ASSESSMENT_TYPE -> "a.kind";
      case ASSESSMENT_VALUE -> "a.value_text";
    };
  }

  /** As the roll-ups cut it, so that both make the same groups. */
  private static String cut(String name) {
    return "substr(" + name + ", 1, " + MetricRules.MAX_NAME_CHARS + ")";
  }

  private void addSource(SqlText text, Condition traces, TimeSegment time) {
    text.add(" FROM ").add(tables(time));
    for (int i = 0; i < query.dimensions().size(); i++) {
      if (family(query.dimensions().get(i)) != null) {
        text.add(" JOIN d" + i + " ON d" + i + ".trace_no = t.trace_no");
      }
    }
    text.add(" WHERE ").add(traces);
    switch (view) {
      case TRACES -> {}
      case SPANS -> {
        text.add(" AND s.trace_no = t.trace_no");
        if (fromSpans(time)) {
          addBlocks(text, time);
        } else {
          // always true: SQLite then goes by time, which is nearly the order of the spans
          text.add(" AND t.request_time_ms >= ?", Long.MIN_VALUE);
        }
      }
      case ASSESSMENTS ->
          text.add(" AND t.assessed = 1 AND a.trace_no = t.trace_no AND a.valid = 1");
    }
    addTime(text, time);
    for (int i = 0; i < query.dimensions().size(); i++) {
      text.add(" AND ").add(dimension(i)).add(" IS NOT NULL");
    }
  }

  /** The blocks of traces that have spans of a short time, and their spans. */
  private static void addBlocks(SqlText text, TimeSegment time) {
    long size = 1L << Blocks.SHIFT;
    text.add(" AND b.kind = ?", Blocks.OF_SPANS)
        .add(" AND b.max_time_ms >= ?", Objects.requireNonNull(time.fromMillis()))
        .add(" AND b.min_time_ms < ?", Objects.requireNonNull(time.untilMillis()))
        .add(" AND s.trace_no >= b.block * " + size)
        .add(" AND s.trace_no < b.block * " + size + " + " + size);
  }

  /**
   * CROSS JOIN is a join whose order SQLite keeps: from the few blocks of a short time to their
   * spans, or from the traces to theirs; both lie beside each other.
   */
  private String tables(TimeSegment time) {
    return switch (view) {
      case TRACES -> "traces t";
      case SPANS ->
          fromSpans(time)
              ? "time_blocks b CROSS JOIN spans s CROSS JOIN traces t"
              : "traces t CROSS JOIN spans s";
      case ASSESSMENTS -> "traces t CROSS JOIN assessments a";
    };
  }

  private boolean fromSpans(TimeSegment time) {
    return time.isShort() && query.filter().equals(Filter.ALL);
  }

  private void addTime(SqlText text, TimeSegment time) {
    String column =
        switch (view) {
          case TRACES -> "t.request_time_ms";
          case SPANS -> "s.start_ns";
          case ASSESSMENTS -> "a.created_ms";
        };
    Long from = time.fromMillis();
    if (from != null) {
      text.add(" AND " + column + " >= ?", unit(from));
    }
    Long until = time.untilMillis();
    if (until != null) {
      text.add(" AND " + column + " < ?", unit(until));
    }
  }

  /** Milliseconds in the unit of the column; what nanoseconds cannot say is their end. */
  private long unit(long millis) {
    if (view != View.SPANS) {
      return millis;
    }
    long limit = Long.MAX_VALUE / 1_000_000;
    return Math.max(-limit, Math.min(limit, millis)) * 1_000_000;
  }
}
