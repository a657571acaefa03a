package dev.spanloom.server.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.destinations.contract.StoredAttachmentsContract;
import dev.spanloom.entities.Attachment;
import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Attachments of the SDK on a server of ours, over real HTTP. */
class AttachmentsOverHttpTest extends StoredAttachmentsContract {
  private LiveServer server;

  @Override
  protected String start() {
    server =
        new LiveServer(
            ServerOptions.defaults(), SqliteTraceStore.open(folder.resolve("traces.db")));
    return server.uri("/").toString();
  }

  @Override
  protected void stop() {
    server.close();
  }

  @Test
  void theInterfaceOfMlflowFindsIt() throws Exception {
    Attachment image = new Attachment("image/png", bytes(5000));
    String traceId = trace(image);
    assertThat(Mlflow.flush()).isTrue();
    URI uri =
        server.uri(
            "/ajax-api/3.0/mlflow/get-trace-artifact?request_id="
                + traceId
                + "&path="
                + image.id());
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(image.content());
  }
}
