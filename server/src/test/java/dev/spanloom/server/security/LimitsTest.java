package dev.spanloom.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpRequestWriter;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.testjvms.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server does not take on. */
@Timeout(180)
class LimitsTest {
  private static final String PATH = "/api/2.0/mlflow/experiments/create";
  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path folder;

  private static LiveServer start(Limits limits) {
    return new LiveServer(ServerOptions.builder().limits(limits).build());
  }

  private static WebClient client(LiveServer server) {
    return WebClient.builder("h2c://127.0.0.1:" + server.uri("/").getPort())
        .responseTimeout(Duration.ofMinutes(1))
        .build();
  }

  /** Begins a request whose end does not come yet. */
  private static HttpRequestWriter begin(long announced) {
    var headers = RequestHeaders.builder(HttpMethod.POST, PATH).contentType(MediaType.JSON);
    if (announced >= 0) {
      headers.contentLength(announced);
    }
    return HttpRequest.streaming(headers.build());
  }

  private static void assertTooMuch(AggregatedHttpResponse reply) {
    assertThat(reply.status().code()).isEqualTo(429);
    assertThat(reply.headers().get("retry-after")).isEqualTo("1");
    assertThat(reply.contentUtf8()).contains("\"error_code\": \"REQUEST_LIMIT_EXCEEDED\"");
  }

  private static void awaitRequests(LiveServer server, int requests) {
    Await.until(requests + " requests", () -> server.requestsBeingServed() == requests);
  }

  /** Waits for the bytes that a request announced: they are counted after the request is. */
  private static void awaitHeldBytes(LiveServer server, int bytes) {
    Await.until(
        bytes + " bytes",
        () -> server.get("/metrics").body().contains("spanloom_http_held_bytes " + (double) bytes));
  }

  @Test
  void requestsBeyondTheBytesOfAllAreRefusedBeforeTheyAreRead() {
    try (LiveServer server = start(new Limits(2 * MEBIBYTE, 2 * MEBIBYTE, MEBIBYTE, 100, 100))) {
      HttpRequestWriter alone = begin(2 * MEBIBYTE);
      HttpResponse waiting = client(server).execute(alone);
      awaitHeldBytes(server, 2 * MEBIBYTE);

      assertTooMuch(client(server).post(PATH, "{\"name\": \"b\"}").aggregate().join());

      HttpRequestWriter unannounced = begin(-1);
      HttpResponse refused = client(server).execute(unannounced);
      unannounced.write(HttpData.ofUtf8("{\"name\": "));
      assertTooMuch(refused.aggregate().join());

      alone.abort();
      waiting.abort();
      awaitRequests(server, 0);
      assertThat(
              client(server)
                  .execute(
                      RequestHeaders.of(HttpMethod.POST, PATH, "content-type", "application/json"),
                      "{\"name\": \"c\"}")
                  .aggregate()
                  .join()
                  .status()
                  .code())
          .isEqualTo(200);
    }
  }

  @Test
  void aCompressedBodyCountsForWhatItMayBecome() {
    try (LiveServer server = start(new Limits(2 * MEBIBYTE, 2 * MEBIBYTE, MEBIBYTE, 100, 100))) {
      HttpRequestWriter first = begin(MEBIBYTE / 2);
      HttpResponse waiting = client(server).execute(first);
      awaitHeldBytes(server, MEBIBYTE / 2);
      byte[] body = new byte[MEBIBYTE / 4];

      AggregatedHttpResponse packed =
          client(server)
              .execute(
                  RequestHeaders.of(
                      HttpMethod.POST,
                      "/v1/traces",
                      "content-type",
                      "application/x-protobuf",
                      "content-encoding",
                      "gzip"),
                  body)
              .aggregate()
              .join();
      assertTooMuch(packed);
      first.abort();
      waiting.abort();
    }
  }

  @Test
  void requestsBeyondTheirNumberAreRefusedButHealthIsAnswered() {
    try (LiveServer server = start(new Limits(MEBIBYTE, MEBIBYTE, MEBIBYTE, 1, 100))) {
      HttpRequestWriter first = begin(10);
      HttpResponse waiting = client(server).execute(first);
      awaitRequests(server, 1);

      assertTooMuch(client(server).get("/version").aggregate().join());
      assertThat(client(server).get("/health").aggregate().join().status().code()).isEqualTo(200);

      first.abort();
      waiting.abort();
      awaitRequests(server, 0);
      assertThat(client(server).get("/version").aggregate().join().status().code()).isEqualTo(200);
    }
  }

  @Test
  void aTokenHasSoManyRequestsASecond() {
    TokenFile file = new TokenFile(folder.resolve("tokens.json"));
    String[] tokens = {
      file.create("a", Set.of(Role.READ), 0).secret(),
      file.create("b", Set.of(Role.READ), 0).secret()
    };
    try (LiveServer server =
        new LiveServer(
            ServerOptions.builder()
                .tokenFile(file.path())
                .limits(new Limits(MEBIBYTE, MEBIBYTE, MEBIBYTE, 100, 1))
                .build())) {
      long began = System.nanoTime();
      long taken = 0;
      for (int i = 0; i < 20; i++) {
        taken += version(server, tokens[0]) == 429 ? 0 : 1;
      }
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + 1;
      assertThat(taken).isBetween(2L, 2 + seconds);
      assertThat(version(server, tokens[1])).isEqualTo(200);
    }
  }

  private static int version(LiveServer server, String token) {
    return server.send("GET", "/version", "", "Authorization", "Bearer " + token).statusCode();
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedInMlflowsForm() {
    try (LiveServer server = start(new Limits(100, 100, MEBIBYTE, 100, 100))) {
      var reply = server.send("POST", PATH, "{\"name\": \"" + "x".repeat(200) + "\"}");
      assertThat(reply.statusCode()).isEqualTo(413);
      assertThat(reply.body()).contains("INVALID_PARAMETER_VALUE", "more than 100 bytes");
    }
  }

  @Test
  void withoutTokensThereIsNoRateButTheRoomForAllHolds() {
    try (LiveServer server = start(new Limits(100, 100, 100, 1, 1))) {
      for (int i = 0; i < 20; i++) {
        assertThat(server.get("/api/2.0/mlflow/experiments/get?experiment_id=0").statusCode())
            .isEqualTo(200);
        awaitRequests(server, 0);
      }
      HttpRequestWriter only = begin(-1);
      HttpResponse waiting = client(server).execute(only);
      awaitRequests(server, 1);
      assertTooMuch(client(server).post(PATH, "{\"name\": \"b\"}").aggregate().join());
      only.abort();
      waiting.abort();
    }
  }

  @Test
  void aBucketFillsAgain() {
    Bucket bucket = new Bucket(2, 0);
    for (int i = 0; i < 4; i++) {
      assertThat(bucket.take(0)).isTrue();
    }
    assertThat(bucket.take(0)).isFalse();
    assertThat(bucket.take(TimeUnit.MILLISECONDS.toNanos(499))).isFalse();
    assertThat(bucket.take(TimeUnit.SECONDS.toNanos(1))).isTrue();
  }
}
