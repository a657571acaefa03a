package dev.spanloom.destination;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.query.OrderKey;
import dev.spanloom.query.OrderValues;
import dev.spanloom.query.TraceField;
import dev.spanloom.query.TraceMatcher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One search of {@link InMemoryDestination}: looks at every trace. Not thread-safe. */
final class InMemorySearch {
  private final TraceSearch search;
  private final TraceMatcher matcher;
  private final List<OrderKey> order;
  private final Comparator<List<@Nullable Object>> comparator;
  private final @Nullable List<@Nullable Object> behind;
  private final List<Found> found = new ArrayList<>();

  private InMemorySearch(TraceSearch search, List<OrderKey> order) {
    this.search = search;
    this.order = order;
    this.matcher = TraceMatcher.of(search.condition(System.currentTimeMillis()));
    this.comparator = OrderValues.comparator(order);
    String token = search.pageToken();
    this.behind = token == null ? null : decode(token, order.size());
  }

  /** A trace and the values that it is sorted by. */
  private record Found(Trace trace, List<@Nullable Object> values) {}

  /**
   * Begins a search.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for a page token of another search, and
   *     for a bad regular expression
   */
  static InMemorySearch of(TraceSearch search) {
    return new InMemorySearch(search, withTieBreakers(search.orderKeys()));
  }

  /** MLflow's: newest first, then by id. */
  private static List<OrderKey> withTieBreakers(List<OrderKey> keys) {
    List<OrderKey> all = new ArrayList<>(keys);
    for (OrderKey last :
        List.of(OrderKey.NEWEST_FIRST, new OrderKey(TraceField.REQUEST_ID, false))) {
      if (all.stream().noneMatch(key -> key.field().equals(last.field()))) {
        all.add(last);
      }
    }
    return List.copyOf(all);
  }

  /** Takes a trace when it is wanted. */
  void offer(Trace trace, Map<String, String> saidMetadata) {
    TraceInfo info = trace.info();
    if (search.experimentIds().contains(info.experimentId())
        && matcher.matches(info, saidMetadata, trace.data().spans())) {
      List<@Nullable Object> values =
          OrderValues.of(order, info, saidMetadata, trace.data().spans().size());
      if (behind == null || comparator.compare(values, behind) > 0) {
        found.add(new Found(trace, values));
      }
    }
  }

  TracePage page() {
    found.sort(Comparator.comparing(Found::values, comparator));
    boolean more = found.size() > search.maxResults();
    List<Found> page = more ? found.subList(0, search.maxResults()) : found;
    return new TracePage(
        page.stream().map(each -> search.includeSpans() ? each.trace() : bare(each)).toList(),
        more ? encode(page.get(page.size() - 1).values()) : null);
  }

  private static Trace bare(Found found) {
    return new Trace(found.trace().info(), List.of());
  }

  /** The next page starts behind these values, whatever comes meanwhile. */
  private static String encode(List<@Nullable Object> values) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(JsonWriter.write(values).getBytes(StandardCharsets.UTF_8));
  }

  private static List<@Nullable Object> decode(String token, int size) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (JsonReader.read(text) instanceof List<?> values
          && values.size() == size
          && values.stream().allMatch(InMemorySearch::isKey)) {
        return new ArrayList<@Nullable Object>(values);
      }
    } catch (RuntimeException e) {
      // said below
    }
    throw MlflowException.invalidParameter(
        "page token: \"" + token + "\" (expected: the token of a page of this search)");
  }

  private static boolean isKey(@Nullable Object value) {
    return value == null || value instanceof String || value instanceof Number;
  }
}
