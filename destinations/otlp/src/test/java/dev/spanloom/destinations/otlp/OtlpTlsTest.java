package dev.spanloom.destinations.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.testjvms.TestCertificate;
import io.netty.handler.ssl.ClientAuth;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with certificates that the test makes for itself. */
class OtlpTlsTest extends OtlpCase {
  @TempDir static Path folder;

  private static TestCertificate ofServer;
  private static TestCertificate ofElsewhere;
  private static TestCertificate ofClient;

  @BeforeAll
  static void makeCertificates() {
    ofServer = TestCertificate.make(folder, "server", "DNS:localhost,IP:127.0.0.1");
    ofElsewhere = TestCertificate.make(folder, "elsewhere", "DNS:elsewhere");
    ofClient = TestCertificate.make(folder, "client", "DNS:client");
  }

  private OtlpPeer peer(TestCertificate certificate, boolean asksForClients) {
    return closedLater(
        new OtlpPeer(
            builder -> {
              builder
                  .https(new InetSocketAddress("127.0.0.1", 0))
                  .tls(certificate.certificate().toFile(), certificate.key().toFile());
              if (asksForClients) {
                builder.tlsCustomizer(
                    tls ->
                        tls.clientAuth(ClientAuth.REQUIRE)
                            .trustManager(ofClient.certificate().toFile()));
              }
            }));
  }

  private void variable(String name, Path file) {
    variables.put("OTEL_EXPORTER_OTLP_" + name, file.toString());
  }

  private OtlpDestination destination(String scheme, OtlpPeer peer) {
    return destination(scheme + "://127.0.0.1:" + peer.port());
  }

  @ParameterizedTest
  @ValueSource(strings = {"otlp+https", "otlp+grpcs"})
  void aBackendIsTrustedByItsCertificateAndNotWithoutIt(String scheme) {
    OtlpPeer peer = peer(ofServer, false);
    assertThatThrownBy(() -> destination(scheme, peer).write(batch(2)))
        .isInstanceOf(RetryLaterException.class);
    assertThat(peer.received()).isEmpty();
    variable("CERTIFICATE", ofServer.certificate());
    destination(scheme, peer).write(batch(2));
    assertThat(peer.spans()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"otlp+https", "otlp+grpcs"})
  void aBackendUnderAnotherNameIsNotTrusted(String scheme) {
    OtlpPeer peer = peer(ofElsewhere, false);
    variable("CERTIFICATE", ofElsewhere.certificate());
    assertThatThrownBy(() -> destination(scheme, peer).write(batch(2)))
        .isInstanceOf(RetryLaterException.class);
    assertThat(peer.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"otlp+https", "otlp+grpcs"})
  void aBackendThatAsksForACertificateGetsOurs(String scheme) {
    OtlpPeer peer = peer(ofServer, true);
    variable("CERTIFICATE", ofServer.certificate());
    assertThatThrownBy(() -> destination(scheme, peer).write(batch(2)))
        .isInstanceOf(RetryLaterException.class);
    assertThat(peer.received()).isEmpty();
    variable("CLIENT_CERTIFICATE", ofClient.certificate());
    variable("TRACES_CLIENT_KEY", ofClient.key());
    destination(scheme, peer).write(batch(2));
    assertThat(peer.spans()).hasSize(2);
  }
}
