package dev.spanloom.server.rest;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterParser;
import dev.spanloom.query.OrderByParser;
import dev.spanloom.query.OrderKey;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceSearch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What both searches for traces have in common. Thread-safe. */
final class TraceSearching {
  private static final int MOST_RESULTS = 500;
  private static final int DEFAULT_RESULTS = 100;

  private final TraceSearch search;

  TraceSearching(TraceSearch search) {
    this.search = search;
  }

  /** A page of what a request asks for; an empty one when it names no experiments. */
  Map<String, ?> search(
      RestRequest request, List<String> experimentIds, Function<TraceInfo, Map<String, ?>> form) {
    int most = request.number("max_results", 1, MOST_RESULTS, DEFAULT_RESULTS);
    Filter filter = FilterParser.parse(request.textOrNull("filter"));
    List<OrderKey> order = OrderByParser.parse(request.texts("order_by"));
    String token = request.textOrNull("page_token");
    if (experimentIds.isEmpty()) {
      return Map.of("traces", List.of());
    }
    TracePage page =
        search.search(
            TraceQuery.builder(experimentIds.toArray(String[]::new))
                .filter(filter)
                .orderBy(order)
                .maxResults(most)
                .pageToken(token == null || token.isEmpty() ? null : token)
                .build());
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    reply.put("traces", page.infos().stream().map(form).toList());
    if (page.nextPageToken() != null) {
      reply.put("next_page_token", page.nextPageToken());
    }
    return reply;
  }
}
