package dev.spanloom.storage;

import java.util.List;

/** Figures over many traces: dashboards, sessions, users, values for completion. */
public interface TraceMetrics {
  /**
   * The points of a query, by time and then by dimensions. Groups without any value, and rows that
   * lack a dimension, are left out. The time of a trace is its start, of a span its own start, of
   * an assessment its creation: bounds and steps are about that. Percentiles are within 2 % of the
   * exact one, all else is exact. Names of traces and spans, types, models and providers that are
   * longer than 200 characters make groups by their first 200.
   *
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE for an aggregation
   *     that the metric has not
   */
  List<MetricPoint> query(MetricsQuery query);

  /**
   * How many traces that a query finds start in each step of time; steps without any are left out.
   * The page of the query is not looked at.
   */
  List<HistogramBar> histogram(TraceQuery query, long intervalSeconds);

  /**
   * Sessions, the one with the latest trace first: traces that share the metadata {@code
   * mlflow.trace.session}.
   *
   * @param query which traces count; its order is not looked at, its page is one of sessions
   */
  SessionPage sessions(TraceQuery query);

  /**
   * Users, by how many traces they have: traces that share the metadata {@code mlflow.trace.user}.
   */
  List<UserTotals> users(TraceQuery query);

  /**
   * The values that traces have of a key, the most frequent first and then by text, with the number
   * of traces that have them; as filters compare them, see {@link dev.spanloom.query.FieldValue}.
   * Values of more than 200 characters are left out, and so are span attributes that are large or
   * differ in every span: inputs, outputs, ids, usage, cost. Of a key with more than 2,000 values
   * an engine may know the first ones only.
   *
   * @param experimentIds of these experiments
   * @param field what can have values: a tag, a metadata entry, a span attribute, an assessment;
   *     the name of a trace; name, type, status and model of a span
   * @param prefix only those that begin so, whatever the case; empty for all
   * @param limit at most so many
   */
  List<ObservedValue> values(
      List<String> experimentIds, dev.spanloom.query.Field field, String prefix, int limit);

  /**
   * The keys that traces have in a family, the most frequent first and then by text, with the
   * number of traces that have them. The tags that a store puts on every trace are left out, and
   * the span attributes that {@link #values} leaves out.
   */
  List<ObservedValue> keys(
      List<String> experimentIds,
      dev.spanloom.query.KeyedField.Family family,
      String prefix,
      int limit);

  /**
   * One step of a histogram.
   *
   * @param bucketStartUnixMillis its start
   * @param traces traces that started in it
   * @param errors those of them that failed
   */
  record HistogramBar(long bucketStartUnixMillis, long traces, long errors) {}

  /** A value and the number of traces that have it. */
  record ObservedValue(String value, long traces) {}
}
