package dev.spanloom.storage;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.query.Filter;
import dev.spanloom.query.Filters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question for figures over many traces. Counterpart of MLflow's trace metrics query. Immutable.
 *
 * @param experimentIds of these experiments; not empty
 * @param metric of what
 * @param aggregations which figures; not empty, each allowed for the metric
 * @param dimensions grouped by these; empty for one group
 * @param filter only of traces of which it is true; {@code ago()} is resolved when the query is
 *     made
 * @param startTimeUnixMillis what has its time (see {@link TraceMetrics#query}) then or later; null
 *     for no bound
 * @param endTimeUnixMillis what has its time then or earlier; null for no bound
 * @param intervalSeconds grouped by time too, in steps of so many seconds; null for no steps
 * @param maxResults at most so many points
 */
public record MetricsQuery(
    List<String> experimentIds,
    Metric metric,
    List<Aggregation> aggregations,
    List<Dimension> dimensions,
    Filter filter,
    @Nullable Long startTimeUnixMillis,
    @Nullable Long endTimeUnixMillis,
    @Nullable Long intervalSeconds,
    int maxResults) {
  public MetricsQuery {
    experimentIds = experimentIds.stream().distinct().toList();
    filter = Filters.resolve(filter, System.currentTimeMillis());
    aggregations = List.copyOf(aggregations);
    dimensions = List.copyOf(dimensions);
    check(!experimentIds.isEmpty(), "experiment_ids: [] (expected: at least one)");
    check(!aggregations.isEmpty(), "aggregations: [] (expected: at least one)");
    check(maxResults > 0, "max_results: " + maxResults + " (expected: a positive number)");
    check(
        intervalSeconds == null || intervalSeconds > 0,
        "time_interval_seconds: " + intervalSeconds + " (expected: a positive number)");
    for (Dimension dimension : dimensions) {
      check(
          metric.view().allows(dimension),
          "dimension \""
              + dimension.name()
              + "\" (expected: one of the view "
              + metric.view()
              + ")");
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw MlflowException.invalidParameter(otherwise);
    }
  }

  /** What is counted: traces, spans, or assessments. */
  public enum View {
    TRACES,
    SPANS,
    ASSESSMENTS;

    /** Whether groups of what is counted can be formed by it. */
    public boolean allows(Dimension dimension) {
      return switch (dimension.kind()) {
        case TRACE_NAME, TRACE_STATUS, TAG, METADATA -> true;
        case SPAN_NAME, SPAN_TYPE, SPAN_STATUS, SPAN_MODEL, SPAN_PROVIDER -> this == SPANS;
        case ASSESSMENT_NAME, ASSESSMENT_TYPE, ASSESSMENT_VALUE -> this == ASSESSMENTS;
      };
    }
  }

  /** The figures there are. Times are milliseconds, costs US dollars. */
  public enum Metric {
    TRACE_COUNT(View.TRACES),
    SESSION_COUNT(View.TRACES),
    LATENCY(View.TRACES),
    INPUT_TOKENS(View.TRACES),
    OUTPUT_TOKENS(View.TRACES),
    TOTAL_TOKENS(View.TRACES),
    CACHE_READ_INPUT_TOKENS(View.TRACES),
    CACHE_CREATION_INPUT_TOKENS(View.TRACES),
    TRACE_COST(View.TRACES),
    SPAN_COUNT(View.SPANS),
    SPAN_LATENCY(View.SPANS),
    SPAN_INPUT_TOKENS(View.SPANS),
    SPAN_OUTPUT_TOKENS(View.SPANS),
    SPAN_TOTAL_TOKENS(View.SPANS),
    INPUT_COST(View.SPANS),
    OUTPUT_COST(View.SPANS),
    TOTAL_COST(View.SPANS),
    ASSESSMENT_COUNT(View.ASSESSMENTS),
    ASSESSMENT_VALUE(View.ASSESSMENTS);

    private final View view;

    Metric(View view) {
      this.view = view;
    }

    public View view() {
      return view;
    }
  }

  /**
   * One figure of a group.
   *
   * @param kind which
   * @param percentile 0 to 100, of PERCENTILE only
   */
  public record Aggregation(Aggregation.Kind kind, double percentile) {
    /**
     * Kinds of figures. COUNT counts values; RATE is COUNT per second of the interval, or of the
     * asked time with both of its ends; ERROR_SHARE, 0 to 1, is the part of traces or spans that
     * failed. TRACE_COUNT and SPAN_COUNT have COUNT, RATE and ERROR_SHARE; ASSESSMENT_COUNT has
     * COUNT and RATE; SESSION_COUNT has COUNT; all others have all but RATE and ERROR_SHARE.
     */
    public enum Kind {
      COUNT,
      SUM,
      AVG,
      MIN,
      MAX,
      PERCENTILE,
      RATE,
      ERROR_SHARE
    }

    public Aggregation {
      check(
          percentile >= 0 && percentile <= 100,
          "percentile_value: " + percentile + " (expected: 0 to 100)");
    }

    public static Aggregation of(Aggregation.Kind kind) {
      return new Aggregation(kind, 0);
    }

    public static Aggregation percentile(double p) {
      return new Aggregation(Aggregation.Kind.PERCENTILE, p);
    }

    /** Its name in an answer: {@code AVG}, {@code P99}, {@code P99.9}. */
    public String label() {
      if (kind != Aggregation.Kind.PERCENTILE) {
        return kind.name();
      }
      return percentile == Math.rint(percentile) ? "P" + (long) percentile : "P" + percentile;
    }
  }

  /**
   * What groups are formed by.
   *
   * @param kind of what
   * @param key of TAG and METADATA the key; else empty
   */
  public record Dimension(Dimension.Kind kind, String key) {
    /** Kinds of dimensions. */
    public enum Kind {
      TRACE_NAME,
      TRACE_STATUS,
      TAG,
      METADATA,
      SPAN_NAME,
      SPAN_TYPE,
      SPAN_STATUS,
      SPAN_MODEL,
      SPAN_PROVIDER,
      ASSESSMENT_NAME,
      /** {@code feedback}, {@code expectation}, …: its kind. */
      ASSESSMENT_TYPE,
      ASSESSMENT_VALUE
    }

    public static Dimension of(Dimension.Kind kind) {
      return new Dimension(kind, "");
    }

    public static Dimension tag(String key) {
      return new Dimension(Dimension.Kind.TAG, key);
    }

    /** MLflow's name: {@code trace_name}; of a tag {@code tag.} and its key. */
    public String name() {
      return switch (kind) {
        case TAG -> "tag." + key;
        case METADATA -> "metadata." + key;
        case SPAN_MODEL -> "span_model_name";
        case SPAN_PROVIDER -> "span_model_provider";
        default -> kind.name().toLowerCase(java.util.Locale.ROOT);
      };
    }
  }
}
