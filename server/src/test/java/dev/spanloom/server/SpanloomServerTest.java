package dev.spanloom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpanloomServerTest {
  private final LiveServer server = new LiveServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void tellsItsVersion() {
    assertThat(server.get("/version").body()).isEqualTo("3.6.0");
    assertThat(server.get("/health").body()).isEqualTo("OK");
  }

  @Test
  void missingThingsHaveMlflowsErrors() {
    HttpResponse<String> reply = server.get("/api/3.0/mlflow/traces/tr-0");
    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(reply.body()).contains("\"error_code\": \"RESOURCE_DOES_NOT_EXIST\"", "tr-0");
    reply = server.post("/api/3.0/mlflow/traces/search", "{}");
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body())
        .contains("INVALID_PARAMETER_VALUE", "Missing value for required parameter 'locations'");
  }
}
