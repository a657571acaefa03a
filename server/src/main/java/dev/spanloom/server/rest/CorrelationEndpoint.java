package dev.spanloom.server.rest;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterParser;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceSearch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much two filters find the same traces. */
final class CorrelationEndpoint {
  private final TraceSearch search;

  CorrelationEndpoint(TraceSearch search) {
    this.search = search;
  }

  void addTo(RestApi.Endpoints endpoints) {
    endpoints.add(
        HttpMethod.POST, "/3.0/mlflow/traces/calculate-filter-correlation", this::calculate);
  }

  private Object calculate(RestRequest request) {
    List<String> experimentIds = request.texts("experiment_ids");
    if (experimentIds.isEmpty()) {
      throw RestRequest.missing("experiment_ids");
    }
    Filter base = FilterParser.parse(request.textOrNull("base_filter"));
    Filter first = FilterParser.parse(request.text("filter_string1"));
    Filter second = FilterParser.parse(request.text("filter_string2"));
    Correlation counts =
        new Correlation(
            count(experimentIds, List.of(base, first)),
            count(experimentIds, List.of(base, second)),
            count(experimentIds, List.of(base, first, second)),
            count(experimentIds, List.of(base)));
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    putIfDefined(reply, "npmi", counts.npmi());
    putIfDefined(reply, "npmi_smoothed", counts.smoothedNpmi());
    reply.put("filter1_count", counts.first());
    reply.put("filter2_count", counts.second());
    reply.put("joint_count", counts.joint());
    reply.put("total_count", counts.total());
    return reply;
  }

  private long count(List<String> experimentIds, List<Filter> filters) {
    TraceQuery.Builder query = TraceQuery.builder(experimentIds.toArray(String[]::new));
    filters.forEach(query::filter);
    return search.count(query.build());
  }

  private static void putIfDefined(Map<String, @Nullable Object> reply, String key, double value) {
    if (!Double.isNaN(value)) {
      reply.put(key, value);
    }
  }
}
