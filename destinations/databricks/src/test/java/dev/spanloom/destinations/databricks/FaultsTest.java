package dev.spanloom.destinations.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.destinations.databricks.StoreCredentials.Kind;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong between a program, a workspace and the store of its cloud. */
class FaultsTest extends DatabricksCase {
  private static final String ID = "tr-" + "1".repeat(32);

  private static TraceBatch batch() {
    TraceInfo info =
        TraceInfo.builder(ID)
            .requestTimeUnixMillis(System.currentTimeMillis())
            .executionDurationMillis(1L)
            .state(TraceState.OK)
            .metadata(TraceMetadataKey.SCHEMA_VERSION, "3")
            .build();
    Span root =
        Span.builder(ID, "1".repeat(16))
            .name("root")
            .startTimeUnixNanos(1_000_000_000)
            .endTimeUnixNanos(2_000_000_000)
            .build();
    return new TraceBatch(List.of(info), List.of(EncodedSpan.of(root)), "0");
  }

  private static void isThereOnce(WorkspacePeer workspace, CloudPeer cloud) {
    assertThat(workspace.infos).containsOnlyKeys(ID);
    assertThat(cloud.files()).hasSize(1);
  }

  @Test
  void aStoreThatIsDownKeepsTheSpansWaiting() {
    cloud.close();
    Mlflow.setTrackingUri("databricks");
    String id = traceOfTwo("answer");
    await("failed", () -> Mlflow.exportStats().writesFailed() > 0);
    assertThat(Mlflow.exportStats().spansDropped()).isZero();
    try (CloudPeer again = new CloudPeer()) {
      workspace.instead =
          request ->
              request.path().contains("credentials-for-data-upload")
                  ? Peer.Answer.json(again.credentials(Kind.GCP_SIGNED_URL, "/" + id))
                  : null;
      flushed();
      assertThat(again.files()).containsOnlyKeys("/" + id);
    }
  }

  @ParameterizedTest
  @CsvSource({"403, AccessDenied", "400, ExpiredToken", "503, SlowDown", "429, Busy", "500, Oops"})
  void anUploadThatMayPassIsTriedAgainWithNewCredentials(int status, String code) {
    Destination destination = destination("databricks");
    cloud.instead =
        request -> new Peer.Answer(status, Map.of("Retry-After", "7"), body(code, request));
    assertThatThrownBy(() -> destination.write(batch()))
        .isInstanceOf(RetryLaterException.class)
        .hasMessageContaining(status + " " + code)
        .hasMessageNotContaining(CloudPeer.SIGNATURE)
        .satisfies(
            e ->
                assertThat(((RetryLaterException) e).retryAfter()).contains(Duration.ofSeconds(7)));
    assertThat(destination.unsettledTraces()).containsExactly(ID);
    cloud.instead = request -> null;
    destination.write(new TraceBatch(batch().infos(), List.of(), "0"));
    assertThat(destination.unsettledTraces()).isEmpty();
    isThereOnce(workspace, cloud);
  }

