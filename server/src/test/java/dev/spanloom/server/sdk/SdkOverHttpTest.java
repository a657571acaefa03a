package dev.spanloom.server.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import dev.spanloom.destination.Destinations;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.destination.TraceDeletion;
import dev.spanloom.destination.TracePage;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.destinations.contract.StoredTracesContract;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The SDK with a server of ours, over real HTTP. */
@ParameterizedClass
@EnumSource(SdkOverHttpTest.Kind.class)
class SdkOverHttpTest extends StoredTracesContract {
  @Parameter Kind kind;

  private LiveServer server;
  private String uri;

  enum Kind {
    IN_MEMORY,
    IN_SQLITE
  }

  private TraceStore store() {
    return kind == Kind.IN_MEMORY
        ? new InMemoryTraceStore()
        : SqliteTraceStore.open(folder.resolve("traces.db"));
  }

  @Override
  protected String start() {
    server = new LiveServer(ServerOptions.defaults(), store());
    uri = server.uri("/").toString();
    return uri;
  }

  @Override
  protected void stop() {
    server.close();
  }

  @Test
  void aTraceIsReadBackAsItWasRecorded() {
    Mlflow.setExperiment("mine");
    String id;
    try (LiveSpan root = Mlflow.startSpan("answer", SpanType.AGENT)) {
      id = root.traceId();
      root.setInputs(Map.of("question", "why?")).setOutputs("because");
      Mlflow.updateCurrentTrace(t -> t.tag("env", "prod").sessionId("s-1").clientRequestId("r-1"));
      try (LiveSpan llm = Mlflow.startSpan("llm", SpanType.CHAT_MODEL)) {
        llm.setAttribute(
            SpanAttributeKey.CHAT_USAGE,
            Map.of("input_tokens", 3, "output_tokens", 4, "total_tokens", 7));
        llm.setAttribute("text", "{\"a\": 1}");
      }
      try (LiveSpan tool = Mlflow.startSpan("tool", SpanType.TOOL)) {
        tool.recordException(new IllegalStateException("boom"));
      }
    }
    Trace trace = Mlflow.getTrace(id).orElseThrow();
    assertThat(trace.info().state()).isEqualTo(TraceState.OK);
    assertThat(trace.info().name()).isEqualTo("answer");
    assertThat(trace.info().tags()).containsEntry("env", "prod");
    assertThat(trace.info().clientRequestId()).isEqualTo("r-1");
    assertThat(trace.info().requestPreview()).isEqualTo("{\"question\": \"why?\"}");
    assertThat(trace.info().tokenUsage().orElseThrow().totalTokens()).isEqualTo(7);
    assertThat(trace.data().spans()).hasSize(3);
    assertThat(trace.data().root().orElseThrow().outputs()).isEqualTo("because");
    assertThat(trace.searchSpansByName("llm").get(0).attribute("text")).isEqualTo("{\"a\": 1}");
    assertThat(trace.searchSpansByName("tool").get(0).status())
        .isEqualTo(SpanStatus.error("IllegalStateException: boom"));
    assertThat(trace.searchSpansByName("tool").get(0).events()).hasSize(1);
    assertThat(server.store().reader().trace(id).orElseThrow().data().spans()).hasSize(3);
  }

  @Test
  void longTagsAndMetadataAreNotCut() {
    String text = "x".repeat(7_000);
    String id;
    try (LiveSpan span = Mlflow.startSpan("long")) {
      id = span.traceId();
      Mlflow.updateCurrentTrace(t -> t.tag("tag", text).metadata("fact", text));
    }
    assertThat(Mlflow.flush()).isTrue();
    TraceInfo stored = server.store().reader().info(id).orElseThrow();
    assertThat(stored.tags()).containsEntry("tag", text);
    assertThat(stored.traceMetadata()).containsEntry("fact", text);
  }

  @Test
  void aLargePageIsMadeOfSeveralOfTheServer() {
    List<TraceInfo> infos = new ArrayList<>();
    for (int i = 0; i < 1_203; i++) {
      infos.add(
          TraceInfo.builder(String.format(Locale.ROOT, "tr-%032x", i + 1))
              .requestTimeUnixMillis(1_000 + i)
              .state(TraceState.OK)
              .build());
    }
    try (Destination destination = Destinations.open(uri)) {
      destination.write(new TraceBatch(infos, List.of(), "0"));
      TraceSearch search =
          TraceSearch.builder()
              .experimentId("0")
              .oldestFirst()
              .includeSpans(false)
              .maxResults(1_100)
              .build();
      TracePage page = destination.searchTraces(search);
      assertThat(page.traces()).hasSize(1_100);
      assertThat(
              destination
                  .searchTraces(search.toBuilder().pageToken(page.nextPageToken()).build())
                  .traces())
          .hasSize(103)
          .first()
          .satisfies(trace -> assertThat(trace.info().requestTimeUnixMillis()).isEqualTo(2_100));
      assertThat(destination.unsettledTraces()).isEmpty();
    }
  }

