package dev.spanloom.destination;

import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which traces are wanted, newest first. Immutable. Counterpart of the parameters of {@code
 * mlflow.search_traces}.
 *
 * <pre>{@code
 * TraceSearch.builder().sessionId("s-1").state(TraceState.ERROR).maxResults(20).build();
 * }</pre>
 *
 * @param experimentIds of these experiments; empty for the active one
 * @param states in one of these states; empty for all
 * @param minTimeUnixMillis started at this time or later, milliseconds since the Unix epoch; null
 *     for no bound
 * @param maxTimeUnixMillis started at this time or earlier; null for no bound
 * @param name of this name only; null for all
 * @param clientRequestId of this request only; null for all
 * @param tags with all of these tags
 * @param metadata with all of these metadata entries
 * @param oldestFirst in the order of their start, rather than newest first
 * @param includeSpans with their spans; without them only the infos are read
 * @param maxResults at most so many traces on one page, 1 to 50,000
 * @param pageToken where the page before ended; null for the first page
 */
public record TraceSearch(
    List<String> experimentIds,
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

  public TraceSearch {
    experimentIds = List.copyOf(experimentIds);
    states = List.copyOf(states);
    tags = Map.copyOf(tags);
    metadata = Map.copyOf(metadata);
    if (maxResults < 1 || maxResults > LARGEST_MAX_RESULTS) {
      throw new IllegalArgumentException(
          "maxResults: " + maxResults + " (expected: 1 to " + LARGEST_MAX_RESULTS + ")");
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Collects a search. Not thread-safe. */
  public static final class Builder {
    private List<String> experimentIds = List.of();
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

    /** The run that the traces were logged under. */
    public Builder runId(String id) {
      return metadata(TraceMetadataKey.SOURCE_RUN, id);
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
