package dev.spanloom.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DNS rebinding, cross-site requests, headers for browsers. */
class HostAndOriginTest {
  private static final String SEARCH = "/api/3.0/mlflow/traces/search";
  private static final String ANY_TRACE =
      "{\"locations\": [{\"mlflow_experiment\": {\"experiment_id\": \"0\"}}]}";

  private static LiveServer server;

  @BeforeAll
  static void start() {
    server =
        new LiveServer(
            ServerOptions.builder()
                .allowHost("traces.example.org")
                .allowHost("*.inside.example.org")
                .allowOrigin("https://ui.example.org")
                .build());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static AggregatedHttpResponse send(HttpMethod method, String path, String... headers) {
    RequestHeadersBuilder head = RequestHeaders.builder(method, path).contentType(MediaType.JSON);
    for (int i = 0; i < headers.length; i += 2) {
      head.set(headers[i], headers[i + 1]);
    }
    return WebClient.builder("h1c://127.0.0.1:" + server.uri("/").getPort())
        .responseTimeout(Duration.ofMinutes(1))
        .build()
        .execute(head.build(), method == HttpMethod.POST ? ANY_TRACE : "")
        .aggregate()
        .join();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:1",
        "127.0.0.1:5000",
        "127.9.9.9",
        "[::1]:5000",
        "traces.example.org:443",
        "traces.example.org.",
        "a.inside.example.org"
      })
  void itsOwnNamesAreServed(String host) {
    assertThat(send(HttpMethod.GET, "/version", "Host", host).status().code()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example.com",
        "localhost.evil.example.com",
        "127.0.0.1.evil.example.com",
        "inside.example.org",
        "xinside.example.org",
        "traces.example.org.evil.com",
        "192.168.1.1",
        "0.0.0.0",
      })
  void othersAreNot(String host) {
    AggregatedHttpResponse reply = send(HttpMethod.GET, "/version", "Host", host);

    assertThat(reply.status().code()).isEqualTo(403);
    assertThat(reply.contentUtf8())
        .isEqualTo("Invalid Host header - possible DNS rebinding attack detected");
    assertThat(send(HttpMethod.GET, "/health", "Host", host).status().code()).isEqualTo(200);
  }

  @Test
  void theAddressThatAConnectionReachedIsItsName() throws UnknownHostException {
    InetSocketAddress reached = new InetSocketAddress(InetAddress.getByName("10.1.2.3"), 5000);
    HostCheck hosts = new HostCheck("0.0.0.0", Set.of());

    assertThat(hosts.allows("10.1.2.3:5000", reached)).isTrue();
    assertThat(hosts.allows("10.1.2.4:5000", reached)).isFalse();
    assertThat(hosts.allows("", reached)).isFalse();
    assertThat(new HostCheck("0.0.0.0", Set.of("*")).allows("any.where", reached)).isTrue();
  }

  @Test
  void onlyKnownPagesMayWrite() {
    for (String origin :
        new String[] {"https://evil.example.com", "null", "http://localhost.evil"}) {
      AggregatedHttpResponse reply = send(HttpMethod.POST, SEARCH, "Origin", origin);
      assertThat(reply.status().code()).as(origin).isEqualTo(403);
      assertThat(reply.contentUtf8()).isEqualTo("Cross-origin request blocked");
      assertThat(reply.headers().get("access-control-allow-origin")).isNull();
    }
    for (String origin : new String[] {"https://ui.example.org", "http://localhost:3000"}) {
      AggregatedHttpResponse reply = send(HttpMethod.POST, SEARCH, "Origin", origin);
      assertThat(reply.status().code()).as(origin).isEqualTo(200);
      assertThat(reply.headers().get("access-control-allow-origin")).isEqualTo(origin);
    }
    assertThat(
            send(
                    HttpMethod.POST,
                    SEARCH,
                    "Host",
                    "traces.example.org",
                    "Origin",
                    "http://traces.example.org")
                .status()
                .code())
        .isEqualTo(200);
  }

  @Test
  void browsersAreToldBeforehand() {
    AggregatedHttpResponse known =
        send(
            HttpMethod.OPTIONS,
            SEARCH,
            "Origin",
            "https://ui.example.org",
            "Access-Control-Request-Method",
            "POST",
            "Access-Control-Request-Headers",
            "content-type");
    assertThat(known.status().code()).isEqualTo(204);
    assertThat(known.headers().get("access-control-allow-origin"))
        .isEqualTo("https://ui.example.org");
    assertThat(known.headers().get("access-control-allow-headers")).isEqualTo("content-type");

    AggregatedHttpResponse stranger =
        send(
            HttpMethod.OPTIONS,
            SEARCH,
            "Origin",
            "https://evil.example.com",
            "Access-Control-Request-Method",
            "POST");
    assertThat(stranger.status().code()).isEqualTo(204);
    assertThat(stranger.headers().names().toString()).doesNotContain("access-control");
  }

  @Test
  void everyResponseHasTheHeadersOfSecurity() {
    for (String path : new String[] {"/health", "/version", "/nowhere"}) {
      var headers = send(HttpMethod.GET, path).headers();
      assertThat(headers.get("x-content-type-options")).as(path).isEqualTo("nosniff");
      assertThat(headers.get("x-frame-options")).isEqualTo("SAMEORIGIN");
      assertThat(headers.get("referrer-policy")).isEqualTo("same-origin");
      assertThat(headers.get("content-security-policy")).startsWith("default-src 'none'");
    }
  }
}
