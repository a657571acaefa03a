package dev.spanloom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which protocol a connection has: the one it begins with. */
@Timeout(30)
class WithoutUpgradeTest {
  private static final String OFFER =
      """
      GET /version HTTP/1.1\r
      Host: 127.0.0.1\r
      Connection: Upgrade, HTTP2-Settings\r
      Upgrade: h2c\r
      HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r
      \r
      """;

  private static final byte SETTINGS = 4;

  private final LiveServer server = new LiveServer();

  @AfterEach
  void close() {
    server.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.uri("/").getPort());
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static String answer(InputStream in) throws IOException {
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("\r\n\r\n3.6.0")) {
      int next = in.read();
      assertThat(next).as("after %s", answer).isNotEqualTo(-1);
      answer.append((char) next);
    }
    return answer.toString();
  }

  @Test
  void anUpgradeIsNotTakenHoweverOftenItIsOffered() throws IOException {
    try (Socket socket = connect()) {
      for (int time = 0; time < 3; time++) {
        socket.getOutputStream().write(OFFER.getBytes(StandardCharsets.US_ASCII));
        assertThat(answer(socket.getInputStream())).startsWith("HTTP/1.1 200 OK\r\n");
      }
    }
  }

  @Test
  void aRequestMayComeByteByByte() throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      for (byte next : OFFER.getBytes(StandardCharsets.US_ASCII)) {
        out.write(next);
      }
      assertThat(answer(socket.getInputStream())).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void requestsMayComeBehindEachOther() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write((OFFER + OFFER).getBytes(StandardCharsets.US_ASCII));
      assertThat(answer(socket.getInputStream())).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(answer(socket.getInputStream())).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void aConnectionThatBeginsWithHttp2HasIt() throws IOException {
    try (Socket socket = connect()) {
      String preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
      byte[] noSettings = {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0};
      socket.getOutputStream().write(preface.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(noSettings);
      assertThat(socket.getInputStream().readNBytes(9)[3]).isEqualTo(SETTINGS);
    }
  }

  @Test
  void javasClientIsAnsweredInItsSecondChoice() {
    assertThat(server.get("/version").version()).isEqualTo(HttpClient.Version.HTTP_1_1);
  }
}
