package dev.spanloom.destinations.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.destination.TraceDeletion;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Link;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.OtelScope;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanKind;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.derive.TraceWords;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.server.SpanloomServer;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server of ours at the other end, over each of the protocols. */
class OtlpServerTest extends OtlpCase {
  private static InMemoryTraceStore store;
  private static SpanloomServer server;

  @BeforeAll
  static void start() {
    store = new InMemoryTraceStore();
    server = SpanloomServer.start(store, ServerOptions.defaults().withPort(0));
  }

  @AfterAll
  static void stop() {
    server.close();
    store.close();
  }

  private String uri(Protocol protocol) {
    variables.put("OTEL_EXPORTER_OTLP_PROTOCOL", protocol.text());
    property("otel.exporter.otlp.protocol", protocol.text());
    return (protocol == Protocol.GRPC ? "otlp+grpc" : "otlp+http")
        + "://127.0.0.1:"
        + server.uri().getPort();
  }

  /** Everything that a span can hold. */
  private static List<Span> spans(String otelTraceId) {
    OtelResource resource =
        new OtelResource(Map.of("service.name", "shop", "host.cpus", 4L), "", 0);
    OtelScope scope = new OtelScope("lib", "1.2", Map.of("k", "v"), "", 0);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("text", "é\"\n");
    values.put("json", "{\"a\": 1}");
    values.put("number", Long.MIN_VALUE);
    values.put("float", 0.1);
    values.put("flag", true);
    values.put("bytes", new byte[] {0, -1, 7});
    values.put("list", List.of(1L, "x", List.of(false)));
    values.put("object", Map.of("nested", Map.of("deep", 1.5)));
    List<Span> spans = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      Span.Builder span =
          Span.builder("tr-" + otelTraceId, "%016x".formatted(i))
              .name("span " + i)
              .kind(SpanKind.CLIENT)
              .startTimeUnixNanos(1_700_000_000_000_000_000L + i)
              .endTimeUnixNanos(1_700_000_001_000_000_123L + i)
              .status(new SpanStatus(SpanStatusCode.ERROR, "it broke"))
              .traceState("a=b")
              .flags(0x101)
              .inputs(Map.of("question", "why?"))
              .outputs(List.of("because", 42L))
              .events(List.of(new SpanEvent("seen", 1_700_000_000_500_000_000L, Map.of("n", 1L))))
              .links(
                  List.of(
                      new Link(
                          "tr-" + "b".repeat(32), "c".repeat(16), Map.of("why", "so"), "", 0, 0)))
              .dropped(new Span.DroppedCounts(1, 2, 3))
              .resource(resource)
              .scope(scope);
      values.forEach((key, value) -> span.attribute(key, AttributeValue.of(value)));
      spans.add((i == 1 ? span : span.parentId("%016x".formatted(1))).build());
    }
    return spans;
  }

  private static Span withoutWords(Span span, TraceInfo said) {
    Span.Builder plain = span.toBuilder();
    TraceWords.attributes(said).keySet().forEach(plain::removeAttribute);
    return plain.removeAttribute("service.name").build(); // which the server adds to roots
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void everySpanIsReadBackAsItWasSent(Protocol protocol) {
    List<Span> spans = spans(String.valueOf(protocol.ordinal()).repeat(31) + "1");
    TraceInfo said =
        TraceInfo.builder(spans.get(0).traceId())
            .clientRequestId("r-1")
            .requestPreview("short in")
            .responsePreview("short out")
            .state(TraceState.OK) // other than the root says
            .tag("env", "prod")
            .tag("mlflow.traceName", "another name")
            .metadata("mlflow.trace.session", "s-1")
            .metadata("mlflow.trace.user", "ann")
            .metadata("mlflow.source.git.commit", "{\"looks\": \"like JSON\"}")
            .build();
    destination(uri(protocol))
        .write(new TraceBatch(List.of(said), spans.stream().map(EncodedSpan::of).toList(), "0"));

    Trace trace = store.reader().trace(said.traceId()).orElseThrow();
    assertThat(trace.data().spans().stream().map(span -> withoutWords(span, said)))
        .containsExactlyElementsOf(spans);
    TraceInfo info = trace.info();
    assertThat(info.clientRequestId()).isEqualTo("r-1");
    assertThat(info.requestPreview()).isEqualTo("short in");
    assertThat(info.responsePreview()).isEqualTo("short out");
    assertThat(info.state()).isEqualTo(TraceState.OK);
    assertThat(info.name()).isEqualTo("another name");
    assertThat(info.tags()).containsEntry("env", "prod");
    assertThat(info.traceMetadata())
        .containsAllEntriesOf(said.traceMetadata())
        .doesNotContainKey("spanloom.traceInfo.state");
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aProgramThatNamesTheServerTracesIntoItsExperiment(Protocol protocol) {
    Mlflow.setTrackingUri(uri(protocol));
    String name = "agent ü " + protocol;
    Mlflow.setExperiment(name);
    String id;
    try (LiveSpan root = Mlflow.startSpan("answer", SpanType.AGENT)) {
      id = root.traceId();
      root.setInputs("why?").setOutputs("because");
      Mlflow.updateCurrentTrace(t -> t.tag("env", "prod").sessionId("s-1").clientRequestId("r-1"));
      Mlflow.startSpan("llm", SpanType.LLM).close();
    }
    flushed();
    Trace trace = store.reader().trace(id).orElseThrow();
    assertThat(trace.data().spans()).extracting(Span::name).containsExactly("answer", "llm");
    assertThat(trace.info().tags()).containsEntry("env", "prod");
    assertThat(trace.info().clientRequestId()).isEqualTo("r-1");
    assertThat(trace.info().traceMetadata()).containsEntry("mlflow.trace.session", "s-1");
    String experimentId = trace.info().experimentId();
    assertThat(store.experiments().get(experimentId).orElseThrow().name()).isEqualTo(name);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void spansOfSeveralExperimentsInOneBatchGoToTheirs(Protocol protocol) {
    String one = store.experiments().getOrCreate("by id " + protocol).experimentId();
    List<Span> first = spans("d".repeat(31) + protocol.ordinal());
    List<Span> second = spans("e".repeat(31) + protocol.ordinal());
    List<EncodedSpan> both = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      both.add(EncodedSpan.of(first.get(i)));
      both.add(EncodedSpan.of(second.get(i)));
    }
    OtlpDestination destination = destination(uri(protocol));
    String other = destination.getOrCreateExperiment("by name " + protocol).experimentId();
    TraceInfo info = TraceInfo.builder(second.get(0).traceId()).experimentId(other).build();
    destination.write(new TraceBatch(List.of(info), both, one));
    assertThat(store.reader().info(first.get(0).traceId()).orElseThrow().experimentId())
        .isEqualTo(one);
    String id = store.reader().info(second.get(0).traceId()).orElseThrow().experimentId();
    assertThat(store.experiments().get(id).orElseThrow().name()).isEqualTo("by name " + protocol);
  }

  @Test
  void aRootThatIsSentAgainLosesNothingThatWasSaidOfItsTrace() {
    List<Span> spans = spans("f".repeat(32));
    OtlpDestination destination = destination(uri(Protocol.GRPC));
    TraceInfo said =
        TraceInfo.builder(spans.get(0).traceId()).tag("env", "prod").state(TraceState.OK).build();
    destination.write(batch(List.of(said), spans.get(0)));
    TraceInfo failed = TraceInfo.builder(said.traceId()).state(TraceState.ERROR).build();
    destination.write(batch(List.of(failed), spans.get(0).toBuilder().name("again").build()));
    Trace trace = store.reader().trace(said.traceId()).orElseThrow();
    assertThat(trace.info().tags()).containsEntry("env", "prod");
    assertThat(trace.info().state()).isEqualTo(TraceState.ERROR);
    assertThat(trace.data().spans()).extracting(Span::name).containsExactly("again");
    assertThat(destination.untoldWords()).isZero();
  }

  @Test
  void noReadWorksAndEachSaysWhatWasAskedAndWhatToDo() {
    OtlpDestination destination = destination(uri(Protocol.GRPC));
    Feedback feedback = Feedback.builder("good").traceId(TRACE).value(true).build();
    Map<String, ThrowingCallable> reads = new LinkedHashMap<>();
    reads.put("trace tr-1:", () -> destination.getTrace("tr-1"));
    reads.put("trace tr-2:", () -> destination.getTraceInfo("tr-2"));
    reads.put(
        "search of traces:",
        () -> destination.searchTraces(TraceSearch.builder().experimentId("0").build()));
    reads.put(
        "deletion of traces:",
        () -> destination.deleteTraces(TraceDeletion.ofIds("0", List.of("tr-1"))));
    reads.put("tag \"a\" of trace tr-1:", () -> destination.setTraceTag("tr-1", "a", "b"));
    reads.put("tag \"c\" of trace tr-1:", () -> destination.deleteTraceTag("tr-1", "c"));
    reads.put(
        "assessment \"good\" of trace " + TRACE + ":",
        () -> destination.createAssessment(feedback));
    reads.put("assessment \"good\" of", () -> destination.updateAssessment(feedback));
    reads.put("assessment a-1 of trace tr-1:", () -> destination.getAssessment("tr-1", "a-1"));
    reads.put("assessment a-2 of trace tr-1:", () -> destination.deleteAssessment("tr-1", "a-2"));
    reads.forEach(
        (message, read) ->
            assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                    MlflowException.class,
                    e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.NOT_IMPLEMENTED))
                .hasMessageStartingWith(message)
                .hasMessageContaining("takes spans and gives nothing back")
                .hasMessageContaining("(expected: a tracking URI that can be read"));
    assertThat(destination.getExperiment("7").orElseThrow().experimentId()).isEqualTo("7");
    assertThat(destination.getOrCreateExperiment("Default").experimentId()).isEqualTo("0");
    assertThat(destination.unsettledTraces()).isEmpty();
  }
}
