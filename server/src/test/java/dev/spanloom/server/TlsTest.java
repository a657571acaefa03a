package dev.spanloom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.storage.memory.InMemoryTraceStore;
import dev.spanloom.testjvms.TestCertificate;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with a certificate that the test makes for itself. */
class TlsTest {
  @TempDir Path folder;

  private TestCertificate certificate(String name) {
    return TestCertificate.make(folder, name, "DNS:localhost,IP:127.0.0.1");
  }

  private static SSLContext trusting(KeyStore store) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("one"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  @Test
  void requestsAreServedOverTls() throws Exception {
    TestCertificate one = certificate("one");
    ServerOptions options =
        ServerOptions.builder().port(0).tls(one.certificate(), one.key()).build();
    try (InMemoryTraceStore traces = new InMemoryTraceStore();
        SpanloomServer server = SpanloomServer.start(traces, options)) {
      assertThat(server.uri().getScheme()).isEqualTo("https");
      HttpClient client = HttpClient.newBuilder().sslContext(trusting(one.store())).build();
      HttpResponse<String> reply =
          client.send(
              HttpRequest.newBuilder(server.uri().resolve("/version")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(reply.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aKeyOfSomethingElseOrNoPemStopsTheStart() throws Exception {
    TestCertificate one = certificate("one");
    TestCertificate two = certificate("two");
    Path noPem = Files.writeString(folder.resolve("no.pem"), "hello");

    for (List<Path> files :
        List.of(
            List.of(one.certificate(), two.key()),
            List.of(noPem, one.key()),
            List.of(folder.resolve("missing.pem"), one.key()))) {
      ServerOptions options =
          ServerOptions.builder().port(0).tls(files.get(0), files.get(1)).build();
      try (InMemoryTraceStore traces = new InMemoryTraceStore()) {
        assertThatThrownBy(() -> SpanloomServer.start(traces, options))
            .isInstanceOf(ServerStartException.class)
            .hasMessageContaining("TLS")
            .hasMessageContaining(files.get(0).getFileName().toString());
      }
    }
  }
}
