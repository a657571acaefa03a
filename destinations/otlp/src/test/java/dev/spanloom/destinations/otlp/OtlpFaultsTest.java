package dev.spanloom.destinations.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.otlp.OtlpReply;
import dev.spanloom.testjvms.IdlePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that a backend may do wrong, over HTTP and over gRPC. */
@ParameterizedClass
@ValueSource(strings = {"otlp+http", "otlp+grpc"})
class OtlpFaultsTest extends OtlpCase {
  private static final byte[] HTML = "<html>Bad Gateway</html>".getBytes(StandardCharsets.UTF_8);

  @Parameter String scheme;

  private OtlpPeer peer;

  @BeforeEach
  void startPeer() {
    peer = closedLater(new OtlpPeer());
  }

  private boolean grpc() {
    return scheme.endsWith("grpc");
  }

  private String uri(int port) {
    return scheme + "://127.0.0.1:" + port;
  }

  private OtlpDestination destination() {
    return destination(uri(peer.port()));
  }

  /** A failure in the words of the protocol. */
  private Function<OtlpPeer.Received, HttpResponse> failure(int status, int grpcStatus) {
    return request ->
        grpc()
            ? OtlpPeer.Received.grpc(grpcStatus, "no!", null)
            : HttpResponse.of(HttpStatus.valueOf(status), MediaType.PLAIN_TEXT, "no!");
  }

  private RetryLaterException retryLater(OtlpDestination destination) {
    return catchThrowableOfType(RetryLaterException.class, () -> destination.write(batch(2)));
  }

  private static void traces(int count) {
    for (int i = 0; i < count; i++) {
      try (LiveSpan root = Mlflow.startSpan("root " + i)) {
        Mlflow.startSpan("child " + i).close();
        root.setOutputs(i);
      }
    }
  }

  private static List<String> ids(OtlpPeer one) {
    return one.spans().stream().map(span -> span.traceId() + span.spanId()).toList();
  }

  @Test
  void aBackendThatIsDownForTheWholeRunGetsAllOnceWhenItIsUp() throws IOException {
    int port = closedLater(IdlePort.any()).number();
    Mlflow.setTrackingUri(uri(port));
    traces(20);
    assertThat(Mlflow.flush()).isFalse();
    traces(20);
    OtlpPeer late = closedLater(OtlpPeer.atPort(port));
    flushed();
    assertThat(ids(late)).hasSize(80).doesNotHaveDuplicates();
    assertThat(Mlflow.exportStats().spansDropped()).isZero();
  }

  @Test
  void aBackendThatGoesAndComesBackGetsAll() throws IOException {
    Mlflow.setTrackingUri(uri(peer.port()));
    traces(2);
    flushed();
    int port = peer.port();
    peer.stop();
    assertThat(closedLater(IdlePort.of(port)).number()).isEqualTo(port);
    traces(2);
    assertThat(Mlflow.flush()).isFalse();
    OtlpPeer again = closedLater(OtlpPeer.atPort(port));
    flushed();
    assertThat(ids(peer)).hasSize(4);
    assertThat(ids(again)).hasSize(4).doesNotContainAnyElementsOf(ids(peer));
  }

  @Test
  void aPortThatNobodyListensOnIsNamed() throws IOException {
    int port = closedLater(IdlePort.any()).number();
    RetryLaterException failure = retryLater(destination(uri(port)));
    assertThat(failure).hasMessageContaining("http://127.0.0.1:" + port);
    assertThat(failure.retryAfter()).isEmpty();
  }

  @Test
  void aHostWithoutAnAddressIsNamed() {
    assertThat(retryLater(destination(scheme + "://no-such-host.invalid:4317")))
        .hasMessageContaining("no-such-host.invalid");
  }

  @Test
  void aBackendThatDoesNotAnswerIsWaitedForNoLongerThanTheTimeout() {
    variables.put("OTEL_EXPORTER_OTLP_TIMEOUT", "1000");
    peer.answer(request -> HttpResponse.of(new CompletableFuture<>()));
    OtlpDestination destination = destination();
    assertThat(retryLater(destination))
        .hasMessageMatching("(?s).*(no whole answer within 1 s|DEADLINE_EXCEEDED).*");
    peer.answer(OtlpPeer.Received::taken);
    await("an answer in time", () -> isTaken(destination));
  }

