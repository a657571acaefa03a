package dev.spanloom.server.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.derive.Linked;
import dev.spanloom.server.LiveServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenTelemetry's own exporters, and requests by hand. */
class OtlpTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String JSON =
      """
      {"resourceSpans": [{"resource": {"attributes": [
          {"key": "service.name", "value": {"stringValue": "shop"}}]},
        "scopeSpans": [{"scope": {"name": "by hand"}, "spans": [
          {"traceId": "%s", "spanId": "b7ad6b7169203331", "name": "GET /", "kind": 2,
           "startTimeUnixNano": "1700000000000000000", "endTimeUnixNano": "1700000001000000000",
           "attributes": [{"key": "n", "value": {"intValue": "7"}}], "status": {"code": 1}}]}]}]}
      """
          .formatted(TRACE);

  private final LiveServer server = new LiveServer();

  @AfterEach
  void close() {
    server.close();
  }

  private static String export(SpanExporter exporter) {
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shop")))
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter).setExporterTimeout(PATIENCE).build())
            .build()) {
      Tracer tracer = provider.get("tests");
      var root = tracer.spanBuilder("order").setAttribute("amount", 42L).startSpan();
      try (Scope scope = root.makeCurrent()) {
        var child = tracer.spanBuilder("pay").startSpan();
        child.addEvent("tried", Attributes.of(AttributeKey.booleanKey("again"), true));
        child.setStatus(StatusCode.ERROR, "no money");
        child.end();
      }
      root.setStatus(StatusCode.OK);
      root.end();
      assertThat(provider.forceFlush().join(60, TimeUnit.SECONDS).isSuccess()).isTrue();
      return "tr-" + root.getSpanContext().getTraceId();
    }
  }

  private void assertStored(String traceId) {
    Trace trace = server.store().reader().trace(traceId).orElseThrow();
    assertThat(trace.info().state()).isEqualTo(TraceState.OK);
    assertThat(trace.info().name()).isEqualTo("order");
    assertThat(trace.data().spans()).extracting(Span::name).containsExactly("order", "pay");
    Span root = trace.data().spans().get(0);
    Span child = trace.data().spans().get(1);
    assertThat(root.attributes()).containsEntry("amount", 42L);
    assertThat(child.parentId()).isEqualTo(root.spanId());
    assertThat(child.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(child.status().description()).isEqualTo("no money");
    assertThat(child.events().get(0).name()).isEqualTo("tried");
    assertThat(child.events().get(0).attributes()).containsEntry("again", true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip"})
  void openTelemetrySendsOverHttp(String compression) {
    assertStored(
        export(
            OtlpHttpSpanExporter.builder()
                .setEndpoint(server.uri("/v1/traces").toString())
                .setTimeout(PATIENCE)
                .setCompression(compression)
                .build()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip"})
  void openTelemetrySendsOverGrpc(String compression) {
    assertStored(
        export(
            OtlpGrpcSpanExporter.builder()
                .setEndpoint(server.uri("").toString())
                .setTimeout(PATIENCE)
                .setCompression(compression)
                .build()));
  }

  private HttpResponse<String> post(String json, String... headers) {
    return server.post(
        "/v1/traces", "application/json", json.getBytes(StandardCharsets.UTF_8), headers);
  }

  @Test
  void spansAreTakenIntoADeletedExperimentByItsIdAsMlflowDoesAndAreThereWhenItIsRestored() {
    var experiments = server.store().experiments();
    String id = experiments.getOrCreate("gone").experimentId();
    experiments.delete(id);
    assertThat(post(JSON, "x-mlflow-experiment-id", id).statusCode()).isEqualTo(200);
    experiments.restore(id);
    assertThat(server.store().reader().info("tr-" + TRACE).orElseThrow().experimentId())
        .isEqualTo(id);
  }

  @Test
  void theNameOfADeletedExperimentIsRefusedAndNothingIsStoredElsewhere() {
    var experiments = server.store().experiments();
    String id = experiments.getOrCreate("gone").experimentId();
    experiments.delete(id);
    HttpResponse<String> reply = post(JSON, "x-mlflow-experiment-name", "gone");
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("experiment " + id + " is deleted");
    assertThat(server.store().reader().info("tr-" + TRACE)).isEmpty();
  }

  @Test
  void jsonIsTakenToo() {
    HttpResponse<String> reply = post(JSON);
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{}");
    Trace trace = server.store().reader().trace("tr-" + TRACE).orElseThrow();
    assertThat(trace.data().spans().get(0).attributes()).containsEntry("n", 7L);
    assertThat(trace.info().executionDurationMillis()).isEqualTo(1000);
    assertThat(post(JSON).statusCode()).isEqualTo(200);
    assertThat(server.store().reader().trace("tr-" + TRACE).orElseThrow().data().spans())
        .hasSize(1);
  }

  @Test
  void tracesAreLinkedToTheRunThatARequestNames() {
    send("r1", JSON);
    assertThat(linkedRuns(TRACE)).containsExactly("r1");
    send("r2", JSON);
    assertThat(linkedRuns(TRACE)).containsExactly("r1", "r2");
    send("no run/", JSON);
    assertThat(linkedRuns(TRACE)).containsExactly("r1", "r2");

    String other = "f".repeat(32);
    String child = JSON.replace("\"name\": \"GET /\"", "\"parentSpanId\": \"00f067aa0ba902b7\"");
    send("r1", child.replace(TRACE, other));
    assertThat(linkedRuns(other)).as("its root has not come").isEmpty();
  }

  private void send(String runId, String json) {
    HttpResponse<String> reply = server.send("POST", "/v1/traces", json, "x-mlflow-run-id", runId);
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{}");
  }

  private List<String> linkedRuns(String trace) {
    return Linked.runs(server.store().reader().info("tr-" + trace).orElseThrow().traceMetadata());
  }

  @Test
  void contentTypesMayHaveParametersAndBodiesMayBeCompressed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(JSON.getBytes(StandardCharsets.UTF_8));
    }
    HttpResponse<String> reply =
        server.post(
            "/v1/traces",
            "application/json; charset=utf-8",
            packed.toByteArray(),
            "Content-Encoding",
            "gzip");
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(server.store().reader().trace("tr-" + TRACE)).isPresent();
  }

  @Test
  void headersSayTheExperiment() {
    assertThat(post(JSON, "x-mlflow-experiment-name", "orders").statusCode()).isEqualTo(200);
    String id = server.store().experiments().getByName("orders").orElseThrow().experimentId();
    assertThat(server.store().reader().info("tr-" + TRACE).orElseThrow().experimentId())
        .isEqualTo(id);
    HttpResponse<String> reply = post(JSON, "x-mlflow-experiment-id", "77");
    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(reply.body()).contains("RESOURCE_DOES_NOT_EXIST", "77");
  }

  @Test
  void aSpanThatCannotBeReadIsRejectedAloneWithItsReason() {
    String two =
        JSON.replace(
            "\"status\": {\"code\": 1}}",
            "\"status\": {\"code\": 1}}, {\"traceId\": \"%s\", \"spanId\": \"\", \"name\": \"x\"}"
                .formatted(TRACE));
    HttpResponse<String> reply = post(two);
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).contains("\"rejectedSpans\": \"1\"", "span 1");
    assertThat(server.store().reader().trace("tr-" + TRACE).orElseThrow().data().spans())
        .hasSize(1);
  }

  @Test
  void emptyRequestsAreFineAndBrokenOnesAreSaidToBe() {
    assertThat(post("{}").statusCode()).isEqualTo(200);
    assertThat(server.post("/v1/traces", "application/x-protobuf", new byte[0]).statusCode())
        .isEqualTo(200);
    assertBad(server.post("/v1/traces", "application/x-protobuf", new byte[] {1, 2, 3}), "OTLP");
    assertBad(post("{\"resourceSpans\": 5}"), "resourceSpans: 5 (expected: a list)");
    assertBad(post("[1"), "OTLP trace request");
    assertBad(server.post("/v1/traces", "text/plain", new byte[0]), "Content-Type: text/plain");
    assertBad(post(JSON, "Content-Encoding", "br"), "Content-Encoding: \"br\"");
    assertBad(post(JSON, "Content-Encoding", "gzip"), "it is no valid gzip");
  }

  private static void assertBad(HttpResponse<String> reply, String message) {
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body())
        .contains("INVALID_PARAMETER_VALUE")
        .contains(message.replace("\"", "\\\""));
  }
}
