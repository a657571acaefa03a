package dev.spanloom.internal.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import dev.spanloom.destination.TraceAttachment;
import dev.spanloom.entities.Attachment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attachments on servers that behave as MLflow's do: files beside traces, by the artifact proxy.
 */
class MlflowAttachmentsTest extends ServerCase {
  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static List<String> uploads(MlflowPeer peer) {
    return peer.writes().stream().filter(write -> write.contains("/attachments/")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.6.0", "3.2.0", "2.14.0"})
  void anAttachmentIsAFileBesideTheTraceWhateverTheVersion(String version) {
    MlflowPeer peer = peer(version);
    Mlflow.setTrackingUri(peer.uri());
    Attachment image = new Attachment("image/png", bytes(5000));
    String traceId;
    try (LiveSpan root = Mlflow.startSpan("root")) {
      traceId = root.traceId();
      try (LiveSpan child = Mlflow.startSpan("child")) {
        child.setInputs(Map.of("image", image));
      }
      flushed();
    }
    flushed();
    assertThat(peer.store().files().entrySet())
        .filteredOn(file -> file.getKey().endsWith("/artifacts/attachments/" + image.id()))
        .singleElement()
        .satisfies(file -> assertThat(file.getValue()).isEqualTo(image.content()));
    assertThat(Mlflow.getAttachment(image.ref(traceId))).contains(image);
    assertThat(Mlflow.getAttachment(traceId, "another")).isEmpty();
    assertThat(Mlflow.exportStats().attachments().dropped()).isZero();
  }

  @Test
  void anUploadThatFailsIsTriedAgainAndNothingElseIsSentTwice() {
    MlflowPeer peer = peer("3.6.0");
    peer.failingUploads.set(2);
    Mlflow.setTrackingUri(peer.uri());
    try (LiveSpan root = Mlflow.startSpan("root")) {
      root.setInputs(Map.of("image", new Attachment("image/png", bytes(5000))));
    }
    flushed();
    assertThat(uploads(peer)).hasSize(3);
    assertThat(Stream.of("/v1/traces", "/api/3.0/mlflow/traces"))
        .allSatisfy(path -> assertThat(peer.writes()).containsOnlyOnce("POST " + path));
    assertThat(Mlflow.exportStats().attachments().written()).isEqualTo(1);
  }

  @Test
  void whatWaitsForTheEndOfItsTraceIsNamedAndWrittenWithIt() {
    MlflowPeer peer = peer("3.2.0");
    Destination destination = destination(peer.uri());
    String traceId = "tr-" + "1".repeat(32);
    TraceAttachment attachment = new TraceAttachment(traceId, "a-1", "image/png", bytes(10));
    destination.writeAttachment(attachment);
    destination.writeAttachment(attachment);
    assertThat(destination.unsettledTraces()).containsExactly(traceId);
    assertThat(uploads(peer)).isEmpty();
  }

  @Test
  void aCloseAsksAServerThatDoesNotAnswerOnceHoweverManyTracesWait() throws IOException {
    FaultyGate gate = closedLater(new FaultyGate(peer("3.6.0").port()));
    Destination destination = destination(gate.uri());
    for (int i = 1; i <= 5; i++) {
      destination.writeAttachment(
          new TraceAttachment("tr-" + String.valueOf(i).repeat(32), "a", "image/png", bytes(10)));
    }
    assertThat(destination.unsettledTraces()).hasSize(5);
    gate.on(line -> FaultyGate.answer("HTTP/1.1 503 Unavailable", ""));
    int before = gate.seen().size();
    destination.close();
    assertThat(gate.seen().subList(before, gate.seen().size())).hasSize(1);
    assertThat(destination.unsettledTraces()).as("are left, and in the spool").hasSize(5);
  }
}
