package dev.spanloom.storage.internal.metrics;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Aggregation.Kind;
import dev.spanloom.storage.MetricsQuery.Metric;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which figures each metric has, and what time and steps mean. */
public final class MetricRules {
  private static final Set<Kind> OF_COUNTS =
      Collections.unmodifiableSet(EnumSet.of(Kind.COUNT, Kind.RATE));
  private static final Set<Kind> OF_RUNS =
      Collections.unmodifiableSet(EnumSet.of(Kind.COUNT, Kind.RATE, Kind.ERROR_SHARE));
  private static final Set<Kind> OF_NAMES = Collections.unmodifiableSet(EnumSet.of(Kind.COUNT));
  private static final Set<Kind> OF_VALUES =
      Collections.unmodifiableSet(
          EnumSet.of(Kind.COUNT, Kind.SUM, Kind.AVG, Kind.MIN, Kind.MAX, Kind.PERCENTILE));

  /** Longer names make groups by their first so many characters (code points). */
  public static final int MAX_NAME_CHARS = 200;

  private MetricRules() {}

  /** A name as groups are made by it. */
  public static @Nullable String groupName(@Nullable String name) {
    return name == null
            || name.length() <= MAX_NAME_CHARS
            || name.codePointCount(0, name.length()) <= MAX_NAME_CHARS
        ? name
        : name.substring(0, name.offsetByCodePoints(0, MAX_NAME_CHARS));
  }

  /** The figures of a metric. */
  public static Set<Kind> allowed(Metric metric) {
    return switch (metric) {
      case TRACE_COUNT, SPAN_COUNT -> OF_RUNS;
      case ASSESSMENT_COUNT -> OF_COUNTS;
      case SESSION_COUNT -> OF_NAMES;
      default -> OF_VALUES;
    };
  }

  /** True for a metric whose figures are made of counts alone. */
  public static boolean counts(Metric metric) {
    return !allowed(metric).contains(Kind.SUM);
  }

  /**
   * Checks what engines check first.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for a figure that the metric has not, and
   *     for a rate over no time
   */
  public static void check(MetricsQuery query) {
    for (Aggregation aggregation : query.aggregations()) {
      if (!allowed(query.metric()).contains(aggregation.kind())) {
        throw MlflowException.invalidParameter(
            "aggregation "
                + aggregation.kind()
                + " of "
                + query.metric()
                + " (expected: one of "
                + allowed(query.metric())
                + ")");
      }
      if (aggregation.kind() == Kind.RATE && !(seconds(query) > 0)) {
        throw MlflowException.invalidParameter(
            "aggregation RATE without time (expected: time_interval_seconds, or start_time_ms and"
                + " a later end_time_ms)");
      }
    }
  }

  /** What a rate is over: a step, or the asked time, both ends included. NaN without them. */
  public static double seconds(MetricsQuery query) {
    Long interval = query.intervalSeconds();
    if (interval != null) {
      return interval;
    }
    Long start = query.startTimeUnixMillis();
    Long end = query.endTimeUnixMillis();
    return start == null || end == null ? Double.NaN : (end - start + 1) / 1000.0;
  }

  /**
   * The start of the step that a time is in; steps are counted from the epoch.
   *
   * @param intervalSeconds positive
   */
  public static long bucketStartMillis(long timeUnixMillis, long intervalSeconds) {
    long stepMillis = Math.multiplyExact(intervalSeconds, 1000L);
    return Math.floorDiv(timeUnixMillis, stepMillis) * stepMillis;
  }

  /**
   * Checks the step of a histogram.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it is not positive, or longer than
   *     time itself
   */
  public static void checkInterval(long intervalSeconds) {
    if (intervalSeconds <= 0 || intervalSeconds > Long.MAX_VALUE / 1000) {
      throw MlflowException.invalidParameter(
          "time_interval_seconds: " + intervalSeconds + " (expected: a positive number)");
    }
  }
}
