package dev.spanloom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.storage.memory.InMemoryTraceStore;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with a certificate that the test makes for itself. */
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  /** A key store with a key for localhost, made by the JDK's keytool. */
  private KeyStore keyStore(String name) throws Exception {
    Path file = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=DNS:localhost,IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private Path pem(String file, String kind, byte[] der) throws Exception {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return Files.writeString(
        folder.resolve(file),
        "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
  }

  private Path key(KeyStore store, String name) throws Exception {
    Key key = store.getKey(name, PASSWORD);
    return pem(name + ".key.pem", "PRIVATE KEY", key.getEncoded());
  }

  private Path certificate(KeyStore store, String name) throws Exception {
    return pem(name + ".pem", "CERTIFICATE", store.getCertificate(name).getEncoded());
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
    KeyStore store = keyStore("one");
    ServerOptions options =
        ServerOptions.builder().port(0).tls(certificate(store, "one"), key(store, "one")).build();
    try (InMemoryTraceStore traces = new InMemoryTraceStore();
        SpanloomServer server = SpanloomServer.start(traces, options)) {
      assertThat(server.uri().getScheme()).isEqualTo("https");
      HttpClient client = HttpClient.newBuilder().sslContext(trusting(store)).build();
      HttpResponse<String> reply =
          client.send(
              HttpRequest.newBuilder(server.uri().resolve("/version")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(reply.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aKeyOfSomethingElseOrNoPemStopsTheStart() throws Exception {
    KeyStore one = keyStore("one");
    KeyStore two = keyStore("two");
    Path noPem = Files.writeString(folder.resolve("no.pem"), "hello");

    for (List<Path> files :
        List.of(
            List.of(certificate(one, "one"), key(two, "two")),
            List.of(noPem, key(one, "one")),
            List.of(folder.resolve("missing.pem"), key(one, "one")))) {
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
