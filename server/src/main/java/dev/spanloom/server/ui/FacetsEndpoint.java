package dev.spanloom.server.ui;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.query.Filter;
import dev.spanloom.query.KeyedField;
import dev.spanloom.server.rest.RestRequest;
import dev.spanloom.storage.MetricPoint;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.TraceMetrics;
import dev.spanloom.storage.TraceMetrics.ObservedValue;
import dev.spanloom.storage.internal.metrics.ObservedRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The most frequent values among the traces of a scope. */
final class FacetsEndpoint {
  private static final int MOST_FIELDS = 20;
  private static final int DEFAULT_VALUES = 20;
  private static final int MOST_VALUES = 200;

  private final TraceMetrics metrics;

  FacetsEndpoint(TraceMetrics metrics) {
    this.metrics = metrics;
  }

  void addTo(UiApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.POST, "/traces/facets", this::facets);
  }

  private Object facets(RestRequest request) {
    Scope scope = Scope.of(request);
    List<String> fields = request.requiredTexts("fields");
    if (fields.size() > MOST_FIELDS) {
      throw RestRequest.wrong("fields", fields.size() + " fields", "at most " + MOST_FIELDS);
    }
    int limit = request.number("limit", 1, MOST_VALUES, DEFAULT_VALUES);
    List<Map<String, Object>> facets = new ArrayList<>();
    for (String field : fields) {
      Map<String, Object> facet = new LinkedHashMap<>();
      facet.put("field", field);
      facet.put("values", values(values(scope, dimension(field), limit)));
      facets.add(facet);
    }
    return Map.of("facets", facets);
  }

  static List<Map<String, Object>> values(List<ObservedValue> observed) {
    List<Map<String, Object>> values = new ArrayList<>();
    for (ObservedValue value : observed) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("value", value.value());
      map.put("traces", value.traces());
      values.add(map);
    }
    return values;
  }

  private static Dimension dimension(String field) {
    if (field.startsWith("tag.") && field.length() > 4) {
      return Dimension.tag(field.substring(4));
    }
    if (field.startsWith("metadata.") && field.length() > 9) {
      return metadata(field.substring(9));
    }
    return switch (field) {
      case "name" -> Dimension.of(Dimension.Kind.TRACE_NAME);
      case "status" -> Dimension.of(Dimension.Kind.TRACE_STATUS);
      case "session_id" -> metadata(TraceMetadataKey.TRACE_SESSION);
      case "user" -> metadata(TraceMetadataKey.TRACE_USER);
      default ->
          throw RestRequest.wrong(
              "fields", field, "name, status, session_id, user, tag.<key> or metadata.<key>");
    };
  }

  private static Dimension metadata(String key) {
    return new Dimension(Dimension.Kind.METADATA, key);
  }

  private List<ObservedValue> values(Scope scope, Dimension dimension, int limit) {
    boolean all =
        scope.filter().equals(Filter.ALL) && scope.fromMillis() == null && scope.toMillis() == null;
    if (all && !dimension.key().isEmpty()) { // an index knows them
      KeyedField field =
          dimension.kind() == Dimension.Kind.TAG
              ? KeyedField.tag(dimension.key())
              : KeyedField.metadata(dimension.key());
      return metrics.values(scope.experimentIds(), field, "", limit);
    }
    return counted(metrics, scope, dimension).stream().limit(limit).toList();
  }

  /** The values of a dimension, the most frequent first. */
  static List<ObservedValue> counted(TraceMetrics metrics, Scope scope, Dimension dimension) {
    Aggregation count = Aggregation.of(Aggregation.Kind.COUNT);
    List<MetricPoint> points =
        metrics.query(
            new MetricsQuery(
                scope.experimentIds(),
                Metric.TRACE_COUNT,
                List.of(count),
                List.of(dimension),
                scope.filter(),
                scope.fromMillis(),
                scope.toMillis(),
                null,
                Integer.MAX_VALUE));
    return points.stream()
        .map(point -> observed(point, dimension, count))
        .filter(value -> value.value().length() <= ObservedRules.LONGEST_VALUE)
        .sorted(ObservedRules.FREQUENT_FIRST)
        .toList();
  }

  private static ObservedValue observed(MetricPoint point, Dimension dimension, Aggregation count) {
    return new ObservedValue(
        String.valueOf(point.dimensions().get(dimension.name())),
        Math.round(point.values().getOrDefault(count.label(), 0.0)));
  }
}
