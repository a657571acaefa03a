package dev.spanloom.server.rest;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.query.Filter;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.MetricPoint;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.MetricsQuery.View;
import dev.spanloom.storage.TraceMetrics;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures over many traces, as MLflow's dashboards ask for them. */
final class MetricsEndpoint {
  private static final int DEFAULT_RESULTS = 1_000;
  private static final int MOST_RESULTS = 10_000;
  private static final DateTimeFormatter BUCKET =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

  private final TraceMetrics metrics;

  MetricsEndpoint(TraceMetrics metrics) {
    this.metrics = metrics;
  }

  void addTo(RestApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.POST, "/3.0/mlflow/traces/metrics", this::query);
  }

  private Object query(RestRequest request) {
    List<String> experimentIds = request.texts("experiment_ids");
    if (experimentIds.isEmpty()) {
      throw RestRequest.missing("experiment_ids");
    }
    View view = MetricNames.view(request.text("view_type"));
    Metric metric = MetricNames.metric(view, request.text("metric_name"));
    List<Dimension> dimensions =
        request.texts("dimensions").stream()
            .map(name -> MetricNames.dimension(view, name))
            .toList();
    MetricFilters filters = MetricFilters.of(view, request.texts("filters"));
    int most = mostResults(request);
    int offset = OffsetToken.decode(request.textOrNull("page_token"));
    List<Filter> conditions = new ArrayList<>(filters.traces());
    time(request).forEach(conditions::add);
    MetricsQuery query =
        new MetricsQuery(
            experimentIds,
            metric,
            aggregations(request),
            filters.withRows(dimensions),
            Filter.allOf(conditions),
            null,
            null,
            interval(request),
            filters.rows().isEmpty() ? offset + most + 1 : Integer.MAX_VALUE);
    List<MetricPoint> points =
        metrics.query(query).stream().filter(filters::matches).skip(offset).toList();
    List<Map<String, @Nullable Object>> data = new ArrayList<>();
    for (MetricPoint point : points.subList(0, Math.min(most, points.size()))) {
      data.add(map(request.text("metric_name"), point, dimensions));
    }
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    reply.put("data_points", data);
    if (points.size() > most) {
      reply.put("next_page_token", OffsetToken.encode(offset + most));
    }
    return reply;
  }

  private static Map<String, @Nullable Object> map(
      String metric, MetricPoint point, List<Dimension> dimensions) {
    Map<String, @Nullable Object> labels = new LinkedHashMap<>();
    Long bucket = point.bucketStartUnixMillis();
    if (bucket != null) {
      labels.put("time_bucket", BUCKET.format(Instant.ofEpochMilli(bucket)));
    }
    dimensions.forEach(
        dimension -> labels.put(dimension.name(), point.dimensions().get(dimension.name())));
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("metric_name", metric);
    map.put("dimensions", labels);
    map.put("values", point.values());
    return map;
  }

  private static int mostResults(RestRequest request) {
    Long most = request.numberOrNull("max_results");
    if (most != null && (most < 1 || most > MOST_RESULTS)) {
      throw RestRequest.wrong("max_results", most, "1 to " + MOST_RESULTS);
    }
    return most == null ? DEFAULT_RESULTS : most.intValue();
  }

  private static List<Aggregation> aggregations(RestRequest request) {
    List<Aggregation> aggregations = new ArrayList<>();
    for (Map<String, @Nullable Object> given : request.objects("aggregations")) {
      aggregations.add(MetricNames.aggregation(given));
    }
    if (aggregations.isEmpty()) {
      throw RestRequest.missing("aggregations");
    }
    return aggregations;
  }

  private static @Nullable Long interval(RestRequest request) {
    Long seconds = request.numberOrNull("time_interval_seconds");
    if (seconds == null) {
      return null;
    }
    if (seconds < 1 || seconds > Integer.MAX_VALUE) {
      throw RestRequest.wrong("time_interval_seconds", seconds, "1 to " + Integer.MAX_VALUE);
    }
    if (request.numberOrNull("start_time_ms") == null
        || request.numberOrNull("end_time_ms") == null) {
      throw MlflowException.invalidParameter(
          "time_interval_seconds: "
              + seconds
              + " without a time (expected: start_time_ms and end_time_ms too)");
    }
    return seconds;
  }

  /** Of traces that began in this time, both ends included, whatever is counted of them. */
  private static List<Filter> time(RestRequest request) {
    List<Filter> conditions = new ArrayList<>();
    Long start = request.numberOrNull("start_time_ms");
    if (start != null) {
      conditions.add(time(Operator.GREATER_OR_EQUAL, start));
    }
    Long end = request.numberOrNull("end_time_ms");
    if (end != null) {
      conditions.add(time(Operator.LESS_OR_EQUAL, end));
    }
    if (start != null && end != null && start > end) {
      throw RestRequest.wrong("end_time_ms", end, "at least start_time_ms, " + start);
    }
    return conditions;
  }

  private static Filter time(Operator operator, long millis) {
    return new Filter.Compare(TraceField.TIMESTAMP_MS, operator, Literal.Number.of(millis));
  }
}
