package dev.spanloom.server.ui;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.query.OrderByParser;
import dev.spanloom.server.rest.RestRequest;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceSearch;
import dev.spanloom.storage.TraceStore;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of traces: its pages, and how many rows it has. */
final class TraceEndpoints {
  private static final int MOST_RESULTS = 500;
  private static final int DEFAULT_RESULTS = 100;

  private final TraceSearch search;

  TraceEndpoints(TraceStore store) {
    this.search = store.search();
  }

  void addTo(UiApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.POST, "/traces/search", this::search);
    endpoints.add(HttpMethod.POST, "/traces/count", this::count);
  }

  private Object search(RestRequest request) {
    String token = request.textOrNull("page_token");
    TracePage page =
        search.search(
            Scope.of(request)
                .query()
                .orderBy(OrderByParser.parse(request.texts("order_by")))
                .maxResults(request.number("max_results", 1, MOST_RESULTS, DEFAULT_RESULTS))
                .pageToken(token == null || token.isEmpty() ? null : token)
                .build());
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    reply.put("traces", page.infos().stream().map(TraceRow::of).toList());
    reply.put("next_page_token", page.nextPageToken());
    return reply;
  }

  private Object count(RestRequest request) {
    return Map.of("count", search.count(Scope.of(request).query().build()));
  }
}
