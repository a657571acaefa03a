package dev.spanloom.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.derive.Stalling;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import dev.spanloom.testjvms.Await;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What MLflow's server loses, refuses or counts wrongly, and this one does not. */
class BetterThanMlflowTest {
  private static final String TRACE = "tr-0af7651916cd43dd8448eb211c80319c";
  private static final String OTHER = "tr-1af7651916cd43dd8448eb211c80319c";
  private static final long START_MILLIS = 1_700_000_000_000L;
  private static final Duration STALLED_AFTER = Duration.ofSeconds(2);

  @TempDir private Path folder;
  private LiveServer server;

  @BeforeEach
  void start() {
    server =
        new LiveServer(
            ServerOptions.builder().stalledAfter(Duration.ZERO).build(),
            SqliteTraceStore.open(folder.resolve("traces.db")));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static Span.Builder span(String traceId, int number, long fromMillis, long toMillis) {
    Span.Builder span =
        Span.builder(traceId, "%016x".formatted(number))
            .name("span " + number)
            .startTimeUnixNanos((START_MILLIS + fromMillis) * 1_000_000)
            .endTimeUnixNanos(toMillis < 0 ? 0 : (START_MILLIS + toMillis) * 1_000_000);
    return number == 1 ? span : span.parentId("%016x".formatted(1));
  }

  private static Span.Builder span(int number) {
    return span(TRACE, number, number, 100 + number);
  }

  private static List<EncodedSpan> encoded(Span.Builder... spans) {
    return Arrays.stream(spans).map(Span.Builder::build).map(EncodedSpan::of).toList();
  }

  private void send(Span.Builder... spans) {
    HttpResponse<String> reply =
        server.post("/v1/traces", "application/x-protobuf", OtlpRequests.encode(encoded(spans)));
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).isEmpty();
  }

  private Map<?, ?> startTrace(String fields) {
    HttpResponse<String> reply =
        server.post(
            "/api/3.0/mlflow/traces",
            """
            {"trace": {"trace_info": {"trace_id": "%s", "trace_location": {"type":
            "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}},
            "request_time": "2023-11-14T22:13:20Z", %s}}}
            """
                .formatted(TRACE, fields));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return infoOf(reply);
  }

  @SuppressWarnings("unchecked") // keys of JSON objects are strings
  private static Map<String, Object> map(Object object) {
    return (Map<String, Object>) object;
  }

  private static Map<?, ?> infoOf(HttpResponse<String> reply) {
    Map<?, ?> trace = (Map<?, ?>) JsonReader.readObject(reply.body()).get("trace");
    return (Map<?, ?>) trace.get("trace_info");
  }

  private TraceInfo info(String traceId) {
    return server.store().reader().info(traceId).orElseThrow();
  }

  private List<String> search(String filter, String orderBy) {
    HttpResponse<String> reply =
        server.post(
            "/api/3.0/mlflow/traces/search",
            """
            {"locations": [{"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id":
            "0"}}], "filter": "%s", "order_by": [%s]}
            """
                .formatted(filter, orderBy.isEmpty() ? "" : "\"" + orderBy + "\""));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return ((List<?>) JsonReader.readObject(reply.body()).get("traces"))
        .stream().map(found -> (String) map(found).get("trace_id")).toList();
  }

  @Test
  void aSecondStartOfATraceMerges() {
    startTrace("\"state\": \"IN_PROGRESS\", \"tags\": {\"a\": \"1\"}");
    Map<?, ?> info =
        startTrace(
            "\"state\": \"OK\", \"execution_duration\": \"0.5s\", \"tags\": {\"b\": \"2\"},"
                + " \"assessments\": []");
    assertThat(info.get("state")).isEqualTo("OK");
    assertThat(map(info.get("tags"))).containsEntry("a", "1").containsEntry("b", "2");
  }

  @Test
  void previewsAreNotNulled() {
    startTrace("\"state\": \"IN_PROGRESS\", \"request_preview\": \"asked\"");
    send(span(1).attribute(SpanAttributeKey.OUTPUTS, AttributeValue.of("answer")));
    Map<?, ?> info = startTrace("\"state\": \"OK\"");
    assertThat(info.get("request_preview")).isEqualTo("asked");
    assertThat(info.get("response_preview")).isEqualTo("\"answer\"");
  }

