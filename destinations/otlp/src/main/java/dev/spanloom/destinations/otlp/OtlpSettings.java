package dev.spanloom.destinations.otlp;

import dev.spanloom.internal.http.TlsFiles;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How an endpoint is spoken to.
 *
 * @param headers for every request, names in lower case; copied in
 * @param timeout for one request with its answer
 * @param gzip whether requests are compressed
 * @param tls empty for the context of the JVM, and for an endpoint without TLS
 */
record OtlpSettings(
    OtlpEndpoint endpoint,
    Map<String, String> headers,
    Duration timeout,
    boolean gzip,
    Optional<SSLContext> tls) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  OtlpSettings {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /**
   * The settings for a tracking URI.
   *
   * @throws IllegalArgumentException for a URI or a variable that cannot be used
   */
  static OtlpSettings of(String trackingUri, OtlpVariables variables) {
    OtlpEndpoint endpoint = OtlpEndpoint.of(trackingUri, variables);
    return new OtlpSettings(
        endpoint,
        HeaderList.of(variables),
        timeout(variables),
        gzip(variables),
        endpoint.isEncrypted() ? tls(variables) : Optional.empty());
  }

  private static Duration timeout(OtlpVariables variables) {
    return variables
        .find("TIMEOUT")
        .map(
            variable -> {
              if (!variable.value().matches("[1-9]\\d{0,8}")) {
                throw variable.wrong("milliseconds, a whole number of at least 1");
              }
              return Duration.ofMillis(Long.parseLong(variable.value()));
            })
        .orElse(DEFAULT_TIMEOUT);
  }

  private static boolean gzip(OtlpVariables variables) {
    return variables
        .find("COMPRESSION")
        .map(
            variable ->
                switch (variable.value()) {
                  case "gzip" -> true;
                  case "none" -> false;
                  default -> throw variable.wrong("gzip or none");
                })
        .orElse(false);
  }

  private static Optional<SSLContext> tls(OtlpVariables variables) {
    TlsFiles.Setting client = variables.file("CLIENT_CERTIFICATE");
    TlsFiles.Setting key = variables.file("CLIENT_KEY");
    if ((client == null) != (key == null)) {
      TlsFiles.Setting given = client == null ? key : client;
      throw new IllegalArgumentException(
          (given == null ? "" : given.name() + ": \"" + given.file() + "\" ")
              + "alone (expected: OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE and"
              + " OTEL_EXPORTER_OTLP_CLIENT_KEY together)");
    }
    return TlsFiles.context(variables.file("CERTIFICATE"), client, key);
  }
}
