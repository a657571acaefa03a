package dev.spanloom.internal.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.destination.TracePage;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.derive.SizeStats;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MLflow 3.6 with an SQL store. */
class MlflowServerTest extends ServerCase {
  private MlflowPeer peer;

  @BeforeEach
  void useAPeer() {
    peer = peer("3.6.0");
    Mlflow.setTrackingUri(peer.uri());
  }

  @Test
  void spansComeBeforeWhatIsSaidOfTheirTraceAndTheRootIsTheLastOfThem() {
    setting("spanloom.export.interval-millis", 60_000); // until the flush
    String id = traceOfThree("answer");
    flushed();

    assertThat(peer.requests())
        .extracting(MlflowPeer.Request::toString)
        .containsExactly(
            "GET /version",
            "GET /api/3.0/mlflow/server-info",
            "POST /v1/traces",
            "POST /api/3.0/mlflow/traces");
    MlflowPeer.Request spans = peer.requests().get(2);
    assertThat(spans.headers().getFirst("Content-Type")).isEqualTo("application/x-protobuf");
    assertThat(spans.headers().getFirst("x-mlflow-experiment-id")).isEqualTo("0");
    assertThat(spans.headers()).doesNotContainKeys("Content-encoding", "Authorization", "Upgrade");
    assertThat(OtlpRequests.split(spans.body()))
        .extracting(span -> span.decode().name())
        .containsExactly("inner", "llm", "answer");
    TraceInfo stored = peer.store().info(id);
    assertThat(stored.state()).isEqualTo(TraceState.OK);
    assertThat(stored.requestPreview()).isEqualTo("{\"q\": \"answer\"}");
    assertThat(stored.responsePreview()).isEqualTo("\"done\"");
    assertThat(stored.tags())
        .containsEntry("env", "prod")
        .containsEntry("mlflow.traceName", "answer");
    assertThat(stored.traceMetadata())
        .containsEntry("team", "a")
        .containsEntry("mlflow.trace.session", "s-1")
        .containsEntry("mlflow.traceInputs", "{\"q\": \"answer\"}");
    assertThat(SizeStats.spansSaid(stored)).isEqualTo(3);
  }

  @Test
  void tokensAreThoseOfTheTraceAndNotTheSumThatTheServerMakes() {
    String id = traceOfThree("answer");
    flushed();
    assertThat(peer.store().info(id).tokenUsage().orElseThrow().totalTokens()).isEqualTo(30);
  }

  @Test
  void aRunningTraceIsSeenByItsSpansAndGetsItsLastWordWithItsEnd() {
    LiveSpan root = Mlflow.startSpan("root");
    Mlflow.startSpan("child").close();
    flushed();
    assertThat(peer.store().info(root.traceId()).state()).isEqualTo(TraceState.IN_PROGRESS);
    assertThat(peer.writes()).containsOnly("POST /v1/traces");
    root.close();
    flushed();
    assertThat(peer.store().info(root.traceId()).state()).isEqualTo(TraceState.OK);
    assertThat(peer.store().info(root.traceId()).name()).isEqualTo("root");
    assertThat(SizeStats.spansSaid(peer.store().info(root.traceId()))).isEqualTo(2);
  }

  @Test
  void aTraceGoesToTheExperimentOfItsBeginning() {
    Mlflow.setExperiment("mine");
    LiveSpan root = Mlflow.startSpan("root");
    Mlflow.startSpan("child").close();
    flushed();
    root.close();
    flushed();
    assertThat(peer.store().info(root.traceId()).experimentId()).isEqualTo("1");
    assertThat(peer.requests().stream().filter(r -> r.path().equals("/v1/traces")))
        .allMatch(r -> r.headers().getFirst("x-mlflow-experiment-id").equals("1"));
  }

  @Test
  void aFailureRecordedAfterTheEndKeepsPreviewsTagsAndTokens() {
    LiveSpan root = Mlflow.startSpan("late");
    root.setInputs("in").setAttribute(SpanAttributeKey.CHAT_USAGE, usage(1, 2));
    Mlflow.updateCurrentTrace(t -> t.tag("env", "prod"));
    root.close();
    flushed();
    root.setStatus(SpanStatus.error("it failed"));
    flushed();

    TraceInfo stored = peer.store().info(root.traceId());
    assertThat(stored.state()).isEqualTo(TraceState.ERROR);
    assertThat(stored.requestPreview()).isEqualTo("\"in\"");
    assertThat(stored.tags()).containsEntry("env", "prod");
    assertThat(stored.tokenUsage().orElseThrow().totalTokens()).isEqualTo(3);
    assertThat(peer.store().spans(root.traceId()).get(0).status().description())
        .isEqualTo("it failed");
  }