  private static boolean isTaken(OtlpDestination destination) {
    try {
      destination.write(batch(2));
      return true;
    } catch (RetryLaterException e) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({"429, 14", "502, 4", "503, 1", "504, 10", "503, 11", "503, 15"})
  void whatMayPassIsTriedAgain(int status, int grpcStatus) {
    peer.answer(failure(status, grpcStatus));
    OtlpDestination destination = destination();
    assertThat(retryLater(destination)).hasMessageContaining("no!");
    peer.answer(OtlpPeer.Received::taken);
    destination.write(batch(2));
    assertThat(peer.received()).hasSize(2);
  }

  @Test
  void aPauseThatTheBackendAsksForIsHandedOn() {
    for (int grpcStatus : List.of(14, 8)) { // UNAVAILABLE and RESOURCE_EXHAUSTED
      peer.answer(
          request ->
              grpc()
                  ? OtlpPeer.Received.grpc(grpcStatus, "slow down", retryInfo(17, 500_000_000))
                  : HttpResponse.of(
                      ResponseHeaders.of(HttpStatus.TOO_MANY_REQUESTS, "retry-after", "17")));
      assertThat(retryLater(destination()).retryAfter())
          .contains(grpc() ? Duration.ofMillis(17_500) : Duration.ofSeconds(17));
    }
  }

  private static byte[] retryInfo(int seconds, int nanos) {
    ProtoWriter out = new ProtoWriter(64);
    out.int64Field(1, 8);
    int any = out.beginMessage(3);
    out.stringField(1, "type.googleapis.com/google.rpc.RetryInfo");
    int info = out.beginMessage(2);
    int delay = out.beginMessage(1);
    out.int64Field(1, seconds);
    out.int64Field(2, nanos);
    out.endMessage(delay);
    out.endMessage(info);
    out.endMessage(any);
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({"400, 3", "413, 8", "422, 9", "500, 13"})
  void whatIsRefusedIsNotTriedAgain(int status, int grpcStatus) {
    peer.answer(failure(status, grpcStatus));
    OtlpDestination destination = destination();
    assertThatThrownBy(() -> destination.write(batch(2)))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("no!")
        .satisfies(
            e ->
                assertThat(((MlflowException) e).errorCode())
                    .isNotIn(ErrorCode.TEMPORARILY_UNAVAILABLE, ErrorCode.INTERNAL_ERROR));
    assertThat(peer.received()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"401, 16", "403, 7"})
  void aMissingKeyIsSaidAndWaitedFor(int status, int grpcStatus) {
    peer.answer(failure(status, grpcStatus));
    assertThat(retryLater(destination()))
        .hasMessageContaining("(expected: OTEL_EXPORTER_OTLP_HEADERS with the key");
  }

  @ParameterizedTest
  @CsvSource({"404, 12", "405, 12", "302, 12"})
  void whereThereIsNoEndpointSpansWait(int status, int grpcStatus) {
    peer.answer(failure(status, grpcStatus));
    assertThat(retryLater(destination())).hasMessageContaining("(expected: an OTLP endpoint;");
  }

  @Test
  void anAnswerOfSomebodyElseTakesNothing() {
    List<Function<OtlpPeer.Received, HttpResponse>> answers =
        List.of(
            request -> HttpResponse.of(HttpStatus.OK, MediaType.HTML_UTF_8, new String(HTML)),
            request -> request.bytes(HTML),
            request -> request.bytes(new byte[] {10, 127, 1}),
            request -> request.bytes("{\"partialSuccess".getBytes(StandardCharsets.UTF_8)));
    for (Function<OtlpPeer.Received, HttpResponse> answer : answers) {
      peer.answer(answer);
      assertThat(retryLater(destination())).hasMessageContaining("127.0.0.1:" + peer.port());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal"})
  void aConnectionThatEndsEarlyTakesNothing(String bytes) throws IOException {
    ServerSocket socket = closedLater(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread thread =
        new Thread(
            () -> {
              while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                  client.getInputStream().read();
                  client.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                  // closed, by one side or the other
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    assertThat(retryLater(destination(uri(socket.getLocalPort())))).isNotNull();
  }

  @Test
  void anAnswerWithoutAnEndIsCutOff() {
    peer.answer(request -> request.bytes(new byte[5 << 20]));
    assertThatThrownBy(() -> destination().write(batch(1)))
        .hasMessageContaining(grpc() ? "exceeds maximum size" : "has more than 4194304 bytes");
  }

  @Test
  void spansThatAreRejectedAreCountedAndNotSentAgain() {
    peer.answer(request -> request.reply(new OtlpReply(1, "span 1: too old")));
    OtlpDestination destination = destination();
    destination.write(batch(3));
    destination.write(batch(2));
    assertThat(destination.rejectedSpans()).isEqualTo(2);
    assertThat(peer.received()).hasSize(2);
  }

  @Test
  void onlyTheSpanThatIsRefusedIsLost() {
    peer.answer(
        request ->
            request.spans().stream().anyMatch(span -> span.name().equals("bad"))
                ? failure(400, 3).apply(request)
                : request.taken());
    Mlflow.setTrackingUri(uri(peer.port()));
    for (int i = 0; i < 10; i++) {
      Mlflow.startSpan(i == 6 ? "bad" : "good " + i).close();
    }
    flushed();
    assertThat(Mlflow.exportStats().spansDropped()).isEqualTo(1);
    for (int i = 0; i < 10; i++) {
      String name = "good " + i;
      if (i != 6) {
        assertThat(peer.spans()).anyMatch(span -> span.name().equals(name));
      }
    }
  }

  @Test
  void whatWasTakenOfABatchIsNotSentAgainWhenTheRestFails() {
    AtomicInteger requests = new AtomicInteger();
    peer.answer(
        request ->
            requests.incrementAndGet() == 2 ? failure(503, 14).apply(request) : request.taken());
    Span[] large = new Span[5];
    for (int i = 0; i < large.length; i++) {
      large[i] = span(i + 1, i + "x".repeat(1_500_000));
    }
    OtlpDestination destination = destination();
    TraceBatch batch = batch(List.of(), large);
    assertThatThrownBy(() -> destination.write(batch)).isInstanceOf(RetryLaterException.class);
    destination.write(new TraceBatch(List.of(), batch.spans().subList(0, 3), "0"));
    destination.write(new TraceBatch(List.of(), batch.spans().subList(3, 5), "0"));
    assertThat(peer.received().stream().map(one -> one.spans().get(0).spanId().substring(15)))
        .containsExactly("1", "3", "3", "4");
    assertThat(peer.received()).allMatch(one -> one.bytes() < 4 << 20);
    destination.write(batch); // a batch that was written may be written again
    assertThat(ids(peer)).hasSize(2 + 2 + 1 + 2 + 5);
  }

  @Test
  void aSpanThatIsLargerThanARequestGoesAlone() {
    destination().write(batch(List.of(), span(1), span(2, "x".repeat(5 << 20)), span(3)));
    assertThat(peer.received().stream().map(one -> one.spans().size())).containsExactly(1, 1, 1);
  }

  @Test
  void requestsAreCompressedAndCarryTheHeadersOfTheSettings() {
    variables.put("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip");
    variables.put(
        "OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20key,x-mlflow-experiment-id=12");
    destination().write(batch(List.of(), span(1), span(2, "x".repeat(100_000))));
    OtlpPeer.Received request = peer.received().get(0);
    assertThat(request.compressed()).isTrue();
    assertThat(request.bytes()).isLessThan(5_000);
    assertThat(request.spans()).hasSize(2);
    assertThat(request.headers())
        .containsEntry("authorization", "Bearer key")
        .containsEntry("x-mlflow-experiment-id", "12"); // before that of the batch
    assertThat(request.headers().get("user-agent")).contains("spanloom-java-client/");
    assertThat(request.path())
        .isEqualTo(
            grpc() ? "/opentelemetry.proto.collector.trace.v1.TraceService/Export" : "/v1/traces");
  }

  @Test
  void spansTravelInTheBytesThatTheyHaveAndOnlyRootsGetMore() {
    TraceInfo info = TraceInfo.builder(TRACE).tag("env", "prod").state(TraceState.OK).build();
    TraceBatch batch = batch(List.of(info), span(2), span(1));
    destination().write(batch);
    OtlpPeer.Received request = peer.received().get(0);
    assertThat(request.encoded().get(0)).isEqualTo(batch.spans().get(0));
    byte[] root = batch.spans().get(1).span();
    assertThat(request.encoded().get(1).span()).startsWith(root);
    assertThat(request.spans().get(1).attributes())
        .containsEntry("mlflow.traceTag.env", "prod")
        .containsEntry("spanloom.traceInfo.state", "OK");
    assertThat(request.headers()).containsEntry("x-mlflow-experiment-id", "0");
  }

  @Test
  void whatIsSaidBeforeTheRootComesGoesAlongWithIt() {
    OtlpDestination destination = destination();
    TraceInfo info = TraceInfo.builder(TRACE).tag("env", "prod").build();
    destination.write(batch(List.of(info)));
    assertThat(peer.received()).isEmpty();
    destination.write(batch(List.of(), span(1)));
    assertThat(peer.spans().get(0).attributes()).containsEntry("mlflow.traceTag.env", "prod");
    assertThat(destination.untoldWords()).isZero();
  }

  @Test
  void whatIsSaidAfterTheRootWasSentAndAssessmentsAreCounted() {
    OtlpDestination destination = destination();
    TraceInfo info = TraceInfo.builder(TRACE).tag("env", "prod").build();
    destination.write(batch(List.of(info), span(1)));
    destination.write(batch(List.of(info))); // nothing new
    assertThat(destination.untoldWords()).isZero();
    destination.write(batch(List.of(info.toBuilder().tag("env", "test").build())));
    assertThat(destination.untoldWords()).isEqualTo(1);
    TraceInfo assessed =
        info.toBuilder()
            .tag("env", "test")
            .assessments(List.of(Feedback.builder("good").traceId(TRACE).value(true).build()))
            .build();
    destination.write(batch(List.of(assessed)));
    destination.write(batch(List.of(assessed)));
    assertThat(destination.untoldWords()).isEqualTo(2);
  }

  @Test
  void manyThreadsWriteAtOnce() {
    OtlpDestination destination = destination();
    List<CompletableFuture<Void>> writers =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (int n = 0; n < 25; n++) {
                            destination.write(batch(List.of(), span(100 * i + n + 2)));
                          }
                        }))
            .toList();
    writers.forEach(CompletableFuture::join);
    assertThat(ids(peer)).hasSize(200).doesNotHaveDuplicates();
  }

  private AtomicReference<Throwable> writingInVain(OtlpDestination destination, Thread[] thread) {
    peer.answer(request -> HttpResponse.of(new CompletableFuture<>()));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    thread[0] =
        new Thread(
            () -> {
              try {
                destination.write(batch(1));
              } catch (RuntimeException e) {
                thrown.set(e);
              }
            });
    thread[0].start();
    await("asked", () -> !peer.received().isEmpty());
    return thrown;
  }

  @Test
  void aThreadThatIsInterruptedWaitsNoLonger() throws InterruptedException {
    variables.put("OTEL_EXPORTER_OTLP_TIMEOUT", "100000");
    Thread[] thread = new Thread[1];
    AtomicReference<Throwable> thrown = writingInVain(destination(), thread);
    thread[0].interrupt();
    thread[0].join(TimeUnit.SECONDS.toMillis(30));
    assertThat(thrown.get())
        .isInstanceOf(RetryLaterException.class)
        .hasMessageContaining("interrupted");
  }

  @Test
  void closingEndsWhatIsUnderWayAndTheThreads() throws InterruptedException {
    variables.put("OTEL_EXPORTER_OTLP_TIMEOUT", "100000");
    OtlpDestination destination = destination();
    Thread[] thread = new Thread[1];
    AtomicReference<Throwable> thrown = writingInVain(destination, thread);
    destination.close();
    thread[0].join(TimeUnit.SECONDS.toMillis(30));
    assertThat(thrown.get())
        .isInstanceOf(RetryLaterException.class)
        .hasMessageContaining("the destination is closed");
    assertThatThrownBy(() -> destination.write(batch(1)))
        .isInstanceOf(RetryLaterException.class)
        .hasMessageContaining("the destination is closed");
    await(
        "no threads",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(
                    one ->
                        one.getName().startsWith("spanloom-otlp-")
                            || one.getName().startsWith("grpc-")));
  }
}
