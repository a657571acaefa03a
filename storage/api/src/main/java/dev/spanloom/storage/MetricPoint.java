package dev.spanloom.storage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one group.
 *
 * @param bucketStartUnixMillis the start of its step of time; null when not asked for steps
 * @param dimensions values by {@link MetricsQuery.Dimension#name}, in the order asked
 * @param values figures by {@link MetricsQuery.Aggregation#label}, in the order asked
 */
public record MetricPoint(
    @Nullable Long bucketStartUnixMillis,
    Map<String, String> dimensions,
    Map<String, Double> values) {
  public MetricPoint {
    dimensions = Collections.unmodifiableMap(new LinkedHashMap<>(dimensions));
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
