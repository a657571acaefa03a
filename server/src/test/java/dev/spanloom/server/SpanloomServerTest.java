package dev.spanloom.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpanloomServerTest {
  private final TraceStore store = new InMemoryTraceStore();
  private final HttpClient client = HttpClient.newHttpClient();
  private SpanloomServer server;

  @BeforeEach
  void start() {
    server = SpanloomServer.start(store, ServerOptions.defaults().withPort(0));
  }

  @AfterEach
  void stop() {
    server.close();
    store.close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(server.uri().resolve(path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(server.uri().resolve(path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void tellsItsVersion() throws Exception {
    assertThat(get("/version").body()).isEqualTo("3.6.0");
    assertThat(get("/health").body()).isEqualTo("OK");
  }

  @Test
  void missingThingsHaveMlflowsErrors() throws Exception {
    HttpResponse<String> reply = get("/api/3.0/mlflow/traces/tr-0");
    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(reply.body()).contains("\"error_code\": \"RESOURCE_DOES_NOT_EXIST\"", "tr-0");
    reply = post("/api/3.0/mlflow/traces/search", "application/json", "{}".getBytes());
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body())
        .contains("INVALID_PARAMETER_VALUE", "Missing value for required parameter 'locations'");
  }
}