  @Test
  void tokensOfASpanThatComesAfterTheEndAreAddedOnce() {
    LiveSpan root = Mlflow.startSpan("root");
    LiveSpan background = Mlflow.startSpanNoContext("background", "LLM", root);
    root.setAttribute(SpanAttributeKey.SPAN_TYPE, "AGENT");
    root.close();
    flushed();
    background.setAttribute(SpanAttributeKey.CHAT_USAGE, usage(5, 6));
    background.close();
    flushed();
    await("totals", () -> peer.store().info(root.traceId()).tokenUsage().isPresent());
    TraceInfo stored = peer.store().info(root.traceId());
    assertThat(stored.tokenUsage().orElseThrow().totalTokens()).isEqualTo(11);
    assertThat(stored.state()).isEqualTo(TraceState.OK);
    assertThat(SizeStats.spansSaid(stored)).isEqualTo(2);
  }

  private static EncodedSpan span(String traceId, int number, String name, long startMillis) {
    return EncodedSpan.of(
        Span.builder(traceId, String.format(Locale.ROOT, "%016x", number))
            .parentId(number == 1 ? null : "0000000000000001")
            .name(name)
            .startTimeUnixNanos(startMillis * 1_000_000)
            .endTimeUnixNanos((startMillis + 1) * 1_000_000)
            .attribute(
                SpanAttributeKey.CHAT_USAGE, dev.spanloom.entities.AttributeValue.of(usage(1, 1)))
            .build());
  }

  private static TraceInfo.Builder last(String traceId, long startMillis) {
    return TraceInfo.builder(traceId)
        .requestTimeUnixMillis(startMillis)
        .executionDurationMillis(5L)
        .state(TraceState.OK)
        .requestPreview("in")
        .metadata(TraceMetadataKey.SCHEMA_VERSION, "3");
  }

  @Test
  void aBatchThatIsSentTwiceCountsOnce() {
    String id = "tr-" + "5".repeat(32);
    long now = System.currentTimeMillis() + 1_000;
    TraceInfo info =
        last(id, now).assessments(List.of(Feedback.builder("good").value(true).build())).build();
    TraceBatch batch =
        new TraceBatch(List.of(info), List.of(span(id, 2, "a", now), span(id, 3, "b", now)), "0");
    Destination destination = destination(peer.uri());
    destination.write(batch);
    destination.write(batch);
    destination.write(new TraceBatch(List.of(), batch.spans(), "0"));
    assertThat(peer.store().info(id).tokenUsage().orElseThrow().totalTokens()).isEqualTo(4);
    assertThat(peer.store().info(id).assessments()).hasSize(1);
    assertThat(peer.store().info(id).requestPreview()).isEqualTo("in");
  }

  @Test
  void whatAnEarlierProcessBeganIsEndedWithTheTokensOfAll() {
    String id = "tr-" + "6".repeat(32);
    long before = System.currentTimeMillis() - 60_000;
    destination(peer.uri())
        .write(new TraceBatch(List.of(), List.of(span(id, 2, "a", before)), "0"));
    destination(peer.uri())
        .write(
            new TraceBatch(
                List.of(last(id, before).build()), List.of(span(id, 3, "b", before)), "0"));
    assertThat(peer.store().info(id).tokenUsage().orElseThrow().totalTokens()).isEqualTo(4);
    assertThat(SizeStats.spansSaid(peer.store().info(id))).isEqualTo(2);
    // and once more by a third one that does not know it has ended
    destination(peer.uri())
        .write(new TraceBatch(List.of(), List.of(span(id, 3, "b", before)), "0"));
    assertThat(peer.store().info(id).tokenUsage().orElseThrow().totalTokens()).isEqualTo(4);
  }

  @Test
  void whatIsSaidWithoutSpansOfARemoteTraceChangesNoFactOfIt() {
    String id = traceOfThree("answer");
    flushed();
    TraceInfo before = peer.store().info(id);
    destination(peer.uri())
        .write(
            new TraceBatch(
                List.of(
                    TraceInfo.builder(id)
                        .requestTimeUnixMillis(before.requestTimeUnixMillis() + 3)
                        .tag("seen", "yes")
                        .build()),
                List.of(),
                "0"));
    TraceInfo after = peer.store().info(id);
    assertThat(after.tags()).containsEntry("seen", "yes").containsEntry("env", "prod");
    assertThat(after.state()).isEqualTo(TraceState.OK);
    assertThat(after.requestTimeUnixMillis()).isEqualTo(before.requestTimeUnixMillis());
    assertThat(after.executionDurationMillis()).isEqualTo(before.executionDurationMillis());
    assertThat(after.requestPreview()).isEqualTo(before.requestPreview());
  }

