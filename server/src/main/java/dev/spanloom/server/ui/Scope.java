package dev.spanloom.server.ui;

import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterParser;
import dev.spanloom.server.rest.RestRequest;
import dev.spanloom.storage.TraceQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The traces that a page of the UI is about.
 *
 * @param experimentIds of these experiments
 * @param filter true of them
 * @param fromMillis started then or later; null for no bound
 * @param toMillis started then or earlier; null for no bound
 */
record Scope(
    List<String> experimentIds, Filter filter, @Nullable Long fromMillis, @Nullable Long toMillis) {
  /** The scope that a request names. */
  static Scope of(RestRequest request) {
    List<String> experimentIds = request.requiredTexts("experiment_ids");
    Long from = request.numberOrNull("from_ms");
    Long to = request.numberOrNull("to_ms");
    if (from != null && to != null && from > to) {
      throw RestRequest.wrong("to_ms", to, "at least from_ms, " + from);
    }
    return new Scope(experimentIds, FilterParser.parse(request.textOrNull("filter")), from, to);
  }

  /** Whether a request says which traces, beside of which experiments. */
  static boolean isNarrowed(RestRequest request) {
    return request.get("filter") != null
        || request.get("from_ms") != null
        || request.get("to_ms") != null;
  }

  TraceQuery.Builder query() {
    return TraceQuery.builder(experimentIds.toArray(String[]::new))
        .filter(filter)
        .minTimeUnixMillis(fromMillis)
        .maxTimeUnixMillis(toMillis);
  }
}
