package dev.spanloom.storage.sql.metrics;

import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.MetricsQuery.View;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a metric are.
 *
 * @param rolledCount the column of the roll-ups that counts them; null when they are not rolled up
 * @param rolledSum the column of their sum; null when they are only counted
 * @param rolledSketch whether there is a sketch of them
 * @param value the value in the rows: an expression over {@code t}, {@code s} or {@code a}; null
 *     when rows are only counted
 */
record MetricColumns(
    @Nullable String rolledCount,
    @Nullable String rolledSum,
    boolean rolledSketch,
    @Nullable String value) {
  static final String SESSION = "t.session_id";

  private static final String SPAN_MILLIS =
      "CASE WHEN s.end_ns IS NULL THEN NULL WHEN s.end_ns <= s.start_ns THEN 0.0"
          + " ELSE (s.end_ns - s.start_ns) / 1000000.0 END";

  private static final String START_MILLIS =
      "(" + SqlText.floor("s.start_ns", 1_000_000) + " / 1000000)";

  static MetricColumns of(Metric metric) {
    return switch (metric) {
      case TRACE_COUNT, SPAN_COUNT -> new MetricColumns("count", null, false, null);
      case SESSION_COUNT, ASSESSMENT_COUNT -> new MetricColumns(null, null, false, null);
      case LATENCY -> new MetricColumns("duration_count", "duration_sum_ms", true, "t.duration_ms");
      case SPAN_LATENCY ->
          new MetricColumns("duration_count", "duration_sum_ms", true, SPAN_MILLIS);
      case INPUT_TOKENS -> summed("usage_count", "input_tokens", "t.input_tokens");
      case OUTPUT_TOKENS -> summed("usage_count", "output_tokens", "t.output_tokens");
      case TOTAL_TOKENS -> summed("usage_count", "total_tokens", "t.total_tokens");
      case CACHE_READ_INPUT_TOKENS ->
          summed("cache_read_count", "cache_read_tokens", "t.cache_read_tokens");
      case CACHE_CREATION_INPUT_TOKENS ->
          summed("cache_creation_count", "cache_creation_tokens", "t.cache_creation_tokens");
      case TRACE_COST -> summed("cost_count", "total_cost", finite("t.total_cost"));
      case SPAN_INPUT_TOKENS -> summed("usage_count", "input_tokens", "s.input_tokens");
      case SPAN_OUTPUT_TOKENS -> summed("usage_count", "output_tokens", "s.output_tokens");
      case SPAN_TOTAL_TOKENS -> summed("usage_count", "total_tokens", "s.total_tokens");
      case INPUT_COST -> summed("cost_count", "input_cost", finite("s.input_cost"));
      case OUTPUT_COST -> summed("cost_count", "output_cost", finite("s.output_cost"));
      case TOTAL_COST -> summed("cost_count", "total_cost", finite("s.total_cost"));
      case ASSESSMENT_VALUE -> new MetricColumns(null, null, false, "a.value_number");
    };
  }

  private static MetricColumns summed(String count, String sum, String value) {
    return new MetricColumns(count, sum, false, value);
  }

  /** What is not finite is no value: one of them would swallow all others. */
  private static String finite(String cost) {
    return "CASE WHEN ABS(" + cost + ") <= 1e300 THEN " + cost + " END";
  }

  /** The time of a row in milliseconds. */
  static String time(View view) {
    return switch (view) {
      case TRACES -> "t.request_time_ms";
      case SPANS -> START_MILLIS;
      case ASSESSMENTS -> "a.created_ms";
    };
  }

  /** True of a row that failed; null where rows cannot fail. */
  static @Nullable String failed(View view) {
    return switch (view) {
      case TRACES -> "t.state = 'ERROR'";
      case SPANS -> "s.status = 'ERROR'";
      case ASSESSMENTS -> null;
    };
  }
}
