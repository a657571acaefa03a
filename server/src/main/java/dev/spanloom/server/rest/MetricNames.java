package dev.spanloom.server.rest;

import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.MetricsQuery.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** MLflow's names of views, metrics, aggregations and dimensions; enums by their number too. */
final class MetricNames {
  /** In the order of their numbers in MLflow, from 1 on. */
  private static final List<View> VIEWS = List.of(View.TRACES, View.SPANS, View.ASSESSMENTS);

  /** In the order of their numbers in MLflow, from 1 on. */
  private static final List<Aggregation.Kind> KINDS =
      List.of(
          Aggregation.Kind.COUNT,
          Aggregation.Kind.SUM,
          Aggregation.Kind.AVG,
          Aggregation.Kind.PERCENTILE,
          Aggregation.Kind.MIN,
          Aggregation.Kind.MAX);

  private static final List<Dimension.Kind> KEYED =
      List.of(Dimension.Kind.TAG, Dimension.Kind.METADATA);

  private MetricNames() {}

  static View view(String name) {
    return ofEnum("view_type", name, VIEWS);
  }

  private static <E extends Enum<E>> E ofEnum(String parameter, String name, List<E> values) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).name().equals(name) || name.equals(Integer.toString(i + 1))) {
        return values.get(i);
      }
    }
    throw RestRequest.wrong(parameter, name, "one of " + values);
  }

  static Metric metric(View view, String name) {
    Map<String, Metric> known = metrics(view);
    Metric metric = known.get(name);
    if (metric == null) {
      throw RestRequest.wrong(
          "metric_name", name, "one of the view " + view + ": " + known.keySet());
    }
    return metric;
  }

  private static Map<String, Metric> metrics(View view) {
    Map<String, Metric> metrics = new LinkedHashMap<>();
    Arrays.stream(Metric.values())
        .filter(metric -> metric.view() == view)
        .forEach(metric -> metrics.put(name(metric), metric));
    return metrics;
  }

  /** MLflow's name, which says what it is of only where the view does not. */
  private static String name(Metric metric) {
    return switch (metric) {
      case SPAN_LATENCY, SPAN_INPUT_TOKENS, SPAN_OUTPUT_TOKENS, SPAN_TOTAL_TOKENS ->
          lower(metric).substring("span_".length());
      case TRACE_COST -> "total_cost";
      default -> lower(metric);
    };
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static Aggregation aggregation(Map<String, @Nullable Object> given) {
    Object type = given.get("aggregation_type");
    if (type == null) {
      throw RestRequest.missing("aggregations.aggregation_type");
    }
    Aggregation.Kind kind = ofEnum("aggregation_type", type.toString(), KINDS);
    if (kind != Aggregation.Kind.PERCENTILE) {
      return Aggregation.of(kind);
    }
    Object value = given.get("percentile_value");
    if (value == null) {
      throw RestRequest.missing("aggregations.percentile_value");
    }
    if (!(value instanceof Number number)
        || !(number.doubleValue() >= 0 && number.doubleValue() <= 100)) {
      throw RestRequest.wrong("percentile_value", value, "0 to 100");
    }
    return Aggregation.percentile(number.doubleValue());
  }

  /** A dimension of a view; {@code tag.} or {@code metadata.} and a key too. */
  static Dimension dimension(View view, String name) {
    List<String> known = new ArrayList<>();
    for (Dimension.Kind kind : Dimension.Kind.values()) {
      if (KEYED.contains(kind)) {
        String start = lower(kind) + ".";
        if (name.startsWith(start) && name.length() > start.length()) {
          return new Dimension(kind, name.substring(start.length()));
        }
      } else if (view.allows(Dimension.of(kind))) {
        known.add(Dimension.of(kind).name());
        if (Dimension.of(kind).name().equals(name)) {
          return Dimension.of(kind);
        }
      }
    }
    throw RestRequest.wrong(
        "dimensions", name, "one of the view " + view + ": " + known + ", tag.KEY or metadata.KEY");
  }
}
