package dev.spanloom.destinations.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What URIs and OpenTelemetry's variables name. */
class OtlpSettingsTest extends OtlpCase {
  private void variable(String name, String value) {
    variables.put("OTEL_EXPORTER_OTLP_" + name, value);
  }

  private String endpoint(String uri) {
    return settings(uri).endpoint().toString();
  }

  @ParameterizedTest
  @CsvSource({
    "otlp+http://host:4318, http://host:4318/v1/traces (http/protobuf)",
    "otlp+http://host, http://host:4318/v1/traces (http/protobuf)",
    "OTLP+HTTP://host:4318/, http://host:4318/v1/traces (http/protobuf)",
    "otlp+http://host:4318/otlp/traces, http://host:4318/otlp/traces (http/protobuf)",
    "otlp+https://host/v1/traces?key=1, https://host:443/v1/traces?key=1 (http/protobuf)",
    "otlp+grpc://host:1234, http://host:1234 (grpc)",
    "otlp+grpc://host/, http://host:4317 (grpc)",
    "otlp+grpcs://host, https://host:443 (grpc)",
    "otlp:, http://localhost:4317 (grpc)",
    "otlp://, http://localhost:4317 (grpc)"
  })
  void aUriNamesItsEndpoint(String uri, String endpoint) {
    assertThat(endpoint(uri)).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @CsvSource({
    "otlp:host",
    "otlp://host:4317",
    "otlp+http:",
    "otlp+http:///v1/traces",
    "otlp+grpc://host/path",
    "otlp+http://user:secret@host",
    "otlp+http://host#x",
    "otlp+http://ho st"
  })
  void aUriThatNamesNoneIsRefusedWithoutItsLogin(String uri) {
    assertThatThrownBy(() -> settings(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tracking URI: \"otlp")
        .hasMessageContaining("(expected: ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void theGenericEndpointGetsThePathOfTracesAndTheirOwnDoesNot() {
    variable("PROTOCOL", "http/protobuf");
    variable("ENDPOINT", "http://collector:4318");
    assertThat(endpoint("otlp:")).isEqualTo("http://collector:4318/v1/traces (http/protobuf)");
    variable("ENDPOINT", "https://collector/base/");
    assertThat(endpoint("otlp:")).isEqualTo("https://collector:443/base/v1/traces (http/protobuf)");
    variable("TRACES_ENDPOINT", "http://traces:4318/other");
    assertThat(endpoint("otlp:")).isEqualTo("http://traces:4318/other (http/protobuf)");
    variable("TRACES_ENDPOINT", "http://traces:4318");
    assertThat(endpoint("otlp:")).isEqualTo("http://traces:4318/ (http/protobuf)");
  }

  @Test
  void aGrpcEndpointWithoutASchemeIsEncryptedUnlessItIsCalledInsecure() {
    variable("ENDPOINT", "collector:4317");
    assertThat(endpoint("otlp:")).isEqualTo("https://collector:4317 (grpc)");
    variable("INSECURE", "true");
    assertThat(endpoint("otlp:")).isEqualTo("http://collector:4317 (grpc)");
    variable("TRACES_INSECURE", "false");
    assertThat(endpoint("otlp:")).isEqualTo("https://collector:4317 (grpc)");
    variable("ENDPOINT", "http://collector:4317");
    assertThat(endpoint("otlp:")).isEqualTo("http://collector:4317 (grpc)");
  }

  @Test
  void variablesOfTracesGoBeforeGenericOnes() {
    variable("PROTOCOL", "grpc");
    variable("TRACES_PROTOCOL", "http/json");
    variable("TIMEOUT", "1");
    variable("TRACES_TIMEOUT", "2500");
    variable("COMPRESSION", "none");
    variable("TRACES_COMPRESSION", "gzip");
    variable("HEADERS", "a=1");
    variable("TRACES_HEADERS", "Authorization=Basic%20eDp5PQ==, x-b = c+d%2Ce ,");
    OtlpSettings settings = settings("otlp+http://host");
    assertThat(settings.endpoint().protocol()).isEqualTo(Protocol.HTTP_JSON);
    assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(2500));
    assertThat(settings.gzip()).isTrue();
    assertThat(settings.headers())
        .containsEntry("authorization", "Basic eDp5PQ==")
        .containsEntry("x-b", "c+d,e")
        .hasSize(2);
  }

  @Test
  void whatNobodySaysIsTheDefault() {
    OtlpSettings settings = settings("otlp:");
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.gzip()).isFalse();
    assertThat(settings.headers()).isEmpty();
    assertThat(settings.tls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PROTOCOL, thrift, 'OTEL_EXPORTER_OTLP_PROTOCOL: \"thrift\" (expected: one of grpc,'",
    "TIMEOUT, 10s, 'OTEL_EXPORTER_OTLP_TIMEOUT: \"10s\" (expected: milliseconds'",
    "TIMEOUT, 0, 'OTEL_EXPORTER_OTLP_TIMEOUT: \"0\" (expected: milliseconds'",
    "COMPRESSION, zstd, 'OTEL_EXPORTER_OTLP_COMPRESSION: \"zstd\" (expected: gzip or none)'",
    "ENDPOINT, ftp://x, 'OTEL_EXPORTER_OTLP_ENDPOINT: \"ftp://x\": it is neither http: nor https:'",
    "HEADERS, 'a=1,b', 'OTEL_EXPORTER_OTLP_HEADERS, entry 2 (expected: key=value)'",
    "HEADERS, 'a=s3cret%zz', 'OTEL_EXPORTER_OTLP_HEADERS, entry 1 (expected: percent-encoding'",
    "HEADERS, 'host=x', 'OTEL_EXPORTER_OTLP_HEADERS, entry 1: \"host\" (expected: the name'",
    "HEADERS, 'a=x%0d%0ab', 'OTEL_EXPORTER_OTLP_HEADERS, entry 1: the value of a (expected: print'",
    "HEADERS, 'a-bin=$', 'OTEL_EXPORTER_OTLP_HEADERS, entry 1: the value of a-bin'"
  })
  void aValueThatDoesNotFitFailsAtSetUpAndIsShownUnlessItIsASecret(
      String name, String value, String message) {
    variable(name, value);
    assertThatThrownBy(() -> settings("otlp:"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aKeyWithoutItsCertificateFailsAtSetUp() {
    variable("CLIENT_KEY", "key.pem");
    assertThatThrownBy(() -> settings("otlp+grpcs://host"))
        .hasMessageStartingWith("OTEL_EXPORTER_OTLP_CLIENT_KEY: \"key.pem\" alone (expected:");
    variable("CERTIFICATE", "missing.pem");
    variables.remove("OTEL_EXPORTER_OTLP_CLIENT_KEY");
    assertThatThrownBy(() -> settings("otlp+grpcs://host"))
        .hasMessageStartingWith("OTEL_EXPORTER_OTLP_CERTIFICATE: \"missing.pem\"");
  }
}
