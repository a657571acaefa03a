package dev.spanloom.internal.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MLflow before 3.4, which takes a trace in one piece, and before 3, which makes its own ids. */
class OlderServersTest extends ServerCase {
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/0/traces/";

  private static List<?> spansIn(byte[] file) {
    return MlflowApi.objects(PeerStore.read(file).get("spans"));
  }

  private static TraceInfo.Builder whole(String id, long startMillis) {
    return TraceInfo.builder(id)
        .requestTimeUnixMillis(startMillis)
        .state(TraceState.OK)
        .executionDurationMillis(1L)
        .metadata(TraceMetadataKey.SCHEMA_VERSION, "3");
  }

  private static EncodedSpan span(String traceId, int number, int bytes) {
    return EncodedSpan.of(
        Span.builder(traceId, String.format(Locale.ROOT, "%016x", number))
            .parentId(number == 1 ? null : "0000000000000001")
            .name("s" + number)
            .startTimeUnixNanos(1_000_000_000)
            .endTimeUnixNanos(2_000_000_000)
            .inputs("x".repeat(bytes))
            .build());
  }

  @Test
  void aTraceIsStartedAndThenUploadedWhenItHasEnded() {
    MlflowPeer peer = peer("3.3.2");
    Mlflow.setTrackingUri(peer.uri());
    String id = traceOfThree("answer");
    flushed();

    assertThat(peer.requests())
        .extracting(MlflowPeer.Request::toString)
        .containsExactly(
            "GET /version",
            "POST /api/3.0/mlflow/traces",
            "PUT " + ARTIFACTS + id + "/artifacts/traces.json");
    assertThat(peer.requests().get(2).headers().getFirst("Content-Type"))
        .isEqualTo("application/json");
    TraceInfo stored = peer.store().info(id);
    assertThat(stored.tokenUsage().orElseThrow().totalTokens()).isEqualTo(30);
    assertThat(stored.tags()).containsEntry("env", "prod");
    Trace trace = Mlflow.getTrace(id).orElseThrow();
    assertThat(trace.data().spans())
        .extracting(Span::name)
        .containsExactly("answer", "llm", "inner");
    assertThat(Mlflow.searchTraces().traces())
        .singleElement()
        .satisfies(found -> assertThat(found.data().spans()).hasSize(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.3.2", "2.14.1"})
  void aRunningTraceIsKeptAndNamedUntilItEnds(String version) {
    MlflowPeer peer = peer(version);
    Destination destination = destination(peer.uri());
    String id = "tr-" + "1".repeat(32);
    long now = System.currentTimeMillis() + 1_000;
    destination.write(
        new TraceBatch(
            List.of(TraceInfo.builder(id).state(TraceState.IN_PROGRESS).build()),
            List.of(span(id, 2, 10)),
            "0"));
    assertThat(destination.unsettledTraces()).containsExactly(id);
    assertThat(peer.writes()).isEmpty();
    // the last word comes before the span that it is about
    destination.write(new TraceBatch(List.of(whole(id, now).build()), List.of(), "0"));
    assertThat(destination.unsettledTraces()).containsExactly(id);
    destination.write(new TraceBatch(List.of(), List.of(span(id, 1, 10)), "0"));
    assertThat(destination.unsettledTraces()).isEmpty();
    assertThat(destination.getTrace(id).orElseThrow().data().spans()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.3.2", "2.14.1"})
  void whatComesAfterTheEndIsAddedToWhatIsThere(String version) {
    MlflowPeer peer = peer(version);
    Mlflow.setTrackingUri(peer.uri());
    LiveSpan root = Mlflow.startSpan("root");
    root.setInputs("in");
    LiveSpan background = Mlflow.startSpanNoContext("background", "TOOL", root);
    root.close();
    flushed();
    background.close();
    flushed();
    root.setStatus(SpanStatus.error("it failed"));
    flushed();

    Trace trace = Mlflow.getTrace(root.traceId()).orElseThrow();
    assertThat(trace.data().spans()).extracting(Span::name).containsExactly("root", "background");
    assertThat(trace.data().root().orElseThrow().status()).isEqualTo(SpanStatus.error("it failed"));
    assertThat(trace.info().state()).isEqualTo(TraceState.ERROR);
    assertThat(trace.info().name()).isEqualTo("root");
    assertThat(peer.store().infos()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.3.2", "2.14.1"})
  void aTraceWithoutARootIsWrittenAtTheEndOfTheProgram(String version) {
    MlflowPeer peer = peer(version);
    String id = "tr-" + "2".repeat(32);
    Destination destination = destination(peer.uri());
    destination.write(new TraceBatch(List.of(), List.of(span(id, 2, 10)), "0"));
    assertThat(peer.store().infos()).isEmpty();
    destination.close();
    assertThat(peer.store().infos())
        .singleElement()
        .satisfies(info -> assertThat(info.state()).isEqualTo(TraceState.IN_PROGRESS));
    assertThat(peer.store().files()).hasSize(1);
  }

  @Test
  void beyondItsBoundTheEldestIsWrittenAsFarAsItIsThere() {
    MlflowPeer peer = peer("3.3.2");
    Destination destination = destination(peer.uri());
    List<String> ids =
        IntStream.range(0, 9)
            .mapToObj(i -> String.format(Locale.ROOT, "tr-%032x", 100 + i))
            .toList();
    for (String id : ids) {
      destination.write(new TraceBatch(List.of(), List.of(span(id, 2, 10 << 20)), "0"));
    }
    assertThat(destination.unsettledTraces()).hasSize(6).doesNotContain(ids.get(0));
    destination.write(
        new TraceBatch(
            List.of(whole(ids.get(0), 1_000).build()), List.of(span(ids.get(0), 1, 10)), "0"));
    assertThat(destination.getTrace(ids.get(0)).orElseThrow().data().spans()).hasSize(2);
    assertThat(peer.store().info(ids.get(0)).state()).isEqualTo(TraceState.OK);
  }

  @Test
  void theTraceOfAServerWithIdsOfItsOwnIsFoundByOurs() {
    MlflowPeer peer = peer("2.14.1");
    Mlflow.setTrackingUri(peer.uri());
    String id = traceOfThree("answer");
    flushed();
    TraceInfo stored = peer.store().infos().get(0);
    String serverId = stored.traceId();
    assertThat(peer.writes())
        .containsExactly(
            "POST /api/2.0/mlflow/traces",
            "PUT " + ARTIFACTS + serverId + "/artifacts/traces.json",
            "PATCH /api/2.0/mlflow/traces/" + serverId);
    assertThat(stored.state()).isEqualTo(TraceState.OK);
    assertThat(stored.tags()).containsEntry(LegacyTraces.OWN_ID, id).containsEntry("env", "prod");
    assertThat(stored.executionDurationMillis()).isNotNull();
    Map<?, ?> span = (Map<?, ?>) spansIn(peer.store().files().values().iterator().next()).get(0);
    assertThat(span.get("context")).isInstanceOf(Map.class);
    assertThat(((Map<?, ?>) span.get("attributes")).get("mlflow.traceRequestId"))
        .isEqualTo("\"" + serverId + "\"");

    Trace trace = Mlflow.getTrace(id).orElseThrow();
    assertThat(trace.info().traceId()).isEqualTo(id);
    assertThat(trace.data().spans()).hasSize(3).allMatch(one -> one.traceId().equals(id));
    assertThat(Mlflow.searchTraces(TraceSearch.builder().name("answer").build()).traces())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.info().traceId()).isEqualTo(id);
              assertThat(found.data().spans()).hasSize(3);
            });
    Mlflow.setTraceTag(id, "a", "1");
    assertThat(peer.store().info(serverId).tags()).containsEntry("a", "1");
    assertThat(Mlflow.deleteTraces(List.of(id))).isEqualTo(1);
  }

  @Test
  void aTraceIsNotBegunTwiceByAnotherProcess() {
    MlflowPeer peer = peer("2.14.1");
    String id = "tr-" + "3".repeat(32);
    TraceBatch batch =
        new TraceBatch(List.of(whole(id, 1_000).build()), List.of(span(id, 1, 10)), "0");
    destination(peer.uri()).write(batch);
    Destination another = destination(peer.uri());
    another.write(batch);
    assertThat(peer.store().infos()).hasSize(1);
    assertThat(another.getTrace(id).orElseThrow().data().spans()).hasSize(1);
  }

  @Test
  void longValuesAreCutToWhatTheOlderApiTakes() {
    MlflowPeer peer = peer("2.14.1");
    String id = "tr-" + "4".repeat(32);
    TraceInfo info =
        whole(id, 1_000).metadata("long", "x".repeat(500)).tag("t", "y".repeat(9_000)).build();
    destination(peer.uri()).write(new TraceBatch(List.of(info), List.of(span(id, 1, 10)), "0"));
    TraceInfo stored = peer.store().infos().get(0);
    assertThat(stored.traceMetadata().get("long")).hasSize(250);
    assertThat(stored.tags().get("t")).hasSize(4096);
  }
}
