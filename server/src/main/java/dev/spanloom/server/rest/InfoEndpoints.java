package dev.spanloom.server.rest;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServerBuilder;
import dev.spanloom.server.http.BlockingService;
import dev.spanloom.server.http.Replies;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a server says of itself. */
final class InfoEndpoints {
  /**
   * Clients send spans to servers from 3.4 on; our answers are those of 3.6 and what came since.
   */
  private static final String SPOKEN_VERSION = "3.6.0";

  private static final Map<String, ?> FEATURES = Map.of("workspaces_enabled", false);

  private static final Map<String, ?> INFO = info();

  private static Map<String, ?> info() {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("server", "spanloom"); // our own SDK sends us batches of what MLflow takes in pieces
    info.put("store_type", "SqlStore"); // clients and MLflow's UI know no other that has all of it
    info.put("workspaces_enabled", false);
    info.put("trace_archival_enabled", false);
    info.put("multipart_uploads_enabled", false);
    info.put("multipart_downloads_enabled", false);
    return Collections.unmodifiableMap(info);
  }

  void addTo(RestApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.GET, "/2.0/mlflow/server-features", request -> FEATURES);
    endpoints.add(HttpMethod.GET, "/3.0/mlflow/server-info", request -> INFO);
  }

  void register(ServerBuilder builder) {
    BlockingService health = (context, request) -> Replies.text(HttpStatus.OK, "OK");
    BlockingService version = (context, request) -> Replies.text(HttpStatus.OK, SPOKEN_VERSION);
    builder.route().get("/health").build(health.asHttpService());
    builder.route().get("/version").build(version.asHttpService());
  }
}