  /** Stores repeat what they were asked. */
  private static byte[] body(String code, Peer.Request request) {
    return ("<Error><Code>" + code + "</Code><Sig>" + request.first("sig") + "</Sig></Error>")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void anUploadThatIsRefusedIsToldWithoutTheSignature() {
    Destination destination = destination("databricks");
    cloud.instead = request -> new Peer.Answer(400, Map.of(), body("EntityTooLarge", request));
    assertThatThrownBy(() -> destination.write(batch()))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("400 EntityTooLarge")
        .hasMessageNotContaining(CloudPeer.SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aDataLakeThatFailsBetweenItsStepsGetsTheFileFromItsBeginning(int failing) {
    workspace.kind = Kind.AZURE_ADLS_GEN2_SAS_URI;
    AtomicInteger step = new AtomicInteger();
    cloud.instead =
        request ->
            step.getAndIncrement() == failing
                ? Peer.Answer.text(503, "{\"error\": {\"code\": \"ServerBusy\"}}")
                : null;
    Destination destination = destination("databricks");
    assertThatThrownBy(() -> destination.write(batch()))
        .isInstanceOf(RetryLaterException.class)
        .hasMessageContaining("503 ServerBusy");
    assertThat(cloud.files()).isEmpty();
    destination.write(new TraceBatch(batch().infos(), List.of(), "0"));
    isThereOnce(workspace, cloud);
  }

  @Test
  void credentialsThatAreNotGivenOutKeepTheSpansWaiting() {
    Mlflow.setTrackingUri("databricks");
    workspace.instead =
        WorkspacePeer.answering(
            "credentials-for-data-upload", Peer.Answer.text(503, "<html>busy</html>"));
    String id = traceOfTwo("answer");
    await("failed", () -> Mlflow.exportStats().writesFailed() > 0);
    workspace.instead = request -> null;
    flushed();
    assertThat(workspace.infos).containsOnlyKeys(id);
    assertThat(cloud.files()).hasSize(1);
    assertThat(Mlflow.exportStats().spansDropped()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"credential_info\": {\"type\": \"FTP\", \"signed_uri\": \"https://x/y?sig=s3cr3t\"}}",
        "{\"credential_info\": {\"type\": \"AWS_PRESIGNED_URL\", \"signed_uri\": \"s3cr3t y\"}}",
        "{\"credential_info\": {\"type\": \"AWS_PRESIGNED_URL\"}}",
      })
  void credentialsThatCannotBeUsedAreToldWithoutThem(String answer) {
    workspace.instead =
        WorkspacePeer.answering("credentials-for-data-upload", Peer.Answer.text(200, answer));
    Destination destination = destination("databricks");
    assertThatThrownBy(() -> destination.write(batch()))
        .isInstanceOf(RetryLaterException.class)
        .hasMessageContaining("/credentials-for-data-upload: credentials ")
        .hasMessageContaining("(expected: ")
        .hasMessageNotContaining("s3cr3t");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void aBusyWorkspaceIsLeftAloneAsLongAsItAsks(int status) {
    workspace.instead =
        request ->
            new Peer.Answer(
                status,
                Map.of("Retry-After", "11"),
                "{\"error_code\": \"REQUEST_LIMIT_EXCEEDED\"}".getBytes(StandardCharsets.UTF_8));
    Destination destination = destination("databricks");
    assertThatThrownBy(() -> destination.write(batch()))
        .isInstanceOf(RetryLaterException.class)
        .satisfies(
            e ->
                assertThat(((RetryLaterException) e).retryAfter())
                    .contains(Duration.ofSeconds(11)));
  }

  @Test
  void aHostThatIsNoWorkspaceKeepsTheSpansWaiting() {
    workspace.instead = request -> Peer.Answer.text(404, "<html>nothing here</html>");
    Destination destination = destination("databricks");
    assertThatThrownBy(() -> destination.write(batch()))
        .isInstanceOf(RetryLaterException.class)
        .hasMessageContaining("(expected: a Databricks workspace at " + workspace.uri() + ")");
    assertThat(destination.unsettledTraces()).containsExactly(ID);
  }

  @Test
  void aTraceThatTheWorkspaceRefusesIsLostAloneAndCounted() {
    Mlflow.setTrackingUri("databricks");
    workspace.instead =
        request ->
            new String(request.body(), StandardCharsets.UTF_8).contains("poison")
                ? Peer.Answer.error(400, "INVALID_PARAMETER_VALUE", "refused")
                : null;
    traceOfTwo("poison");
    String id = traceOfTwo("answer");
    await("counted", () -> Mlflow.flush() && Mlflow.exportStats().spansDropped() > 0);
    assertThat(workspace.infos).containsOnlyKeys(id);
  }

  @Test
  void aTraceThatHasNotEndedIsWrittenAsFarAsItIsThereWhenTheDestinationIsClosed() {
    Destination destination = destination("databricks");
    destination.write(new TraceBatch(List.of(), batch().spans(), "0"));
    assertThat(destination.unsettledTraces()).containsExactly(ID);
    destination.close();
    isThereOnce(workspace, cloud);
  }

  @Test
  void aDownloadThatFailsIsAFailureAndNoTraceWithoutSpans() {
    Mlflow.setTrackingUri("databricks");
    LiveSpan span = Mlflow.startSpan("root");
    span.close();
    flushed();
    cloud.instead = request -> new Peer.Answer(403, Map.of(), body("AccessDenied", request));
    assertThatThrownBy(() -> Mlflow.getTrace(span.traceId()))
        .isInstanceOf(RetryLaterException.class)
        .hasMessageContaining("403 AccessDenied")
        .hasMessageNotContaining(CloudPeer.SIGNATURE);
  }
}
