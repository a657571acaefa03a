package dev.spanloom.server.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.TraceWriter;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases N of MLflow's OTLP endpoint, each named, over HTTP. */
class OtlpCasesTest {
  private static final String TRACE = "tr-0af7651916cd43dd8448eb211c80319c";

  private final LiveServer server = new LiveServer();

  @AfterEach
  void close() {
    server.close();
  }

  private static Span.Builder root() {
    return Span.builder(TRACE, "b7ad6b7169203331")
        .name("root")
        .startTimeUnixNanos(1_700_000_000_000_000_000L)
        .endTimeUnixNanos(1_700_000_001_000_000_000L);
  }

  private HttpResponse<String> post(byte[] body, String... headers) {
    return server.post("/v1/traces", "application/x-protobuf", body, headers);
  }

  private Trace sent(Map<String, ?> attributes) {
    Span.Builder span = root();
    attributes.forEach((key, value) -> span.attribute(key, AttributeValue.of(value)));
    assertThat(post(OtlpRequests.encode(List.of(EncodedSpan.of(span.build())))).statusCode())
        .isEqualTo(200);
    return server.store().reader().trace(TRACE).orElseThrow();
  }

  private Span sentSpan(Map<String, ?> attributes) {
    return sent(attributes).data().spans().get(0);
  }

  @Test
  void n1WithoutAnExperimentHeaderSpansGoToTheDefaultExperiment() {
    assertThat(sent(Map.of()).info().experimentId()).isEqualTo("0");
  }

  @Test
  void n2GarbageAndOtherContentTypesAreBadRequests() {
    assertThat(post(new byte[] {0x0A, (byte) 0xFF, 1}).statusCode()).isEqualTo(400);
    assertThat(server.post("/v1/traces", "text/plain", new byte[0]).statusCode()).isEqualTo(400);
    assertThat(post(new byte[0]).statusCode()).as("no spans: nothing to do").isEqualTo(200);
  }

