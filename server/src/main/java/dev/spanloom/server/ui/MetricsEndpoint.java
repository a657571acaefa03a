package dev.spanloom.server.ui;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.server.rest.RestRequest;
import dev.spanloom.storage.MetricPoint;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.TraceMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Figures for the overview, by the names that {@link MetricsQuery} has for them. */
final class MetricsEndpoint {
  private static final int DEFAULT_RESULTS = 1_000;
  private static final int MOST_RESULTS = 10_000;
  private static final Pattern PERCENTILE = Pattern.compile("P(\\d{1,3}(?:\\.\\d{1,3})?)");

  private final TraceMetrics metrics;

  MetricsEndpoint(TraceMetrics metrics) {
    this.metrics = metrics;
  }

  void addTo(UiApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.POST, "/metrics", this::query);
  }

  private Object query(RestRequest request) {
    Scope scope = Scope.of(request);
    Long interval = request.numberOrNull("interval_seconds", 1, Integer.MAX_VALUE);
    int most = request.number("max_results", 1, MOST_RESULTS, DEFAULT_RESULTS);
    List<MetricPoint> points =
        metrics.query(
            new MetricsQuery(
                scope.experimentIds(),
                metric(request.text("metric")),
                request.requiredTexts("aggregations").stream()
                    .map(MetricsEndpoint::aggregation)
                    .toList(),
                request.texts("dimensions").stream().map(MetricsEndpoint::dimension).toList(),
                scope.filter(),
                scope.fromMillis(),
                scope.toMillis(),
                interval,
                most + 1));
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    reply.put("points", points.stream().limit(most).map(MetricsEndpoint::map).toList());
    reply.put("more", points.size() > most);
    return reply;
  }

  private static Map<String, @Nullable Object> map(MetricPoint point) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("time_ms", point.bucketStartUnixMillis());
    map.put("dimensions", point.dimensions());
    map.put("values", point.values());
    return map;
  }

  private static Metric metric(String name) {
    return Arrays.stream(Metric.values())
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow(() -> RestRequest.wrong("metric", name, "one of " + List.of(Metric.values())));
  }

  private static Aggregation aggregation(String name) {
    Matcher percentile = PERCENTILE.matcher(name);
    if (percentile.matches()) {
      return Aggregation.percentile(Double.parseDouble(percentile.group(1)));
    }
    for (Aggregation.Kind kind : Aggregation.Kind.values()) {
      if (kind != Aggregation.Kind.PERCENTILE && kind.name().equals(name)) {
        return Aggregation.of(kind);
      }
    }
    throw RestRequest.wrong(
        "aggregations", name, "COUNT, SUM, AVG, MIN, MAX, RATE, ERROR_SHARE, or such as P99");
  }

  private static Dimension dimension(String name) {
    List<String> known = new ArrayList<>();
    for (Dimension.Kind kind : Dimension.Kind.values()) {
      boolean keyed = kind == Dimension.Kind.TAG || kind == Dimension.Kind.METADATA;
      String own = new Dimension(kind, "").name();
      if (keyed ? name.startsWith(own) && !name.equals(own) : name.equals(own)) {
        return new Dimension(kind, name.substring(own.length()));
      }
      known.add(keyed ? own + "KEY" : own);
    }
    throw RestRequest.wrong("dimensions", name, "one of " + known);
  }
}
