package dev.spanloom.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.server.security.Guard;
import dev.spanloom.server.security.Limits;
import dev.spanloom.server.security.Tokens;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import dev.spanloom.testjvms.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Readiness, metrics, request ids. */
class OperationsTest {
  private static final String SEARCH = "/api/3.0/mlflow/traces/search";
  private static final String ANY_TRACE =
      "{\"locations\": [{\"mlflow_experiment\": {\"experiment_id\": \"0\"}}]}";
  private static final String SPANS =
      "{\"resourceSpans\": [{\"scopeSpans\": [{\"spans\": [{\"traceId\":"
          + " \"0af7651916cd43dd8448eb211c80319c\", \"spanId\": \"b7ad6b7169203331\", \"name\":"
          + " \"n\", \"startTimeUnixNano\": \"1700000000000000000\"}]}]}]}";

  @Test
  void whatHappensIsMeasured() {
    try (LiveServer server = new LiveServer()) {
      assertThat(server.post("/v1/traces", SPANS).statusCode()).isEqualTo(200);
      assertThat(server.post(SEARCH, ANY_TRACE).statusCode()).isEqualTo(200);
      assertThat(server.send("POST", SEARCH, "{}", "Origin", "http://evil").statusCode())
          .isEqualTo(403);
      String counted =
          "spanloom_http_requests_seconds_count{method=\"POST\",route=\""
              + SEARCH
              + "\",status=\"200\"} 1";
      Await.until("it is measured", () -> server.get("/metrics").body().contains(counted));

      String metrics = server.get("/metrics").body();
      assertThat(metrics)
          .contains(
              "spanloom_spans_accepted_total 1.0",
              "spanloom_spans_rejected_total{reason=\"store\"} 0.0")
          .contains("spanloom_searches_seconds_bucket", "spanloom_searches_seconds_count 1")
          .contains("spanloom_http_refused_total{reason=\"origin\"} 1.0")
          .contains("spanloom_store_traces 1.0", "spanloom_store_index_lag_seconds")
          .contains("spanloom_http_held_bytes", "spanloom_http_received_bytes_total")
          .contains("jvm_memory_used_bytes");
    }
  }

  @Test
  void requestsHaveIds() {
    try (LiveServer server = new LiveServer()) {
      assertThat(id(server.send("GET", "/version", "", "X-Request-Id", "abc-1")))
          .isEqualTo("abc-1");
      assertThat(id(server.send("GET", "/version", "", "X-Request-Id", "a b\"c")))
          .matches("[0-9a-f]{16}");
      assertThat(id(server.get("/nowhere"))).matches("[0-9a-f]{16}");
    }
  }

  private static String id(HttpResponse<String> reply) {
    return reply.headers().firstValue("x-request-id").orElseThrow();
  }

  @Test
  void aServerIsReadyUntilItDrains() throws Exception {
    try (LiveServer server = new LiveServer(ServerOptions.defaults())) {
      assertThat(server.get("/ready").body()).isEqualTo("OK");
    }
    try (InMemoryTraceStore store = new InMemoryTraceStore();
        Operations operations = new Operations(store)) {
      ServerBuilder builder = Server.builder().http(0);
      operations.register(
          builder,
          new Guard(
              "/", "127.0.0.1", Set.of(), Set.of(), new Tokens(null), Limits.DEFAULTS, kind -> {}));
      try (Server server = builder.build()) {
        server.start().join();
        URI ready = URI.create("http://127.0.0.1:" + server.activeLocalPort() + "/ready");
        operations.drain();
        HttpResponse<String> reply =
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(reply.statusCode()).isEqualTo(503);
        assertThat(reply.body()).isEqualTo("draining");
      }
    }
  }
}
