package dev.spanloom.destination;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterParser;
import dev.spanloom.query.OrderByParser;
import dev.spanloom.query.OrderKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which traces are wanted, and in which order: newest first unless told otherwise. All that is said
 * must hold. Immutable. Counterpart of the parameters of {@code mlflow.search_traces}.
 *
 * <pre>{@code
 * TraceSearch.builder().sessionId("s-1").state(TraceState.ERROR).maxResults(20).build();
 * TraceSearch.builder()
 *     .filter("tag.env = 'prod' AND span(type = 'LLM' AND duration_ms > 2000)")
 *     .orderBy("execution_time_ms DESC")
 *     .build();
 * }</pre>
 *
 * @param experimentIds of these experiments; empty for the active one
 * @param filter in the search language, MLflow's {@code filter_string}; empty for all
 * @param orderBy by these fields, each {@code field}, {@code field ASC} or {@code field DESC};
 *     MLflow's {@code order_by}
 * @param runId logged under this run only; null for all
 * @param states in one of these states; empty for all
 * @param minTimeUnixMillis started at this time or later, milliseconds since the Unix epoch; null
 *     for no bound
 * @param maxTimeUnixMillis started at this time or earlier; null for no bound
 * @param name of this name only; null for all
 * @param clientRequestId of this request only; null for all
 * @param tags with all of these tags
 * @param metadata with all of these metadata entries
 * @param oldestFirst in the order of their start, rather than newest first; where there is an order
 *     by fields, among those that are equal in them
 * @param includeSpans with their spans; without them only the infos are read
 * @param maxResults at most so many traces on one page, 1 to 50,000
 * @param pageToken where the page before ended; null for the first page
 */
public record TraceSearch(
    List<String> experimentIds,
    String filter,
    List<String> orderBy,
    @Nullable String runId,
    List<TraceState> states,
    @Nullable Long minTimeUnixMillis,
    @Nullable Long maxTimeUnixMillis,
    @Nullable String name,
    @Nullable String clientRequestId,
    Map<String, String> tags,
    Map<String, String> metadata,
    boolean oldestFirst,
    boolean includeSpans,
    int maxResults,
    @Nullable String pageToken) {
  /** Traces on a page unless told otherwise. */
  public static final int DEFAULT_MAX_RESULTS = 100;

  /** Most traces on a page. */
  public static final int LARGEST_MAX_RESULTS = 50_000;

  /**
   * Checks what can be checked without a store.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for a filter or an order that cannot be
   *     read, for a run id beside a filter for runs, and for a page of a wrong size
   */
  public TraceSearch {
    experimentIds = List.copyOf(experimentIds);
    orderBy = List.copyOf(orderBy);
    OrderByParser.parse(orderBy);
    if (SearchConditions.asksForRun(FilterParser.parse(filter)) && runId != null) {
      throw MlflowException.invalidParameter(
          "run_id: \""
              + runId
              + "\" beside the filter \""
              + filter
              + "\", which asks for a run itself (expected: one of both)");
    }
    states = List.copyOf(states);
    tags = Map.copyOf(tags);
    metadata = Map.copyOf(metadata);
    if (maxResults < 1 || maxResults > LARGEST_MAX_RESULTS) {
      throw MlflowException.invalidParameter(
          "max_results: " + maxResults + " (expected: 1 to " + LARGEST_MAX_RESULTS + ")");
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * All conditions as one filter, for destinations.
   *
   * @param nowUnixMillis what {@code ago()} counts from
   */
  public Filter condition(long nowUnixMillis) {
    return SearchConditions.of(this, nowUnixMillis);
  }

  /** The keys of the order, without the tie-breakers of a store; for destinations. */
  public List<OrderKey> orderKeys() {
    return SearchConditions.orderOf(this);
  }

  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Collects a search. Not thread-safe. */
  public static final class Builder {
    private List<String> experimentIds = List.of();
    private String filter = "";
    private List<String> orderBy = List.of();
    private @Nullable String runId;
    private List<TraceState> states = List.of();
    private @Nullable Long minTimeUnixMillis;
    private @Nullable Long maxTimeUnixMillis;
    private @Nullable String name;
    private @Nullable String clientRequestId;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private boolean oldestFirst;
    private boolean includeSpans = true;
    private int maxResults = DEFAULT_MAX_RESULTS;
    private @Nullable String pageToken;

    private Builder() {}

    private Builder(TraceSearch from) {
      experimentIds = from.experimentIds;
      filter = from.filter;
      orderBy = from.orderBy;
      runId = from.runId;
      states = from.states;
      minTimeUnixMillis = from.minTimeUnixMillis;
      maxTimeUnixMillis = from.maxTimeUnixMillis;
      name = from.name;
      clientRequestId = from.clientRequestId;
      tags.putAll(from.tags);
      metadata.putAll(from.metadata);
      oldestFirst = from.oldestFirst;
      includeSpans = from.includeSpans;
      maxResults = from.maxResults;
      pageToken = from.pageToken;
    }

    public Builder experimentIds(List<String> ids) {
      experimentIds = List.copyOf(ids);
      return this;
    }

    public Builder experimentId(String id) {
      return experimentIds(List.of(id));
    }

    /**
     * Traces of which this is true, in the search language: {@code "tag.env = 'prod' AND status =
     * 'ERROR'"}. Replaces a filter that was set before; null for none.
     */
    public Builder filter(@Nullable String filterString) {
      filter = filterString == null ? "" : filterString;
      return this;
    }

    /**
     * In the order of these fields, such as {@code "execution_time_ms DESC", "tag.env"}; traces
     * without the value come last.
     */
    public Builder orderBy(String... fields) {
      orderBy = List.of(fields);
      return this;
    }

    public Builder state(TraceState... wanted) {
      states = List.of(wanted);
      return this;
    }

    public Builder minTimeUnixMillis(@Nullable Long millis) {
      minTimeUnixMillis = millis;
      return this;
    }

    public Builder maxTimeUnixMillis(@Nullable Long millis) {
      maxTimeUnixMillis = millis;
      return this;
    }

    public Builder name(@Nullable String traceName) {
      name = traceName;
      return this;
    }

    public Builder clientRequestId(@Nullable String id) {
      clientRequestId = id;
      return this;
    }

    public Builder tag(String key, String value) {
      tags.put(key, value);
      return this;
    }

    public Builder metadata(String key, String value) {
      metadata.put(key, value);
      return this;
    }

    public Builder sessionId(String id) {
      return metadata(TraceMetadataKey.TRACE_SESSION, id);
    }

    public Builder user(String id) {
      return metadata(TraceMetadataKey.TRACE_USER, id);
    }

    /** Logged under this run: adds {@code run_id = '…'} to the filter, as MLflow's client does. */
    public Builder runId(@Nullable String id) {
      runId = id;
      return this;
    }

    public Builder oldestFirst() {
      oldestFirst = true;
      return this;
    }

    public Builder includeSpans(boolean include) {
      includeSpans = include;
      return this;
    }

    public Builder maxResults(int most) {
      maxResults = most;
      return this;
    }

    public Builder pageToken(@Nullable String token) {
      pageToken = token;
      return this;
    }

    public TraceSearch build() {
      return new TraceSearch(
          experimentIds,
          filter,
          orderBy,
          runId,
          states,
          minTimeUnixMillis,
          maxTimeUnixMillis,
          name,
          clientRequestId,
          tags,
          metadata,
          oldestFirst,
          includeSpans,
          maxResults,
          pageToken);
    }
  }
}
