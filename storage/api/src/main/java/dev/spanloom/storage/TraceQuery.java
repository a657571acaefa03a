package dev.spanloom.storage;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceState;
import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.Filters;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.OrderKey;
import dev.spanloom.query.TraceField;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which traces are wanted. Immutable.
 *
 * @param experimentIds of these experiments; not empty
 * @param filter true of them; without {@code ago()}, which the builder resolves
 * @param orderBy in this order; always ends with the tie-breakers of MLflow, newest first and then
 *     by id, unless those fields are keys already
 * @param maxResults on one page, 1 to 50,000
 * @param pageToken null for the first page
 */
public record TraceQuery(
    List<String> experimentIds,
    Filter filter,
    List<OrderKey> orderBy,
    int maxResults,
    @Nullable String pageToken) {
  public static final int LARGEST_MAX_RESULTS = 50_000;

  public TraceQuery {
    experimentIds = experimentIds.stream().distinct().toList();
    checkOrder(orderBy);
    orderBy = withTieBreakers(orderBy);
    if (experimentIds.isEmpty()) {
      throw MlflowException.invalidParameter("experiment_ids: [] (expected: at least one)");
    }
    if (maxResults < 1 || maxResults > LARGEST_MAX_RESULTS) {
      throw MlflowException.invalidParameter(
          "max_results: " + maxResults + " (expected: 1 to " + LARGEST_MAX_RESULTS + ")");
    }
  }

  private static List<OrderKey> withTieBreakers(List<OrderKey> keys) {
    List<OrderKey> all = new ArrayList<>(keys);
    Set<Field> seen = new LinkedHashSet<>();
    keys.forEach(key -> seen.add(key.field()));
    if (seen.add(TraceField.TIMESTAMP_MS)) {
      all.add(OrderKey.NEWEST_FIRST);
    }
    if (seen.add(TraceField.REQUEST_ID)) {
      all.add(new OrderKey(TraceField.REQUEST_ID, false));
    }
    return List.copyOf(all);
  }

  private static void checkOrder(List<OrderKey> keys) {
    Set<Field> seen = new LinkedHashSet<>();
    for (OrderKey key : keys) {
      Field field = key.field();
      boolean sortable =
          field instanceof KeyedField keyed
              ? keyed.family() == KeyedField.Family.TAG
                  || keyed.family() == KeyedField.Family.METADATA
              : field instanceof TraceField
                  && field != TraceField.TEXT
                  && field != TraceField.PROMPT;
      if (!sortable) {
        throw MlflowException.invalidParameter(
            "order_by "
                + field
                + " (expected: a field with one value for a trace: a trace field, a tag, or a"
                + " metadata entry)");
      }
      if (!seen.add(field)) {
        throw MlflowException.invalidParameter(
            "order_by " + field + " twice (expected: each field once)");
      }
    }
  }

  public static Builder builder(String... experimentIds) {
    return new Builder(List.of(experimentIds));
  }

  /** Collects a query; all conditions must hold. Not thread-safe. */
  public static final class Builder {
    private final List<String> experimentIds;
    private final List<Filter> conditions = new ArrayList<>();
    private List<OrderKey> orderBy = List.of();
    private int maxResults = 100;
    private @Nullable String pageToken;

    private Builder(List<String> experimentIds) {
      this.experimentIds = experimentIds;
    }

    /** Traces of which the filter is true. */
    public Builder filter(Filter filter) {
      conditions.add(filter);
      return this;
    }

    public Builder orderBy(List<OrderKey> keys) {
      orderBy = keys;
      return this;
    }

    /** In one of these states; of an empty list, in any. */
    public Builder states(List<TraceState> wanted) {
      if (!wanted.isEmpty()) {
        conditions.add(
            new Filter.OneOf(
                TraceField.STATUS,
                false,
                wanted.stream().<Literal>map(state -> new Literal.Text(state.name())).toList()));
      }
      return this;
    }

    /** Started then or later; null for no bound. */
    public Builder minTimeUnixMillis(@Nullable Long millis) {
      return time(Operator.GREATER_OR_EQUAL, millis);
    }

    /** Started then or earlier; null for no bound. */
    public Builder maxTimeUnixMillis(@Nullable Long millis) {
      return time(Operator.LESS_OR_EQUAL, millis);
    }

    private Builder time(Operator operator, @Nullable Long millis) {
      if (millis != null) {
        conditions.add(
            new Filter.Compare(TraceField.TIMESTAMP_MS, operator, Literal.Number.of(millis)));
      }
      return this;
    }

    /** Of this name; null for any. */
    public Builder name(@Nullable String traceName) {
      return equal(TraceField.NAME, traceName);
    }

    /** Of this request; null for any. */
    public Builder clientRequestId(@Nullable String id) {
      return equal(TraceField.CLIENT_REQUEST_ID, id);
    }

    /** With all of these tags. */
    public Builder tags(Map<String, String> wanted) {
      wanted.forEach((key, value) -> equal(KeyedField.tag(key), value));
      return this;
    }

    /** With all of these metadata entries, as clients said them. */
    public Builder metadata(Map<String, String> wanted) {
      wanted.forEach((key, value) -> equal(KeyedField.metadata(key), value));
      return this;
    }

    private Builder equal(Field field, @Nullable String value) {
      if (value != null) {
        conditions.add(new Filter.Compare(field, Operator.EQUAL, new Literal.Text(value)));
      }
      return this;
    }

    /** In the order of their start rather than newest first. */
    public Builder oldestFirst(boolean ascending) {
      orderBy = ascending ? List.of(OrderKey.OLDEST_FIRST) : List.of();
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
      Filter filter = Filters.resolve(Filter.allOf(conditions), System.currentTimeMillis());
      return new TraceQuery(experimentIds, filter, orderBy, maxResults, pageToken);
    }
  }
}
