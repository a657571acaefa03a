package dev.spanloom.storage.internal.metrics;

import dev.spanloom.storage.MetricPoint;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sorts values into the groups of a query, and makes its points of them. Not thread-safe. */
public final class MetricGroups {
  private static final Comparator<Key> BY_TIME_AND_DIMENSIONS =
      Comparator.<Key>comparingLong(key -> key.bucketStart == null ? 0 : key.bucketStart)
          .thenComparing(key -> key.dimensions, MetricGroups::compare);

  private final MetricsQuery query;
  private final Supplier<Accumulator> fresh;
  private final Map<Key, Accumulator> groups = new HashMap<>();

  /**
   * Groups for a query.
   *
   * @param fresh gives an empty accumulator for each group
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE for a figure that
   *     the metric has not
   */
  public MetricGroups(MetricsQuery query, Supplier<Accumulator> fresh) {
    MetricRules.check(query);
    Long interval = query.intervalSeconds();
    if (interval != null) {
      MetricRules.checkInterval(interval);
    }
    this.query = query;
    this.fresh = fresh;
  }

  private record Key(@Nullable Long bucketStart, List<String> dimensions) {}

  private static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < one.size(); i++) {
      int order = one.get(i).compareTo(other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /**
   * The group of a row.
   *
   * @param timeUnixMillis of the row; looked at when the query asks for steps
   * @param dimensions its values in the order of the query
   */
  public Accumulator group(long timeUnixMillis, List<String> dimensions) {
    Long interval = query.intervalSeconds();
    Long bucket = interval == null ? null : MetricRules.bucketStartMillis(timeUnixMillis, interval);
    return groups.computeIfAbsent(new Key(bucket, dimensions), key -> fresh.get());
  }

  /** The points by time and then by dimensions, at most as many as the query wants. */
  public List<MetricPoint> points() {
    return groups.entrySet().stream()
        .filter(group -> !group.getValue().isEmpty())
        .sorted(Map.Entry.comparingByKey(BY_TIME_AND_DIMENSIONS))
        .limit(query.maxResults())
        .map(group -> point(group.getKey(), group.getValue()))
        .toList();
  }

  private MetricPoint point(Key key, Accumulator values) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    for (int i = 0; i < key.dimensions.size(); i++) {
      dimensions.put(query.dimensions().get(i).name(), key.dimensions.get(i));
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    double seconds = MetricRules.seconds(query);
    for (Aggregation aggregation : query.aggregations()) {
      Double figure = values.figure(aggregation, seconds);
      if (figure != null) {
        figures.put(aggregation.label(), figure);
      }
    }
    return new MetricPoint(key.bucketStart, dimensions, figures);
  }

  /** The values of several dimensions; null when one of them is missing, as the row then is. */
  public static @Nullable List<String> complete(List<@Nullable String> values) {
    List<String> all = new ArrayList<>();
    for (String value : values) {
      if (value == null) {
        return null;
      }
      all.add(value);
    }
    return List.copyOf(all);
  }
}
