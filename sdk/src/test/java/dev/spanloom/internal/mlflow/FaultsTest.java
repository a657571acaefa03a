package dev.spanloom.internal.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.testjvms.IdlePort;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong between a program and a server, with a raw socket between them. */
class FaultsTest extends ServerCase {
  private MlflowPeer peer;
  private FaultyGate gate;

  @BeforeEach
  void standBetween() throws IOException {
    peer = peer("3.6.0");
    gate = closedLater(new FaultyGate(peer.port()));
    setting("mlflow.http.request.max.retries", 2);
    Mlflow.setTrackingUri(gate.uri());
  }

  /** What happens to some requests. */
  enum Trouble {
    HANGS_UP(FaultyGate.hangUp()),
    DIES_BEFORE_THE_ANSWER(FaultyGate.dieBeforeTheAnswer()),
    HALF_AN_ANSWER(FaultyGate.halfAnAnswer()),
    SILENCE(FaultyGate.silence()),
    TIMEOUT(FaultyGate.answer("HTTP/1.1 408 Request Timeout", "")),
    TOO_MANY(FaultyGate.answer("HTTP/1.1 429 Too Many\r\nRetry-After: 1", "")),
    SERVER_ERROR(FaultyGate.answer("HTTP/1.1 500 Oops", "{\"error_code\": \"INTERNAL_ERROR\"}")),
    BAD_GATEWAY(FaultyGate.answer("HTTP/1.1 502 Bad Gateway", "<html>nginx</html>")),
    UNAVAILABLE(FaultyGate.answer("HTTP/1.1 503 Unavailable", "")),
    HTML(FaultyGate.answer("HTTP/1.1 200 OK\r\nContent-Type: text/html", "<html>log in</html>")),
    GARBAGE(FaultyGate.answer("HTTP/1.1 200 OK", "\u0001\u0002\u0003 nonsense \u00ff")),
    NO_HTTP((gate, request, out) -> out.write("SSH-2.0-OpenSSH\r\n".getBytes())),
    DATABASE_LOCKED(
        FaultyGate.answer(
            "HTTP/1.1 422 Unprocessable",
            "{\"detail\": \"Failed to log OpenTelemetry spans: Trace tr-1:"
                + " (sqlite3.OperationalError) database is locked\"}")),
    UNAUTHORIZED(FaultyGate.answer("HTTP/1.1 401 Unauthorized", "")),
    FORBIDDEN(FaultyGate.answer("HTTP/1.1 403 Forbidden", "")),
    NO_MLFLOW(FaultyGate.answer("HTTP/1.1 404 Not Found", "<html>nginx</html>"));

    private final FaultyGate.Fault fault;

    Trouble(FaultyGate.Fault fault) {
      this.fault = fault;
    }
  }

  /** All else than silence has its time, however slow the machine is. */
  private void waitOnlyForAWhile(Trouble trouble) {
    if (trouble == Trouble.SILENCE) {
      setting("mlflow.http.request.timeout", 2);
    }
  }

  private static Function<String, FaultyGate.Fault> first(
      int times, String lines, FaultyGate.Fault fault) {
    AtomicInteger count = new AtomicInteger();
    return line -> line.matches(lines) && count.incrementAndGet() <= times ? fault : null;
  }

  private void assertAllArrivedOnce(List<String> ids) {
    assertThat(peer.store().infos()).hasSize(ids.size());
    for (String id : ids) {
      assertThat(peer.store().spans(id)).hasSize(3);
      TraceInfo info = peer.store().info(id);
      assertThat(info.state()).isEqualTo(TraceState.OK);
      assertThat(info.name()).startsWith("t");
      assertThat(info.tokenUsage().orElseThrow().totalTokens()).isEqualTo(30);
    }
    assertThat(Mlflow.exportStats().spansDropped()).isZero();
    assertThat(Mlflow.exportStats().spansWritten()).isEqualTo(3L * ids.size());
  }