  @Test
  void tracesOfOpenTelemetryHaveNames() {
    send(span(1), span(2));
    assertThat(search("trace.name = 'span 1'", "")).containsExactly(TRACE);
    assertThat(search("trace.name = 'span 2'", "")).isEmpty();
  }

  @Test
  void aSpanThatRunsMakesNoNegativeDuration() {
    send(span(TRACE, 1, 50, -1));
    assertThat(info(TRACE).executionDurationMillis()).isNull();
    assertThat(info(TRACE).state()).isEqualTo(TraceState.IN_PROGRESS);
    assertThat(server.store().reader().trace(TRACE).orElseThrow().data().spans().get(0))
        .extracting(Span::endTimeUnixNanos)
        .isNull();

    send(span(TRACE, 2, 10, 70)); // a child that began before its parent
    send(span(TRACE, 1, 50, 60));
    assertThat(info(TRACE).executionDurationMillis()).isEqualTo(60);

    send(span(OTHER, 1, 50, 20)); // a clock that went back
    assertThat(info(OTHER).executionDurationMillis()).isZero();
  }

  private static Span.Builder using(int number, long tokens) {
    return span(number)
        .attribute(
            SpanAttributeKey.CHAT_USAGE, AttributeValue.of(new TokenUsage(tokens, tokens).toMap()));
  }

  @Test
  void tokensAreCountedOnce() {
    send(using(1, 10), using(2, 7)); // the parent repeats what its child used
    assertThat(info(TRACE).tokenUsage().orElseThrow().inputTokens()).isEqualTo(10);

    send(using(1, 10), using(2, 7));
    send(using(2, 7));
    assertThat(info(TRACE).tokenUsage().orElseThrow().inputTokens()).isEqualTo(10);
  }

  @Test
  void aSpanThatIsSentAgainReplacesItself() {
    send(span(1), span(2));
    send(span(2).status(SpanStatus.error("late")));
    List<Span> spans = server.store().reader().trace(TRACE).orElseThrow().data().spans();
    assertThat(spans).hasSize(2);
    assertThat(spans.get(1).status()).isEqualTo(SpanStatus.error("late"));
  }