  @Test
  void n3ASpanWithoutIdsIsRejectedAlone() {
    EncodedSpan none = new EncodedSpan(new byte[0], new byte[0], "", new byte[0], "");
    HttpResponse<String> reply =
        post(OtlpRequests.encode(List.of(none, EncodedSpan.of(root().build()))));
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).contains("span 0: span without span id");
    assertThat(server.store().reader().info(TRACE)).isPresent();
  }

  @Test
  void n4AHundredTracesComeInOneRequest() {
    List<EncodedSpan> spans = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      spans.add(
          EncodedSpan.of(Span.builder("tr-%032x".formatted(i + 1), "00000000000000a1").build()));
    }
    assertThat(post(OtlpRequests.encode(spans)).body()).isEmpty();
    assertThat(server.store().health().stats().traces()).isEqualTo(100);
  }

  @Test
  void n5WhenTheStoreFailsTheRequestIsToBeSentAgain() {
    AtomicBoolean broken = new AtomicBoolean(true);
    try (LiveServer failing = new LiveServer(ServerOptions.defaults(), failing(broken))) {
      byte[] request = OtlpRequests.encode(List.of(EncodedSpan.of(root().build())));
      HttpResponse<String> reply = failing.post("/v1/traces", "application/x-protobuf", request);
      assertThat(reply.statusCode()).isEqualTo(503);
      assertThat(reply.headers().firstValue("retry-after")).isPresent();
      assertThat(reply.body()).contains("TEMPORARILY_UNAVAILABLE", "disk is full");

      broken.set(false);
      reply = failing.post("/v1/traces", "application/x-protobuf", request);
      assertThat(reply.statusCode()).isEqualTo(200);
      assertThat(failing.store().reader().info(TRACE)).isPresent();
    }
  }

  @Test
  void n5WhenItFailsLaterTheRequestIsToBeSentAgain() {
    try (LiveServer failing = new LiveServer(ServerOptions.defaults(), failingLater())) {
      byte[] request = OtlpRequests.encode(List.of(EncodedSpan.of(root().build())));
      HttpResponse<String> reply = failing.post("/v1/traces", "application/x-protobuf", request);
      assertThat(reply.statusCode()).isEqualTo(503);
      assertThat(reply.headers().firstValue("retry-after")).isPresent();
      assertThat(reply.body()).contains("TEMPORARILY_UNAVAILABLE", "disk is full");
    }
  }

  @Test
  void n5OverGrpcAClientSendsItAgainByItself() {
    AtomicInteger begun = new AtomicInteger();
    TraceStore store = new InMemoryTraceStore();
    TraceWriter writer =
        writingLater(
            batch -> {
              if (begun.incrementAndGet() > 2) {
                return store.writer().write(batch);
              }
              throw new StorageException("the disk is full");
            });
    RetryPolicy soon =
        RetryPolicy.builder()
            .setInitialBackoff(Duration.ofMillis(10))
            .setMaxBackoff(Duration.ofMillis(50))
            .build();
    try (LiveServer failing = new LiveServer(ServerOptions.defaults(), writingWith(store, writer));
        SdkTracerProvider provider =
            SdkTracerProvider.builder()
                .addSpanProcessor(
                    SimpleSpanProcessor.create(
                        OtlpGrpcSpanExporter.builder()
                            .setEndpoint(failing.uri("").toString())
                            .setTimeout(Duration.ofSeconds(60))
                            .setRetryPolicy(soon)
                            .build()))
                .build()) {
      var span = provider.get("tests").spanBuilder("order").startSpan();
      span.end();

      assertThat(provider.forceFlush().join(60, TimeUnit.SECONDS).isSuccess()).isTrue();
      assertThat(begun).hasValue(3);
      assertThat(store.reader().info("tr-" + span.getSpanContext().getTraceId())).isPresent();
    }
  }

  /** A store in memory whose writes are begun and fail when another thread comes to them. */
  private static TraceStore failingLater() {
    TraceWriter writer =
        writingLater(
            batch -> {
              throw new StorageException("the disk is full");
            });
    return writingWith(new InMemoryTraceStore(), writer);
  }

  /** Writes on another thread what is begun, and nothing else. */
  private static TraceWriter writingLater(TraceWriter writer) {
    return new TraceWriter() {
      @Override
      public WriteResult write(WriteBatch batch) {
        throw new StorageException("nobody should wait here");
      }

      @Override
      public CompletableFuture<WriteResult> begin(WriteBatch batch) {
        return CompletableFuture.supplyAsync(() -> writer.write(batch));
      }
    };
  }

  private static TraceStore writingWith(TraceStore store, TraceWriter writer) {
    return (TraceStore)
        Proxy.newProxyInstance(
            TraceStore.class.getClassLoader(),
            new Class<?>[] {TraceStore.class},
            (proxy, method, arguments) ->
                method.getName().equals("writer") ? writer : method.invoke(store, arguments));
  }

  /** A store in memory whose writes fail while it is broken. */
  private static TraceStore failing(AtomicBoolean broken) {
    TraceStore store = new InMemoryTraceStore();
    TraceWriter writer =
        batch -> {
          if (broken.get()) {
            throw new StorageException("the disk is full");
          }
          return store.writer().write(batch);
        };
    return writingWith(store, writer);
  }

  @Test
  void n6EventsAndStatusAreReadBack() {
    Span span =
        root()
            .status(SpanStatus.error("broken"))
            .events(List.of(SpanEvent.of("tried", 1_700_000_000_500_000_000L, Map.of("n", 1L))))
            .build();
    post(OtlpRequests.encode(List.of(EncodedSpan.of(span))));
    Span stored = server.store().reader().trace(TRACE).orElseThrow().data().spans().get(0);
    assertThat(stored.status()).isEqualTo(SpanStatus.error("broken"));
    assertThat(stored.events()).isEqualTo(span.events());
  }

  @ParameterizedTest
  @CsvSource({
    "openinference.span.kind, RETRIEVER, RETRIEVER",
    "openinference.span.kind, '\"AGENT\"', AGENT",
    "gen_ai.operation.name, chat, CHAT_MODEL",
    "gen_ai.operation.name, execute_tool, TOOL",
    "traceloop.span.kind, workflow, WORKFLOW",
    "ai.operationId, ai.generateText, LLM",
  })
  void n8KindsOfOtherConventionsAreTypes(String key, String kind, String type) {
    assertThat(sentSpan(Map.of(key, kind)).attributes())
        .containsEntry(SpanAttributeKey.SPAN_TYPE, type)
        .containsEntry(key, kind);
  }

  @ParameterizedTest
  @CsvSource({
    "input.value, output.value",
    "gen_ai.input.messages, gen_ai.output.messages",
    "traceloop.entity.input, traceloop.entity.output",
    "gcp.vertex.agent.llm_request, gcp.vertex.agent.llm_response",
    "ai.prompt, ai.response.text",
  })
  void n9InputsAndOutputsOfOtherConventionsAreFoundAndPreviewed(String input, String output) {
    Trace trace = sent(Map.of(input, "What?", output, "{\"answer\": 42}"));
    Span span = trace.data().spans().get(0);
    assertThat(span.inputs()).isEqualTo("What?");
    assertThat(span.outputs()).isEqualTo(Map.of("answer", 42L));
    assertThat(trace.info().requestPreview()).isEqualTo("\"What?\"");
    assertThat(trace.info().responsePreview()).isEqualTo("{\"answer\": 42}");
    assertThat(span.attributes()).containsEntry(output, "{\"answer\": 42}");
  }

  @Test
  void n10MlflowsOwnAttributesBeatThose() {
    Map<String, Object> both = new LinkedHashMap<>();
    both.put("input.value", "foreign");
    both.put("output.value", "foreign");
    both.put("openinference.span.kind", "LLM");
    both.put("llm.token_count.prompt", 5L);
    both.put("llm.token_count.completion", 6L);
    both.put(SpanAttributeKey.INPUTS, "own");
    both.put(SpanAttributeKey.OUTPUTS, "own");
    both.put(SpanAttributeKey.SPAN_TYPE, "TOOL");
    both.put(SpanAttributeKey.CHAT_USAGE, new TokenUsage(1, 2).toMap());
    Trace trace = sent(both);
    assertThat(trace.data().spans().get(0).attributes())
        .containsEntry(SpanAttributeKey.INPUTS, "own")
        .containsEntry(SpanAttributeKey.OUTPUTS, "own")
        .containsEntry(SpanAttributeKey.SPAN_TYPE, "TOOL");
    assertThat(trace.info().tokenUsage().orElseThrow().inputTokens()).isEqualTo(1);
  }

  @Test
  void n11AnUnknownKindGivesNoType() {
    assertThat(sentSpan(Map.of("openinference.span.kind", "SOMETHING")).attributes())
        .doesNotContainKey(SpanAttributeKey.SPAN_TYPE);
  }

  @Test
  void n12OfJsonTextsOnlyMlflowsAttributesAreUnwrappedAndOnlyObjectsListsAndStrings() {
    Map<String, Object> texts = new LinkedHashMap<>();
    texts.put(SpanAttributeKey.INPUTS, "{\"a\": 1}");
    texts.put(SpanAttributeKey.OUTPUTS, "\"x\"");
    texts.put("mlflow.number", "1");
    texts.put("mlflow.flag", "true");
    texts.put("theirs", "{\"a\": 1}");
    assertThat(sentSpan(texts).attributes())
        .containsEntry(SpanAttributeKey.INPUTS, Map.of("a", 1L))
        .containsEntry(SpanAttributeKey.OUTPUTS, "x")
        .containsEntry("mlflow.number", "1")
        .containsEntry("mlflow.flag", "true")
        .containsEntry("theirs", "{\"a\": 1}");
  }

  @Test
  void sessionsUsersAndTagsOfSpansAreThoseOfTheTrace() {
    Trace trace =
        sent(Map.of("session.id", "s", "user.id", "u", "mlflow.traceTag.team", "red", "a", 1L));
    assertThat(trace.info().traceMetadata())
        .containsEntry(TraceMetadataKey.TRACE_SESSION, "s")
        .containsEntry(TraceMetadataKey.TRACE_USER, "u");
    assertThat(trace.info().tags()).containsEntry("team", "red");
  }

  @Test
  void aResourceGivesTagsAndItsServiceStandsOnRoots() {
    String json =
        """
        {"resourceSpans": [{"resource": {"attributes": [
            {"key": "service.name", "value": {"stringValue": "shop"}},
            {"key": "host.cpus", "value": {"intValue": "4"}},
            {"key": "telemetry.sdk.name", "value": {"stringValue": "x"}},
            {"key": "mlflow.artifactLocation", "value": {"stringValue": "x"}},
            {"key": "bad\\nkey", "value": {"stringValue": "x"}}]},
          "scopeSpans": [{"spans": [
            {"traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "b7ad6b7169203331"},
            {"traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "b7ad6b7169203332",
             "parentSpanId": "b7ad6b7169203331"}]}]}]}
        """;
    assertThat(server.post("/v1/traces", json).statusCode()).isEqualTo(200);
    Trace trace = server.store().reader().trace(TRACE).orElseThrow();
    assertThat(trace.info().tags())
        .containsEntry("service.name", "shop")
        .containsEntry("host.cpus", "4")
        .doesNotContainKeys("telemetry.sdk.name", "bad\nkey")
        .containsEntry(
            "mlflow.artifactLocation", "mlflow-artifacts:/0/traces/" + TRACE + "/artifacts");
    List<Span> spans = trace.data().spans();
    assertThat(spans.get(0).attributes()).containsEntry("service.name", "shop");
    assertThat(spans.get(1).attributes()).doesNotContainKey("service.name");
  }
}
