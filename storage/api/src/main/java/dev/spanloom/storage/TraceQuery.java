package dev.spanloom.storage;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which traces are wanted. Immutable.
 *
 * @param experimentIds of these experiments; not empty
 * @param states in one of these states; empty for all
 * @param minTimeUnixMillis started then or later; null for no bound
 * @param maxTimeUnixMillis started then or earlier; null for no bound
 * @param name of this name only; null for all
 * @param clientRequestId of this request only; null for all
 * @param tags with all of these tags
 * @param metadata with all of these metadata entries, as clients said them; what is derived from
 *     spans, such as sizes, is not looked at
 * @param oldestFirst in the order of their start rather than newest first; traces of one
 *     millisecond by id
 * @param maxResults on one page, 1 to 50,000
 * @param pageToken null for the first page
 */
public record TraceQuery(
    List<String> experimentIds,
    List<TraceState> states,
    @Nullable Long minTimeUnixMillis,
    @Nullable Long maxTimeUnixMillis,
    @Nullable String name,
    @Nullable String clientRequestId,
    Map<String, String> tags,
    Map<String, String> metadata,
    boolean oldestFirst,
    int maxResults,
    @Nullable String pageToken) {
  public static final int LARGEST_MAX_RESULTS = 50_000;

  public TraceQuery {
    experimentIds = List.copyOf(experimentIds);
    states = List.copyOf(states);
    tags = Map.copyOf(tags);
    metadata = Map.copyOf(metadata);
    if (experimentIds.isEmpty()) {
      throw MlflowException.invalidParameter("experiment_ids: [] (expected: at least one)");
    }
    if (maxResults < 1 || maxResults > LARGEST_MAX_RESULTS) {
      throw MlflowException.invalidParameter(
          "max_results: " + maxResults + " (expected: 1 to " + LARGEST_MAX_RESULTS + ")");
    }
  }

  public static Builder builder(String... experimentIds) {
    return new Builder(List.of(experimentIds));
  }

  /** Collects a query. Not thread-safe. */
  public static final class Builder {
    private final List<String> experimentIds;
    private List<TraceState> states = List.of();
    private @Nullable Long minTime;
    private @Nullable Long maxTime;
    private @Nullable String name;
    private @Nullable String clientRequestId;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private boolean oldestFirst;
    private int maxResults = 100;
    private @Nullable String pageToken;

    private Builder(List<String> experimentIds) {
      this.experimentIds = experimentIds;
    }

    public Builder states(List<TraceState> wanted) {
      states = wanted;
      return this;
    }

    public Builder minTimeUnixMillis(@Nullable Long millis) {
      minTime = millis;
      return this;
    }

    public Builder maxTimeUnixMillis(@Nullable Long millis) {
      maxTime = millis;
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

    public Builder tags(Map<String, String> wanted) {
      tags.putAll(wanted);
      return this;
    }

    public Builder metadata(Map<String, String> wanted) {
      metadata.putAll(wanted);
      return this;
    }

    public Builder oldestFirst(boolean ascending) {
      oldestFirst = ascending;
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

    public TraceQuery build() {
      return new TraceQuery(
          experimentIds,
          states,
          minTime,
          maxTime,
          name,
          clientRequestId,
          tags,
          metadata,
          oldestFirst,
          maxResults,
          pageToken);
    }
  }
}
