package dev.spanloom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpRequestWriter;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import dev.spanloom.testjvms.Await;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a server ends. */
class ClosingTest {
  @Test
  void aRequestThatHasBegunIsAnsweredBeforeTheServerIsClosed() throws Exception {
    LiveServer server = new LiveServer();
    int port = server.uri("/").getPort();
    HttpRequestWriter request =
        HttpRequest.streaming(
            RequestHeaders.builder(HttpMethod.POST, "/api/2.0/mlflow/experiments/create")
                .contentType(MediaType.JSON)
                .build());
    CompletableFuture<AggregatedHttpResponse> answer =
        WebClient.builder("h2c://127.0.0.1:" + port)
            .responseTimeout(Duration.ofMinutes(1))
            .build()
            .execute(request)
            .aggregate();
    request.write(HttpData.ofUtf8("{\"name\": "));
    Await.until("the request", () -> server.requestsBeingServed() == 1);

    CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
    Await.until("it drains", () -> server.get("/ready").statusCode() == 503);
    assertThat(closed).isNotDone();

    request.write(HttpData.ofUtf8("\"late\"}"));
    request.close();
    assertThat(answer.get(20, TimeUnit.SECONDS).status().code()).isEqualTo(200);
    closed.get(20, TimeUnit.SECONDS);
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anIdleServerIsClosedBeforeTheThreadThatAcceptedItsConnectionsHasEnded() throws Exception {
    AcceptingThread accepting = new AcceptingThread();
    EventLoopGroup group = accepting.make("test-accepting");
    try {
      group.shutdownGracefully(1, 1, TimeUnit.HOURS).isDone();
      accepting.ending().get(20, TimeUnit.SECONDS);
      assertThat(group.isTerminated()).isFalse();
    } finally {
      endAtOnce(group);
    }
  }

  @SuppressWarnings("deprecation") // the other way waits for an hour now
  private static void endAtOnce(EventLoopGroup group) {
    group.shutdown();
  }
}
