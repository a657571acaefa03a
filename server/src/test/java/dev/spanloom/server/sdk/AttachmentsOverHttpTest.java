package dev.spanloom.server.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.entities.Attachment;
import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attachments of the SDK on a server of ours, over real HTTP. */
class AttachmentsOverHttpTest {
  private static final String SPOOLS = "spanloom.spool.dir";

  @TempDir Path folder;

  private LiveServer server;

  @BeforeEach
  void start() {
    System.setProperty(SPOOLS, folder.resolve("spools").toString());
    server =
        new LiveServer(
            ServerOptions.defaults(), SqliteTraceStore.open(folder.resolve("traces.db")));
    Mlflow.reset();
    Mlflow.setTrackingUri(server.uri("/").toString());
  }

  @AfterEach
  void stop() {
    Mlflow.reset();
    server.close();
    System.clearProperty(SPOOLS);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static String trace(Attachment attachment) {
    try (LiveSpan span = Mlflow.startSpan("s")) {
      span.setInputs(Map.of("file", attachment));
      return span.traceId();
    }
  }

  @Test
  void anAttachmentIsReadBackByItsReferenceAndByItsId() {
    Mlflow.setExperiment("mine");
    Attachment image = new Attachment("image/png", bytes(5000));
    String traceId = trace(image);
    Attachment back = Mlflow.getAttachment(image.ref(traceId)).orElseThrow();
    assertThat(back).isEqualTo(image);
    Attachment byId = Mlflow.client().getAttachment(traceId, image.id()).orElseThrow();
    assertThat(byId).isEqualTo(image);
    assertThat(byId.contentType()).isEqualTo("image/png");
    assertThat(Mlflow.getAttachment(traceId, "another")).isEmpty();
    assertThat(Mlflow.getTrace(traceId).orElseThrow().attachmentReferences())
        .extracting(Attachment.Reference::toUri)
        .containsExactly(image.ref(traceId));
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

  @Test
  void theAttachmentOfAChildIsThereBeforeTheTraceHasEnded() {
    Attachment image = new Attachment("image/png", bytes(5000));
    try (LiveSpan root = Mlflow.startSpan("root")) {
      String traceId = trace(image);
      assertThat(traceId).isEqualTo(root.traceId());
      assertThat(Mlflow.getAttachment(image.ref(traceId))).contains(image);
    }
  }

  @Test
  void twentyMegabytesArrive() {
    Attachment video = new Attachment("video/mp4", bytes(20 << 20));
    String traceId = trace(video);
    assertThat(Mlflow.flush(java.time.Duration.ofSeconds(60))).isTrue();
    assertThat(Mlflow.getAttachment(video.ref(traceId))).contains(video);
    assertThat(Mlflow.exportStats().attachments().written()).isEqualTo(1);
  }

  @Test
  void deletingTheTraceDeletesItsAttachments() {
    Attachment image = new Attachment("image/png", bytes(5000));
    String traceId = trace(image);
    assertThat(Mlflow.getAttachment(image.ref(traceId))).isPresent();
    assertThat(Mlflow.client().deleteTraces(List.of(traceId))).isEqualTo(1);
    assertThat(Mlflow.getAttachment(image.ref(traceId))).isEmpty();
  }
}