  @Test
  void oneSpanThatIsRefusedIsLostAloneAndCounted() {
    try (LiveSpan root = Mlflow.startSpan("root")) {
      for (int i = 0; i < 20; i++) {
        Mlflow.startSpan(i == 7 ? PeerStore.BAD_SPAN : "s" + i).close();
      }
      root.setOutputs(1);
    }
    String id = traceOfThree("other");
    flushed();
    assertThat(peer.store().spanCount()).isEqualTo(20 + 3);
    assertThat(Mlflow.exportStats().spansDropped()).isEqualTo(1);
    assertThat(peer.store().info(id).tokenUsage().orElseThrow().totalTokens()).isEqualTo(30);
  }

  @Test
  void requestsStaySmall() {
    String id = "tr-" + "4".repeat(32);
    long now = System.currentTimeMillis() + 1_000;
    List<EncodedSpan> spans =
        IntStream.rangeClosed(1, 60)
            .mapToObj(
                i ->
                    EncodedSpan.of(
                        Span.builder(id, String.format(Locale.ROOT, "%016x", i))
                            .name("s" + i)
                            .startTimeUnixNanos(now * 1_000_000)
                            .endTimeUnixNanos(now * 1_000_000 + 1)
                            .inputs("x".repeat(100_000))
                            .build()))
            .toList();
    destination(peer.uri()).write(new TraceBatch(List.of(), spans, "0"));
    assertThat(peer.store().spans(id)).hasSize(60);
    assertThat(peer.requests().stream().filter(r -> r.path().equals("/v1/traces")))
        .hasSize(3)
        .allMatch(request -> request.body().length < 2_200_000);
  }

  @Test
  void aTraceIsReadBackWithItsSpans() {
    String id = traceOfThree("answer");
    Trace trace = Mlflow.getTrace(id).orElseThrow();
    assertThat(trace.data().spans())
        .extracting(Span::name)
        .containsExactly("answer", "llm", "inner");
    assertThat(trace.info().name()).isEqualTo("answer");
    assertThat(Mlflow.getTrace("tr-" + "0".repeat(32))).isEmpty();
    assertThat(destination(peer.uri()).getTraceInfo("tr-" + "0".repeat(32))).isEmpty();
  }

  @Test
  void aTraceWhoseSpansOnlyWereUploadedIsReadFromItsFile() {
    String id = traceOfThree("answer");
    flushed();
    Destination destination = destination(peer.uri());
    TraceInfo info = last("tr-" + "3".repeat(32), 1_000).build();
    destination.write(new TraceBatch(List.of(info), List.of(), "0"));
    String place = "/api/2.0/mlflow-artifacts/artifacts/0/traces/" + info.traceId() + "/artifacts";
    HttpFiles.put(
        peer.uri() + place + "/traces.json",
        "{\"spans\": ["
            + dev.spanloom.entities.internal.json.JsonWriter.write(
                Span.builder(info.traceId(), "0000000000000001")
                    .name("uploaded")
                    .startTimeUnixNanos(1)
                    .endTimeUnixNanos(2)
                    .build()
                    .toMap())
            + "]}");
    assertThat(destination.getTrace(info.traceId()).orElseThrow().data().spans())
        .extracting(Span::name)
        .containsExactly("uploaded");
    assertThat(id).isNotEqualTo(info.traceId());
  }

