package dev.spanloom.storage;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which traces to find, in which order, how many. All conditions must hold; one that is not given
 * holds always. Immutable and thread-safe.
 *
 * <pre>{@code
 * TraceQuery.builder().experimentId("0").state(TraceState.ERROR).tag("env", "prod").maxResults(20).build();
 * }</pre>
 */
public final class TraceQuery {
  public static final int DEFAULT_MAX_RESULTS = 100;

  /** MLflow's limit. */
  public static final int LARGEST_MAX_RESULTS = 50_000;

  /** By time of the request; traces of the same time by trace id, ascending either way. */
  public enum Order {
    NEWEST_FIRST,
    OLDEST_FIRST
  }

  private final Set<String> experimentIds;
  private final Set<TraceState> states;
  private final Map<String, String> tags;
  private final Map<String, String> metadata;
  private final long minTimeUnixMillis;
  private final long maxTimeUnixMillis;
  private final @Nullable String name;
  private final @Nullable String clientRequestId;
  private final Order order;
  private final int maxResults;
  private final @Nullable String pageToken;

  private TraceQuery(Builder from) {
    experimentIds = Set.copyOf(from.experimentIds);
    states = Set.copyOf(from.states);
    tags = Map.copyOf(from.tags);
    metadata = Map.copyOf(from.metadata);
    minTimeUnixMillis = from.minTimeUnixMillis;
    maxTimeUnixMillis = from.maxTimeUnixMillis;
    name = from.name;
    clientRequestId = from.clientRequestId;
    order = from.order;
    maxResults = from.maxResults;
    pageToken = from.pageToken;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Empty for all experiments. */
  public Set<String> experimentIds() {
    return experimentIds;
  }

  /** Empty for all states. */
  public Set<TraceState> states() {
    return states;
  }

  public Map<String, String> tags() {
    return tags;
  }

  public Map<String, String> metadata() {
    return metadata;
  }

  /** The earliest request time that is wanted. */
  public long minTimeUnixMillis() {
    return minTimeUnixMillis;
  }

  /** The latest request time that is wanted. */
  public long maxTimeUnixMillis() {
    return maxTimeUnixMillis;
  }

  public @Nullable String name() {
    return name;
  }

  public @Nullable String clientRequestId() {
    return clientRequestId;
  }

  public Order order() {
    return order;
  }

  public int maxResults() {
    return maxResults;
  }

  /** Null for the first page. */
  public @Nullable String pageToken() {
    return pageToken;
  }

  /** Collects a query. Not thread-safe. */
  public static final class Builder {
    private final Set<String> experimentIds = new LinkedHashSet<>();
    private final Set<TraceState> states = EnumSet.noneOf(TraceState.class);
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private long minTimeUnixMillis = Long.MIN_VALUE;
    private long maxTimeUnixMillis = Long.MAX_VALUE;
    private @Nullable String name;
    private @Nullable String clientRequestId;
    private Order order = Order.NEWEST_FIRST;
    private int maxResults = DEFAULT_MAX_RESULTS;
    private @Nullable String pageToken;

    private Builder() {}

    /** Adds an experiment; a trace must be in one of them. */
    public Builder experimentId(String id) {
      experimentIds.add(id);
      return this;
    }

    /** Adds experiments; a trace must be in one of them. */
    public Builder experimentIds(Collection<String> ids) {
      experimentIds.addAll(ids);
      return this;
    }

    /** Adds a state; a trace must be in one of them. */
    public Builder state(TraceState state) {
      states.add(state);
      return this;
    }

    /** The trace has the tag with exactly this value. */
    public Builder tag(String key, String value) {
      tags.put(key, value);
      return this;
    }

    /**
     * A client said this metadata with exactly this value. What is derived from spans, such as
     * sizes, is not looked at.
     */
    public Builder metadata(String key, String value) {
      metadata.put(key, value);
      return this;
    }

    /** The trace is of this conversation. */
    public Builder session(String session) {
      return metadata(TraceMetadataKey.TRACE_SESSION, session);
    }

    /** The trace is of this user. */
    public Builder user(String user) {
      return metadata(TraceMetadataKey.TRACE_USER, user);
    }

    /** The trace has exactly this name, which is its root span's unless a client said another. */
    public Builder name(String traceName) {
      name = Objects.requireNonNull(traceName, "name");
      return this;
    }

    public Builder clientRequestId(String id) {
      clientRequestId = Objects.requireNonNull(id, "clientRequestId");
      return this;
    }

    /** Requests at this time or later. */
    public Builder minTimeUnixMillis(long millis) {
      minTimeUnixMillis = millis;
      return this;
    }

    /** Requests at this time or earlier. */
    public Builder maxTimeUnixMillis(long millis) {
      maxTimeUnixMillis = millis;
      return this;
    }

    public Builder order(Order traceOrder) {
      order = Objects.requireNonNull(traceOrder, "order");
      return this;
    }

    /**
     * How many traces a page holds at most.
     *
     * @throws MlflowException with INVALID_PARAMETER_VALUE unless 1 to 50000
     */
    public Builder maxResults(int count) {
      if (count < 1 || count > LARGEST_MAX_RESULTS) {
        throw MlflowException.invalidParameter(
            "max_results: " + count + " (expected: 1 to " + LARGEST_MAX_RESULTS + ")");
      }
      maxResults = count;
      return this;
    }

    /**
     * Continues where the page ended that gave the token; the rest of the query must be as then.
     */
    public Builder pageToken(@Nullable String token) {
      pageToken = token == null || token.isEmpty() ? null : token;
      return this;
    }

    public TraceQuery build() {
      return new TraceQuery(this);
    }
  }
}
