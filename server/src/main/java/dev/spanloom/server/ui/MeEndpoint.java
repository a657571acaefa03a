package dev.spanloom.server.ui;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.server.http.Replies;
import dev.spanloom.server.security.Guard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the one who asks may do beside reading, so that the UI offers nothing else. */
final class MeEndpoint {
  /** What the UI offers, with the route that it then asks. */
  private static final Map<String, String> OFFERS = new LinkedHashMap<>();

  static {
    OFFERS.put("tag", "POST /ui-api/1/traces/tags");
    OFFERS.put("assess", "POST /api/3.0/mlflow/traces/*/assessments");
    OFFERS.put("delete", "POST /ui-api/1/traces/delete");
  }

  void addTo(UiApi.Endpoints endpoints) {
    endpoints.add(
        HttpMethod.GET,
        "/me",
        (context, request) -> {
          List<String> may =
              OFFERS.entrySet().stream()
                  .filter(offer -> Guard.may(context, offer.getValue()))
                  .map(Map.Entry::getKey)
                  .toList();
          return UiApi.uncached(Replies.json(Map.of("may", may))).toHttpResponse();
        });
  }
}