  @Test
  void pagesAreJoinedAndTheirSpansFetchedInParts() {
    setting("mlflow.search.traces.max.batch.size", 4);
    Destination destination = destination(peer.uri());
    List<TraceInfo> infos = new ArrayList<>();
    List<EncodedSpan> spans = new ArrayList<>();
    for (int i = 1; i <= 520; i++) {
      String id = String.format(Locale.ROOT, "tr-%032x", i);
      infos.add(last(id, i).build());
      spans.add(span(id, 1, "s" + i, i));
    }
    destination.write(new TraceBatch(List.of(), spans, "0"));
    TraceSearch search =
        TraceSearch.builder().experimentId("0").maxResults(510).includeSpans(false).build();
    TracePage page = destination.searchTraces(search);
    assertThat(page.traces()).hasSize(510);
    assertThat(page.nextPageToken()).isNotNull();
    List<Trace> last =
        destination
            .searchTraces(
                search.toBuilder().pageToken(page.nextPageToken()).includeSpans(true).build())
            .traces();
    assertThat(last).hasSize(10).allMatch(trace -> trace.data().spans().size() == 1);
    assertThat(peer.requests().stream().filter(r -> r.path().endsWith("/batchGet"))).hasSize(3);
    assertThat(infos).hasSize(520);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name = 'a' OR name = 'b'",
        "NOT name = 'a'",
        "span(type = 'LLM' AND status = 'ERROR')",
        "total_tokens > 5",
        "span.attributes.model = 'x'",
        "EXISTS tag.env"
      })
  void whatItCannotAnswerIsRefusedByName(String filter) {
    assertThatThrownBy(() -> Mlflow.searchTraces(filter))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("a server of MLflow cannot answer \"")
        .hasMessageContaining("(expected: ");
    assertThat(peer.requests()).noneMatch(request -> request.path().endsWith("/search"));
  }

  @Test
  void whatItCanAnswerIsSaidInItsOwnWords() {
    Mlflow.searchTraces(
        TraceSearch.builder()
            .sessionId("s-1")
            .state(TraceState.OK, TraceState.ERROR)
            .filter("feedback.good = true AND span(type = 'LLM') AND timestamp_ms > 5")
            .orderBy("session_id DESC")
            .oldestFirst()
            .build());
    MlflowPeer.Request search =
        peer.requests().stream()
            .filter(r -> r.path().endsWith("/search"))
            .findFirst()
            .orElseThrow();
    assertThat(search.object().get("filter").toString())
        .contains("status IN ('OK', 'ERROR')")
        .contains("metadata.mlflow.trace.session = 's-1'")
        .contains("feedback.good = 'true' AND span.type = 'LLM' AND timestamp_ms > 5");
    assertThat(search.object().get("order_by"))
        .isEqualTo(List.of("metadata.mlflow.trace.session DESC", "timestamp_ms ASC"));
  }

  @Test
  void assessmentsAreChangedByAMaskInCamelCase() {
    String id = traceOfThree("assessed");
    Feedback first = Mlflow.logFeedback(id, "correct", false);
    Mlflow.client()
        .updateAssessment(
            id,
            String.valueOf(first.assessmentId()),
            Feedback.builder("right").value(true).rationale("because").build());
    Feedback now = (Feedback) Mlflow.getAssessment(id, String.valueOf(first.assessmentId()));
    assertThat(now.name()).isEqualTo("right");
    assertThat(now.value()).isEqualTo(true);
    assertThat(now.rationale()).isEqualTo("because");
    assertThat(
            peer.requests().stream()
                .filter(request -> request.method().equals("PATCH"))
                .map(request -> request.object().get("update_mask")))
        .containsExactly("assessmentName,feedback,rationale");
    Mlflow.deleteAssessment(id, String.valueOf(first.assessmentId()));
    assertThat(Mlflow.getTrace(id).orElseThrow().info().assessments()).isEmpty();
  }

  @Test
  void tagsGoBySecondVersionOfTheApiAndIdsAreDeletedByTheHundred() {
    String id = traceOfThree("tagged");
    Mlflow.setTraceTag(id, "a", "1");
    Mlflow.deleteTraceTag(id, "env");
    assertThat(peer.store().info(id).tags()).containsEntry("a", "1").doesNotContainKey("env");
    assertThat(peer.writes())
        .contains(
            "PATCH /api/2.0/mlflow/traces/" + id + "/tags",
            "DELETE /api/2.0/mlflow/traces/" + id + "/tags");
    List<String> ids = new ArrayList<>(List.of(id));
    IntStream.range(0, 230).forEach(i -> ids.add("tr-" + i));
    assertThat(Mlflow.deleteTraces(ids)).isEqualTo(1);
    assertThat(peer.writes().stream().filter(write -> write.endsWith("/delete-traces"))).hasSize(3);
  }

  @Test
  void creatorsOfOneExperimentWhoRaceGetTheSame() throws Exception {
    Destination destination = destination(peer.uri());
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      for (Future<String> made :
          pool.invokeAll(
              IntStream.range(0, 16)
                  .<Callable<String>>mapToObj(
                      i -> () -> destination.getOrCreateExperiment("raced").experimentId())
                  .toList())) {
        assertThat(made.get()).isEqualTo("1");
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aDeletedExperimentIsToldAsSuch() {
    peer.store().addExperiment("gone", "deleted");
    assertThatThrownBy(() -> destination(peer.uri()).getOrCreateExperiment("gone"))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("experiment \"gone\"")
        .hasMessageContaining("is deleted (expected: ");
  }

  @Test
  void aStoreThatTakesNoSpansGetsTheWholeTraceAsAFile() {
    peer.takesSpans = false;
    String id = traceOfThree("answer");
    flushed();
    assertThat(peer.writes())
        .containsExactly(
            "POST /v1/traces",
            "POST /api/3.0/mlflow/traces",
            "PUT /api/2.0/mlflow-artifacts/artifacts/0/traces/" + id + "/artifacts/traces.json");
    String next = traceOfThree("next");
    flushed();
    assertThat(peer.writes()).hasSize(5); // it is not asked again
    assertThat(Mlflow.getTrace(next).orElseThrow().data().spans()).hasSize(3);
    assertThat(peer.store().info(next).tokenUsage().orElseThrow().totalTokens()).isEqualTo(30);
    assertThat(Map.of(id, next)).hasSize(1);
  }
}
