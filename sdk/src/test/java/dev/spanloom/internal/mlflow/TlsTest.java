package dev.spanloom.internal.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import dev.spanloom.destination.Destination;
import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.testjvms.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with certificates that the test makes for itself. */
class TlsTest extends ServerCase {
  private static final char[] PASSWORD = TestCertificate.password();
  private static final int HEAD_OF_RSA_2048 = 26;

  @TempDir static Path folder;

  private static KeyStore ofServer;
  private static KeyStore ofClient;

  @BeforeAll
  static void makeCertificates() {
    ofServer = TestCertificate.make(folder, "server", "DNS:localhost,IP:127.0.0.1").store();
    ofClient = TestCertificate.make(folder, "client", "DNS:client").store();
  }

  private String certificate(KeyStore store, String name) throws Exception {
    return TestCertificate.pem("CERTIFICATE", store.getCertificate(name).getEncoded());
  }

  private static String file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private MlflowPeer peer(boolean needsClient) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(ofServer, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("client", ofClient.getCertificate("client"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return closedLater(
        MlflowPeer.start(
            "3.6.0",
            new HttpsConfigurator(context) {
              @Override
              public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(needsClient);
                parameters.setSSLParameters(wanted);
              }
            }));
  }

  /** One whose first handshake is through, which may take longer than a server is waited for. */
  private Destination answering(String uri) {
    Destination destination = destination(uri);
    await(
        "an answer",
        () -> {
          try {
            return destination.getTraceInfo("tr-0").isEmpty();
          } catch (RetryLaterException e) {
            return false;
          }
        });
    return destination;
  }

  @Test
  void aServerThatNobodyKnowsIsNotTrusted() throws Exception {
    String uri = peer(false).uri();
    assertThatThrownBy(() -> destination(uri).getTraceInfo("tr-1"))
        .isInstanceOf(RetryLaterException.class)
        .hasMessageStartingWith("GET " + uri + "/version: ");
  }

  @Test
  void aServerIsTrustedByItsCertificate() throws Exception {
    setting(
        "mlflow.tracking.server.cert.path", file("server.pem", certificate(ofServer, "server")));
    assertThat(answering(peer(false).uri()).getTraceInfo("tr-1")).isEmpty();
  }

  @Test
  void anybodyIsTrustedWhereThatIsAskedFor() throws Exception {
    setting("mlflow.tracking.insecure.tls", true);
    String uri = peer(false).uri();
    assertThat(answering(uri).getTraceInfo("tr-1")).isEmpty();
    setting("mlflow.tracking.server.cert.path", "server.pem");
    assertThatThrownBy(() -> destination(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("MLFLOW_TRACKING_INSECURE_TLS")
        .hasMessageContaining("(expected: one of both)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY"})
  void aServerThatAsksForACertificateGetsOurs(String kind) throws Exception {
    byte[] key = ofClient.getKey("client", PASSWORD).getEncoded();
    byte[] inner =
        kind.startsWith("RSA") ? Arrays.copyOfRange(key, HEAD_OF_RSA_2048, key.length) : key;
    setting("mlflow.tracking.insecure.tls", true);
    setting(
        "mlflow.tracking.client.cert.path",
        file("client.pem", certificate(ofClient, "client") + TestCertificate.pem(kind, inner)));
    assertThat(answering(peer(true).uri()).getTraceInfo("tr-1")).isEmpty();
  }

  @Test
  void aFileThatIsNotWhatItShouldBeIsNamed() throws Exception {
    String uri = "https://127.0.0.1:1";
    setting("mlflow.tracking.server.cert.path", file("empty.pem", "nothing"));
    assertThatThrownBy(() -> destination(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty.pem\" holds no certificate (expected: ");
    setting("mlflow.tracking.server.cert.path", folder.resolve("missing.pem"));
    assertThatThrownBy(() -> destination(uri))
        .hasMessageContaining("missing.pem\" cannot be read (expected: a PEM file)");
    System.clearProperty("mlflow.tracking.server.cert.path");
    setting(
        "mlflow.tracking.client.cert.path", file("keyless.pem", certificate(ofClient, "client")));
    assertThatThrownBy(() -> destination(uri))
        .hasMessageContaining("keyless.pem\" holds no private key (expected: ");
    setting(
        "mlflow.tracking.client.cert.path",
        file(
            "ec.pem",
            certificate(ofClient, "client")
                + TestCertificate.pem("EC PRIVATE KEY", new byte[] {1})));
    assertThatThrownBy(() -> destination(uri))
        .hasMessageContaining("ec.pem\" holds an EC PRIVATE KEY (expected: an unencrypted");
  }
}