  @Test
  void oneBadSpanDoesNotRejectTheOthers() {
    EncodedSpan good = EncodedSpan.of(span(1).build());
    byte[] request =
        OtlpRequests.encode(
            List.of(new EncodedSpan(new byte[] {1}, new byte[0], "", new byte[0], ""), good));
    HttpResponse<String> reply = server.post("/v1/traces", "application/x-protobuf", request);
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).contains("span 0");
    assertThat(server.store().reader().trace(TRACE).orElseThrow().data().spans()).hasSize(1);
    assertThat(server.get("/metrics").body())
        .contains("spanloom_spans_rejected_total{reason=\"unreadable\"} 1.0");
  }

  @Test
  void tracesAreOrderedByTheirEnd() {
    send(span(TRACE, 1, 0, 500));
    send(span(OTHER, 1, 10, 100));
    assertThat(search("", "end_time ASC")).containsExactly(OTHER, TRACE);
    assertThat(search("", "end_time DESC")).containsExactly(TRACE, OTHER);
  }

  @Test
  void aTraceWithoutARootRunsUntilItIsGivenUpAndASpanThatComesLateCorrectsIt() {
    TraceStore store = server.store();
    send(span(2));
    assertThat(search("trace.status = 'IN_PROGRESS'", "")).containsExactly(TRACE);
    try (SpanloomServer one = sweeping(store);
        SpanloomServer other = sweeping(store)) {
      Await.until("marked", () -> info(TRACE).state() == TraceState.ERROR);
      assertThat(info(TRACE).tags())
          .containsEntry(Stalling.TAG, Stalling.since(START_MILLIS + 102));
      assertThat(info(TRACE).executionDurationMillis()).isEqualTo(100);
      assertThat(search("trace.status = 'ERROR'", "")).containsExactly(TRACE);
      assertThat(one.uri()).isNotEqualTo(other.uri());

      send(span(1));
      assertThat(info(TRACE).state()).isEqualTo(TraceState.OK);
      assertThat(info(TRACE).tags()).doesNotContainKey(Stalling.TAG);
    }
  }

  @Test
  void aTraceThatIsAliveIsNotGivenUp() {
    long now = System.currentTimeMillis() - START_MILLIS;
    send(span(TRACE, 2, 0, now + 60_000)); // it began long ago, and something has just ended
    send(span(OTHER, 2, 0, 1));
    try (SpanloomServer sweeping = sweeping(server.store())) {
      Await.until("marked", () -> info(OTHER).state() == TraceState.ERROR);
      assertThat(info(TRACE).state()).isEqualTo(TraceState.IN_PROGRESS);
    }
  }

  private static SpanloomServer sweeping(TraceStore store) {
    return SpanloomServer.start(
        store, ServerOptions.builder().port(0).stalledAfter(STALLED_AFTER).build());
  }

  private static final String COUNTED =
      "\"trace_metadata\": {\"mlflow.trace.sizeStats\": \"{\\\"num_spans\\\": 3}\"}";

  @Test
  void aTraceThatLacksSpansIsMarkedWhereTheClientAsksForIt() {
    startTrace("\"state\": \"OK\", " + COUNTED);
    send(span(1), span(2));
    String batch = "/api/3.0/mlflow/traces/batchGet?trace_ids=" + TRACE;
    assertThat(JsonReader.readObject(server.get(batch).body()).get("traces")).asList().isEmpty();

    Map<?, ?> reply = JsonReader.readObject(server.get(batch + "&allow_partial=true").body());
    Map<?, ?> trace = (Map<?, ?>) ((List<?>) reply.get("traces")).get(0);
    assertThat((List<?>) trace.get("spans")).hasSize(2);
    Map<?, ?> info = (Map<?, ?>) trace.get("trace_info");
    assertThat(map(info.get("trace_metadata"))).containsEntry("spanloom.partial", "2 of 3 spans");

    HttpResponse<String> partial =
        server.get("/api/3.0/mlflow/traces/get?allow_partial=true&trace_id=" + TRACE);
    assertThat(map(infoOf(partial).get("trace_metadata"))).containsKey("spanloom.partial");

    send(span(3));
    reply = JsonReader.readObject(server.get(batch).body());
    trace = (Map<?, ?>) ((List<?>) reply.get("traces")).get(0);
    assertThat((List<?>) trace.get("spans")).hasSize(3);
    info = (Map<?, ?>) trace.get("trace_info");
    assertThat(map(info.get("trace_metadata"))).doesNotContainKey("spanloom.partial");
  }

  /** A store to which three spans come right after a trace was looked at for the first time. */
  private static TraceStore behindTheFirstLook(AtomicInteger looks, TraceStore store) {
    TraceReader reader =
        (TraceReader)
            Proxy.newProxyInstance(
                TraceReader.class.getClassLoader(),
                new Class<?>[] {TraceReader.class},
                (proxy, method, arguments) -> {
                  Object found = method.invoke(store.reader(), arguments);
                  if (method.getName().equals("trace") && looks.incrementAndGet() == 1) {
                    List<EncodedSpan> spans = encoded(span(1), span(2), span(3));
                    store.writer().write(new WriteBatch(List.of(), spans, "0"));
                  }
                  return found;
                });
    return (TraceStore)
        Proxy.newProxyInstance(
            TraceStore.class.getClassLoader(),
            new Class<?>[] {TraceStore.class},
            (proxy, method, arguments) ->
                method.getName().equals("reader") ? reader : method.invoke(store, arguments));
  }

  @Test
  void getWaitsForSpansThatAreOnTheirWay() {
    server.close();
    AtomicInteger looks = new AtomicInteger();
    server =
        new LiveServer(
            ServerOptions.builder().stalledAfter(Duration.ZERO).build(),
            behindTheFirstLook(looks, SqliteTraceStore.open(folder.resolve("late.db"))));
    startTrace("\"state\": \"OK\", " + COUNTED);
    String get = "/api/3.0/mlflow/traces/get?trace_id=" + TRACE;
    assertThat(server.get(get).statusCode()).isEqualTo(200);
    assertThat(looks).hasValue(2);

    assertThat(server.get(get.replace(TRACE, OTHER)).statusCode()).isEqualTo(404);
    assertThat(server.get("/api/3.0/mlflow/traces/get").body()).contains("trace_id");
  }

  @Test
  void getSaysWhatIsMissingAfterThreeTries() {
    startTrace("\"state\": \"OK\", " + COUNTED);
    send(span(1));
    HttpResponse<String> reply = server.get("/ajax-api/3.0/mlflow/traces/get?trace_id=" + TRACE);
    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(reply.body())
        .contains("RESOURCE_DOES_NOT_EXIST", "not fully exported yet: 1 of 3 spans");
  }
}
