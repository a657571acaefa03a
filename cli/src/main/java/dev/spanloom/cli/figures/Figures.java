package dev.spanloom.cli.figures;

import dev.spanloom.storage.MetricPoint;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.TraceStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one group, from several queries.
 *
 * @param bucketStartUnixMillis the start of its step of time; null without steps
 * @param groups the values it is grouped by, by {@link MetricsQuery.Dimension#name}
 * @param values figures by name; what is unknown is not there
 */
record Figures(
    @Nullable Long bucketStartUnixMillis, Map<String, String> groups, Map<String, Double> values) {
  static final String TOKENS = "TOKENS";
  static final String COST = "COST";
  static final int MOST = 10_000;

  private record Key(@Nullable Long bucket, Map<String, String> groups) {}

  @Nullable Double value(String name) {
    return values.get(name);
  }

  @Nullable Long count() {
    Double count = value("COUNT");
    return count == null ? null : count.longValue();
  }

  @Nullable Long tokens() {
    Double tokens = value(TOKENS);
    return tokens == null ? null : tokens.longValue();
  }

  @Nullable Long errors() {
    Double share = value("ERROR_SHARE");
    Long count = count();
    return share == null || count == null ? null : Math.round(share * count);
  }

  /** Asks for all figures, in the order of time and then the largest groups first. */
  static List<Figures> ask(
      TraceStore store,
      TraceScope scope,
      Measures measures,
      List<Grouping> groupings,
      @Nullable Long intervalSeconds) {
    Map<Key, Map<String, Double>> found = new LinkedHashMap<>();
    for (Measures.Part part : measures.parts()) {
      List<MetricPoint> points =
          store
              .metrics()
              .query(
                  new MetricsQuery(
                      scope.experimentIds(store),
                      part.metric(),
                      part.aggregations(),
                      groupings.stream().map(Grouping::dimension).toList(),
                      scope.filter(),
                      scope.sinceUnixMillis(),
                      intervalSeconds == null ? null : System.currentTimeMillis(),
                      intervalSeconds,
                      MOST));
      for (MetricPoint point : points) {
        Map<String, Double> values =
            found.computeIfAbsent(
                new Key(point.bucketStartUnixMillis(), point.dimensions()), key -> new HashMap<>());
        for (Aggregation aggregation : part.aggregations()) {
          Double value = point.values().get(aggregation.label());
          if (value != null) {
            values.put(measures.label(part.metric(), aggregation), value);
          }
        }
      }
    }
    List<Figures> all = new ArrayList<>();
    found.forEach((key, values) -> all.add(new Figures(key.bucket(), key.groups(), values)));
    all.sort(
        Comparator.comparing(
                Figures::bucketStartUnixMillis, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Figures::count, Comparator.nullsLast(Comparator.<Long>reverseOrder())));
    return all;
  }
}
