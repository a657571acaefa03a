package dev.spanloom.server.rest;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.storage.TagStore;
import java.util.List;
import java.util.Map;

/** The tags of traces. */
final class TraceTagEndpoints {
  private final TagStore tags;

  TraceTagEndpoints(TagStore tags) {
    this.tags = tags;
  }

  void addTo(RestApi.Endpoints endpoints) {
    for (String version : List.of("2.0", "3.0")) {
      String path = "/" + version + "/mlflow/traces/{trace_id}/tags";
      endpoints.add(HttpMethod.PATCH, path, this::set);
      endpoints.add(HttpMethod.DELETE, path, this::delete);
    }
  }

  private Object set(RestRequest request) {
    String value = request.textOrNull("value");
    tags.set(request.path("trace_id"), request.text("key"), value == null ? "" : value);
    return Map.of();
  }

  private Object delete(RestRequest request) {
    tags.delete(request.path("trace_id"), request.text("key"));
    return Map.of();
  }
}