  @Test
  void aBatchThatIsSentTwiceIsStoredOnce() {
    String id = "tr-" + "7".repeat(32);
    List<EncodedSpan> spans =
        IntStream.rangeClosed(1, 3_000)
            .mapToObj(
                i ->
                    EncodedSpan.of(
                        Span.builder(id, String.format(Locale.ROOT, "%016x", i))
                            .parentId(i == 1 ? null : "0000000000000001")
                            .name("s" + i)
                            .startTimeUnixNanos(1_000_000_000L + i)
                            .endTimeUnixNanos(2_000_000_000L)
                            .inputs("x".repeat(200))
                            .build()))
            .toList();
    TraceInfo info =
        TraceInfo.builder(id)
            .requestTimeUnixMillis(1_000)
            .executionDurationMillis(1_000L)
            .state(TraceState.OK)
            .assessments(List.of(Feedback.builder("good").value(true).build()))
            .build();
    try (Destination destination = Destinations.open(uri)) {
      TraceBatch batch = new TraceBatch(List.of(info), spans, "0");
      destination.write(batch);
      destination.write(batch);
      Trace trace = destination.getTrace(id).orElseThrow();
      assertThat(trace.data().spans()).hasSize(3_000);
      assertThat(trace.info().assessments()).hasSize(1);
    }
  }

  @Test
  void aSpanThatIsRefusedIsNamedAndTheOthersAreStored() {
    String id = "tr-" + "8".repeat(32);
    EncodedSpan good =
        EncodedSpan.of(
            Span.builder(id, "0000000000000001")
                .name("good")
                .startTimeUnixNanos(1)
                .endTimeUnixNanos(2)
                .build());
    EncodedSpan bad =
        new EncodedSpan(new byte[] {0x2a, 0x01, 'x'}, new byte[0], "", new byte[0], "");
    try (Destination destination = Destinations.open(uri)) {
      assertThatThrownBy(
              () -> destination.write(new TraceBatch(List.of(), List.of(good, bad), "0")))
          .isInstanceOf(MlflowException.class)
          .hasMessageContaining("1 spans are refused");
      assertThat(destination.getTrace(id).orElseThrow().data().spans()).hasSize(1);
    }
  }

  @Test
  void anExperimentIsMadeOnceHoweverManyAskForItsName() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try (Destination destination = Destinations.open(uri)) {
      List<String> ids = new ArrayList<>();
      for (Future<Experiment> made :
          pool.invokeAll(
              IntStream.range(0, 16)
                  .<Callable<Experiment>>mapToObj(
                      i -> () -> destination.getOrCreateExperiment("raced"))
                  .toList())) {
        ids.add(made.get().experimentId());
      }
      assertThat(ids).hasSize(16).containsOnly(ids.get(0));
      assertThat(destination.getExperiment(ids.get(0)).orElseThrow().name()).isEqualTo("raced");
      assertThat(destination.getExperiment("77")).isEmpty();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aDeletedExperimentIsToldAsSuch() {
    Experiment gone = Mlflow.setExperiment("gone");
    server.store().experiments().delete(gone.experimentId());
    try (Destination destination = Destinations.open(uri)) {
      assertThatThrownBy(() -> destination.getOrCreateExperiment("gone"))
          .isInstanceOf(MlflowException.class)
          .hasMessageContaining("experiment \"gone\"")
          .hasMessageContaining("is deleted (expected: ");
    }
  }

  @Test
  void moreTracesThanARequestNamesAreDeleted() {
    List<String> ids = IntStream.range(0, 230).mapToObj(i -> trace("t" + i)).toList();
    assertThat(Mlflow.flush()).isTrue();
    assertThat(Mlflow.deleteTraces(ids.subList(0, 220))).isEqualTo(220);
    assertThat(Mlflow.getTrace(ids.get(0))).isEmpty();
    assertThat(Mlflow.client().deleteTraces(TraceDeletion.until("0", Long.MAX_VALUE)))
        .isEqualTo(10);
    assertThat(Mlflow.getTrace(ids.get(229))).isEmpty();
  }
}