  private static List<String> traces(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(traceOfThree("t" + i));
    }
    return ids;
  }

  @ParameterizedTest
  @EnumSource
  void whateverHappensToRequestsAllArrivesOnceAfterwards(Trouble trouble) {
    waitOnlyForAWhile(trouble);
    gate.on(first(2, "POST /v1/traces", trouble.fault));
    List<String> ids = traces(3);
    flushed();
    if (trouble != Trouble.DATABASE_LOCKED) { // of traces it says so by 503
      gate.on(first(2, "POST /api/3.0/mlflow/traces", trouble.fault));
    }
    ids.addAll(traces(3));
    flushed();
    // a 404 for the spans' own path is how a server says that it takes none: nothing is lost either
    if (trouble != Trouble.NO_MLFLOW) {
      assertAllArrivedOnce(ids);
    } else {
      assertThat(peer.store().infos()).hasSize(6);
      assertThat(Mlflow.exportStats().spansDropped()).isZero();
      ids.forEach(id -> assertThat(Mlflow.getTrace(id).orElseThrow().data().spans()).hasSize(3));
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NO_MLFLOW", "DATABASE_LOCKED"})
  void aServerThatCannotSayItsVersionIsAskedAgain(Trouble trouble) {
    waitOnlyForAWhile(trouble);
    gate.on(first(2, "GET /version", trouble.fault));
    List<String> ids = traces(2);
    flushed();
    assertAllArrivedOnce(ids);
  }

  @Test
  void aServerThatIsDownForTheWholeRunGetsAllWhenItIsUp() throws IOException {
    gate.goDown();
    List<String> ids = traces(20);
    assertThat(Mlflow.flush()).isFalse();
    assertThat(Mlflow.exportStats().writesFailed()).isPositive();
    ids.addAll(traces(20));
    closedLater(new FaultyGate(peer.port(), gate.port()));
    flushed();
    assertAllArrivedOnce(ids);
  }

  @Test
  void aProgramThatStartsWhileItsServerIsDownGetsItsExperimentLater() throws IOException {
    gate.goDown();
    assertThat(Mlflow.setExperiment("mine").experimentId()).isEmpty();
    List<String> ids = traces(2);
    closedLater(new FaultyGate(peer.port(), gate.port()));
    flushed();
    assertAllArrivedOnce(ids);
    String mine = Mlflow.setExperiment("mine").experimentId();
    assertThat(mine).isNotEmpty().isNotEqualTo("0");
    assertThat(peer.store().info(ids.get(0)).experimentId()).isEqualTo(mine);
  }

  @Test
  void anExperimentByItsIdNeedsNoServerYet() throws IOException {
    gate.goDown();
    assertThat(Mlflow.setExperimentById("0").name()).isEmpty();
    List<String> ids = traces(1);
    closedLater(new FaultyGate(peer.port(), gate.port()));
    flushed();
    assertThat(peer.store().info(ids.get(0)).experimentId()).isEqualTo("0");
  }

  @Test
  void aServerThatFlapsGetsAllOnce() throws IOException {
    List<String> ids = new ArrayList<>();
    FaultyGate one = gate;
    for (int i = 0; i < 5; i++) {
      ids.addAll(traces(5));
      Mlflow.flush(Duration.ofMillis(200));
      one.goDown();
      ids.addAll(traces(5));
      Mlflow.flush(Duration.ofMillis(200));
      one = closedLater(new FaultyGate(peer.port(), one.port()));
    }
    flushed();
    assertAllArrivedOnce(ids);
  }

  @Test
  void aServerIsAnotherOneAfterItWasDown() throws IOException {
    List<String> ids = traces(1);
    flushed();
    gate.goDown();
    MlflowPeer older = peer("3.3.2");
    ids.addAll(traces(1));
    Mlflow.flush();
    closedLater(new FaultyGate(older.port(), gate.port()));
    flushed();
    assertThat(peer.store().spans(ids.get(0))).hasSize(3);
    assertThat(older.store().files()).hasSize(1);
  }

  private static TraceBatch batch(int spans) {
    List<EncodedSpan> encoded = new ArrayList<>();
    for (int i = 1; i <= spans; i++) {
      encoded.add(
          EncodedSpan.of(
              Span.builder("tr-" + "9".repeat(32), "000000000000000" + i)
                  .name("s")
                  .startTimeUnixNanos(1)
                  .endTimeUnixNanos(2)
                  .build()));
    }
    return new TraceBatch(List.of(), encoded, "0");
  }

  private static boolean isPost(String line) {
    return line.startsWith("POST");
  }

  private RetryLaterException failure(FaultyGate.Fault fault) {
    gate.on(line -> isPost(line) ? fault : null);
    return catchThrowableOfType(
        RetryLaterException.class, () -> destination(gate.uri()).write(batch(1)));
  }

  @Test
  void aPauseThatTheServerAsksForIsHandedOn() {
    assertThat(failure(FaultyGate.answer("HTTP/1.1 429 Slow\r\nRetry-After: 17", "")).retryAfter())
        .contains(Duration.ofSeconds(17));
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plusSeconds(600).atOffset(ZoneOffset.UTC));
    assertThat(
            failure(FaultyGate.answer("HTTP/1.1 503 Busy\r\nRetry-After: " + date, ""))
                .retryAfter()
                .orElseThrow())
        .isBetween(Duration.ofSeconds(500), Duration.ofSeconds(601));
    assertThat(
            failure(FaultyGate.answer("HTTP/1.1 503 Busy\r\nRetry-After: soon", "")).retryAfter())
        .isEmpty();
  }

  @Test
  void aMessageShowsWhatWasAskedAndAnsweredAndNoLogin() {
    gate.on(
        line ->
            FaultyGate.answer(
                "HTTP/1.1 500 Oops",
                "{\"error_code\": \"INTERNAL_ERROR\", \"message\": \"disk\"}"));
    String uri = gate.uri().replace("//", "//ann:s3cret@");
    Destination destination = destination(uri + "/base");
    assertThat(destination.description()).isEqualTo("server at " + gate.uri() + "/base");
    assertThatThrownBy(() -> destination.write(batch(1)))
        .isInstanceOf(RetryLaterException.class)
        .hasMessage("GET " + gate.uri() + "/base/version: 500 INTERNAL_ERROR: disk");
    gate.on(line -> FaultyGate.answer("HTTP/1.1 401 Unauthorized", ""));
    assertThatThrownBy(() -> destination.write(batch(1)))
        .isInstanceOf(RetryLaterException.class)
        .hasMessageContaining("401 UNAUTHENTICATED")
        .hasMessageContaining("(expected: MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD")
        .satisfies(e -> assertThat(e.toString()).doesNotContain("s3cret"));
    assertThat(gate.heads()).allMatch(head -> head.contains("Authorization: Basic "));
  }

  @Test
  void aHostWithoutAnAddressIsNamed() {
    assertThatThrownBy(() -> destination("http://no-such-host.invalid:5000").write(batch(1)))
        .isInstanceOf(RetryLaterException.class)
        .hasMessageStartingWith("GET http://no-such-host.invalid:5000/version: ")
        .hasMessageContaining("has no address in the DNS");
  }

  @Test
  void aPortThatNobodyListensOnIsNamed() throws IOException {
    String uri = "http://127.0.0.1:" + closedLater(IdlePort.any()).number();
    assertThatThrownBy(() -> destination(uri).write(batch(1)))
        .isInstanceOf(RetryLaterException.class)
        .hasMessageContaining("no connection")
        .hasMessageContaining("is it up?");
  }

  @Test
  void aUriThatNamesNoMlflowIsNoRefusal() {
    gate.on(line -> FaultyGate.answer("HTTP/1.1 404 Not Found", "<html>nginx</html>"));
    Destination destination = destination(gate.uri());
    TraceInfo ended =
        TraceInfo.builder("tr-" + "9".repeat(32))
            .requestTimeUnixMillis(1)
            .state(TraceState.OK)
            .build();
    TraceBatch whole =
        new TraceBatch(
            List.of(ended.toBuilder().executionDurationMillis(1L).build()), batch(1).spans(), "0");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> destination.write(whole))
          .isInstanceOf(RetryLaterException.class)
          .hasMessageContaining("404 ENDPOINT_NOT_FOUND")
          .hasMessageContaining("does the tracking URI name it with its whole path?");
    }
    gate.on(line -> null);
  }

  @Test
  void callsOfTheProgramAreTriedAgainSoOften() {
    flushed();
    Destination destination = destination(gate.uri());
    TraceSearch search = TraceSearch.builder().experimentId("0").build();
    gate.on(first(2, "POST .*/search", FaultyGate.answer("HTTP/1.1 503 Busy", "")));
    assertThat(destination.searchTraces(search).traces()).isEmpty();
    gate.on(first(9, "POST .*/search", FaultyGate.answer("HTTP/1.1 503 Busy", "")));
    gate.seen().clear();
    assertThatThrownBy(() -> destination.searchTraces(search))
        .isInstanceOf(RetryLaterException.class);
    assertThat(gate.seen()).hasSize(3);
  }

  @Test
  void aRefusalIsNotTriedAgain() {
    Destination destination = destination(gate.uri());
    assertThatThrownBy(() -> destination.setTraceTag("tr-none", "a", "b"))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(gate.seen().stream().filter(line -> line.startsWith("PATCH"))).hasSize(1);
  }

  @Test
  void aTokenThatExpiredIsReadAgain() {
    setting("mlflow.tracking.token", "old");
    AtomicReference<String> valid = new AtomicReference<>("old");
    FaultyGate.Fault denied = FaultyGate.answer("HTTP/1.1 401 Unauthorized", "");
    gate.on(
        line ->
            gate.heads()
                    .get(gate.heads().size() - 1)
                    .contains("Authorization: Bearer " + valid.get())
                ? null
                : denied);
    List<String> ids = traces(1);
    flushed();
    valid.set("new");
    ids.addAll(traces(1));
    assertThat(Mlflow.flush()).isFalse(); // nobody has renewed it yet
    System.setProperty("mlflow.tracking.token", "new");
    flushed();
    assertAllArrivedOnce(ids);
  }

  @Test
  void aLoginGoesToNobodyElse() throws IOException {
    setting("mlflow.tracking.token", "secret");
    FaultyGate elsewhere = closedLater(new FaultyGate(peer.port()));
    gate.on(
        line ->
            FaultyGate.answer(
                "HTTP/1.1 307 Moved\r\nLocation: "
                    + elsewhere.uri().replace("127.0.0.1", "localhost")
                    + line.substring(line.indexOf(' ') + 1),
                ""));
    destination(gate.uri()).write(batch(2));
    assertThat(peer.store().spanCount()).isEqualTo(2);
    assertThat(gate.heads()).allMatch(head -> head.contains("Authorization: Bearer secret"));
    assertThat(elsewhere.heads()).isNotEmpty().noneMatch(head -> head.contains("Authorization"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"301", "302", "303"})
  void aBodyIsNotRedirectedByAnAnswerThatDropsIt(String status) {
    assertThat(
            failure(
                FaultyGate.answer(
                    "HTTP/1.1 " + status + " Moved\r\nLocation: https://example.invalid/x", "")))
        .hasMessageContaining("sends it on to https://example.invalid/x")
        .hasMessageContaining("let the tracking URI name it");
  }

  @Test
  void redirectsCanBeForbiddenAndHaveAnEnd() {
    FaultyGate.Fault inCircles = FaultyGate.answer("HTTP/1.1 307 Moved\r\nLocation: /version", "");
    gate.on(line -> inCircles);
    assertThatThrownBy(() -> destination(gate.uri()).write(batch(1)))
        .isInstanceOf(RetryLaterException.class)
        .hasMessageContaining("not followed");
    assertThat(gate.seen()).hasSize(6);
    setting("mlflow.allow.http.redirects", false);
    gate.seen().clear();
    assertThatThrownBy(() -> destination(gate.uri()).write(batch(1)))
        .isInstanceOf(RetryLaterException.class);
    assertThat(gate.seen()).hasSize(1);
  }

  @Test
  void anAnswerWithoutAnEndIsCutOff() {
    RetryLaterException failure =
        failure(
            (gate, request, out) -> {
              out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes());
              byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes();
              for (int i = 0; i < 1_000; i++) {
                out.write(chunk);
              }
            });
    assertThat(failure).hasMessageContaining("has more than 4194304 bytes");
  }

  @Test
  void aThreadThatIsInterruptedWaitsNoLonger() throws InterruptedException {
    setting("mlflow.http.request.timeout", 100);
    Destination destination = destination(gate.uri());
    gate.on(line -> isPost(line) ? FaultyGate.silence() : null); // a GET is given up sooner
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                destination.write(batch(1));
              } catch (RuntimeException e) {
                thrown.set(Thread.currentThread().isInterrupted() ? e : null);
              }
            });
    thread.start();
    await("asked", () -> gate.seen().stream().anyMatch(FaultsTest::isPost));
    thread.interrupt();
    thread.join(60_000);
    assertThat(thrown.get()).isInstanceOf(RetryLaterException.class);
  }

  @Test
  void closingEndsWhatIsUnderWayAndTheThreads() throws InterruptedException {
    setting("mlflow.http.request.timeout", 100);
    Destination destination = destination(gate.uri());
    gate.on(line -> isPost(line) ? FaultyGate.silence() : null); // a GET is given up sooner
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                destination.write(batch(1));
              } catch (RuntimeException e) {
                thrown.set(e);
              }
            });
    thread.start();
    await("asked", () -> gate.seen().stream().anyMatch(FaultsTest::isPost));
    destination.close();
    thread.join(60_000);
    assertThat(thrown.get())
        .isInstanceOf(RetryLaterException.class)
        .hasMessageContaining("the destination is closed");
    await(
        "no threads",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(one -> one.getName().startsWith("spanloom-http-")));
  }

  @Test
  void aBasePathAndAWorkspaceGoWithEveryRequest() {
    setting("mlflow.workspace", "team-a");
    gate.on(line -> FaultyGate.answer("HTTP/1.1 503 Busy", ""));
    Destination destination = destination(gate.uri() + "/mlflow/");
    assertThatThrownBy(() -> destination.write(batch(1))).isInstanceOf(RetryLaterException.class);
    assertThat(gate.seen()).containsExactly("GET /mlflow/version");
    assertThat(gate.heads().get(0)).contains("X-MLFLOW-WORKSPACE: team-a");
  }
}
