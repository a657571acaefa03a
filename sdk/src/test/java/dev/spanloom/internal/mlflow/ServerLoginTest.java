package dev.spanloom.internal.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.internal.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who we say we are, and what else is read of URI and settings. */
class ServerLoginTest {
  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();

  private Settings settings() {
    return new Settings(name -> null, environment::get);
  }

  private ServerLogin login(String uri) {
    return new ServerLogin(ServerUri.parse(uri), settings(), folder.resolve("credentials"));
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private void credentials(String text) throws IOException {
    Files.writeString(folder.resolve("credentials"), text);
  }

  @Test
  void nobodyIsSomebodyTooWhereTheServerDoesNotMind() {
    assertThat(login("http://host").header()).isNull();
  }

  @Test
  void theLoginOfTheUriGoesBeforeThoseOfTheEnvironmentAndTheFile() throws IOException {
    credentials("[mlflow]\nmlflow_tracking_username = file\nmlflow_tracking_password = of file\n");
    environment.put("MLFLOW_TRACKING_TOKEN", "t");
    assertThat(login("http://host").header()).isEqualTo(basic("file:of file"));
    environment.put("MLFLOW_TRACKING_USERNAME", "env");
    assertThat(login("http://host").header()).isEqualTo(basic("env:of file"));
    environment.put("MLFLOW_TRACKING_PASSWORD", "of env");
    assertThat(login("http://host").header()).isEqualTo(basic("env:of env"));
    assertThat(login("http://ann:p%40ss%2Bw@host").header()).isEqualTo(basic("ann:p@ss+w"));
  }

  @Test
  void aTokenIsShownWhereThereIsNoWholeLogin() throws IOException {
    credentials("[other]\nmlflow_tracking_username = x\nmlflow_tracking_password = y\n# [mlflow]");
    environment.put("MLFLOW_TRACKING_TOKEN", "t-1");
    environment.put("MLFLOW_TRACKING_USERNAME", "ann");
    assertThat(login("http://host").header()).isEqualTo("Bearer t-1");
  }

  @Test
  void whatIsRefusedIsReadAgain() throws IOException {
    credentials("[mlflow]\nmlflow_tracking_username=a\nmlflow_tracking_password=old\n");
    ServerLogin login = login("http://host");
    String refused = login.header();
    assertThat(login.renew(refused)).isFalse();
    credentials("[mlflow]\nmlflow_tracking_username=a\nmlflow_tracking_password=new\n");
    assertThat(login.renew(refused)).isTrue();
    assertThat(login.header()).isEqualTo(basic("a:new"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://host, http://host",
    "http://host:5000/, http://host:5000",
    "HTTPS://me:pw@host/a/b/, https://host/a/b",
    "http://[::1]:5000, http://[::1]:5000",
  })
  void aUriIsShownWithoutLoginAndSlash(String uri, String shown) {
    assertThat(ServerUri.parse(uri)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http:", "http://", "http://user:pw@/x", "http://h ost", "http://h/?a=b"})
  void aUriThatNamesNoServerIsToldAsSuch(String uri) {
    assertThatThrownBy(() -> HttpDestination.open(uri, settings(), folder.resolve("none")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tracking URI: \"http:")
        .hasMessageContaining("(expected: http://host:port or https://host:port")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("user:pw"));
  }

  @Test
  void settingsAreThoseOfMlflow() {
    environment.put("MLFLOW_HTTP_REQUEST_TIMEOUT", "7");
    environment.put("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "99");
    environment.put("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", "3");
    environment.put("MLFLOW_HTTP_REQUEST_BACKOFF_JITTER", "0.5");
    HttpSettings http = HttpSettings.from(settings());
    assertThat(http.requestTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(http.maxRetries()).isEqualTo(9);
    assertThat(http.pause(1, 0, null)).isEqualTo(Duration.ofSeconds(3));
    assertThat(http.pause(3, 1, null)).isEqualTo(Duration.ofMillis(12_500));
    assertThat(http.pause(1, 0, Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
    assertThat(http.pause(1, 0, Duration.ofHours(2))).isEqualTo(Duration.ofSeconds(7));
    environment.put("MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER", "false");
    assertThat(HttpSettings.from(settings()).pause(1, 0, Duration.ofSeconds(2)))
        .isEqualTo(Duration.ofSeconds(3));
    environment.put("MLFLOW_HTTP_REQUEST_BACKOFF_JITTER", "much");
    assertThatThrownBy(() -> HttpSettings.from(settings()))
        .hasMessage(
            "MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: \"much\" (expected: seconds from 0 to 119)");
  }
}
