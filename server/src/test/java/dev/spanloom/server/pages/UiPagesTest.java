package dev.spanloom.server.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test class path has a small UI of its own, in dev/spanloom/ui. */
final class UiPagesTest {
  private static final Pattern NONCE = Pattern.compile("'nonce-([A-Za-z0-9_-]{22})'");

  private final HttpClient client = HttpClient.newHttpClient();
  private LiveServer server = new LiveServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/experiments",
        "/experiments/0/traces?q=x",
        "/experiments/0/traces/tr-1.2",
        "/experiments/0/sessions/a%2Fb",
        "/traces/tr-1",
        "/file"
      })
  void everyAddressOfAPageIsTheSamePage(String path) throws Exception {
    HttpResponse<String> page = get(path);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "content-type")).startsWith("text/html");
    assertThat(header(page, "cache-control")).isEqualTo("no-store");
    assertThat(page.body()).contains("<base href=\"/\" />").contains("assets/app-1a2b.js");
  }

  @Test
  void aPageMayRunItsOwnFilesAloneAndEachAnswerHasANonceOfItsOwn() throws Exception {
    HttpResponse<String> page = get("/");
    String policy = header(page, "content-security-policy");
    Matcher nonce = NONCE.matcher(policy);
    assertThat(page.headers().allValues("content-security-policy")).hasSize(1);
    assertThat(policy).startsWith("default-src 'none'; script-src 'self';");
    assertThat(policy).doesNotContain("unsafe");
    assertThat(nonce.find()).isTrue();
    assertThat(page.body()).contains("nonce=\"" + nonce.group(1) + "\"").doesNotContain("%NONCE%");
    assertThat(header(get("/"), "content-security-policy")).isNotEqualTo(policy);
  }

  @Test
  void filesThatAreNamedByTheirContentAreKeptForEver() throws Exception {
    HttpResponse<String> file = get("/assets/app-1a2b.js");
    assertThat(file.body()).isEqualTo("plain\n");
    assertThat(header(file, "content-type")).startsWith("text/javascript");
    assertThat(header(file, "cache-control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(file, "vary")).isEqualTo("Accept-Encoding");
    assertThat(header(file, "x-content-type-options")).isEqualTo("nosniff");
  }

  @Test
  void filesComeAsTheyWerePackedWhenTheClientTakesThat() throws Exception {
    HttpResponse<String> best = get("/assets/app-1a2b.js", "Accept-Encoding", "gzip, deflate, br");
    assertThat(header(best, "content-encoding")).isEqualTo("br");
    assertThat(best.body()).isEqualTo("as brotli\n");
    HttpResponse<String> other = get("/assets/app-1a2b.js", "Accept-Encoding", "gzip, br;q=0");
    assertThat(header(other, "content-encoding")).isEqualTo("gzip");
    assertThat(other.body()).isEqualTo("as gzip\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/none.js",
        "/assets/..%2findex.html",
        "/assets/%2e%2e%2f%2e%2e%2fentities/Trace.class",
        "/assets/app-1a2b.js.br",
        "/assets/x%00.js",
        "/viewer.html"
      })
  void whatIsNoFileOfTheUiIsNotServed(String path) throws Exception {
    assertThat(get(path).statusCode()).isIn(400, 404);
  }

  @Test
  void pagesLearnOfTheServer() throws Exception {
    HttpResponse<String> config = get("/config.json");
    assertThat(config.body())
        .contains("\"tokens\": false", "\"base\": \"/\"", "\"version\": \"", "\"engine\": \"");
    assertThat(header(config, "cache-control")).isEqualTo("no-cache");
  }

  @Test
  void everythingCanStandBelowAPathOfAProxy() throws Exception {
    server.close();
    server = new LiveServer(ServerOptions.builder().basePath("/team/traces").build());
    assertThat(get("/team/traces/experiments/0/traces").body())
        .contains("<base href=\"/team/traces/\" />");
    assertThat(get("/team/traces/assets/app-1a2b.js").body()).isEqualTo("plain\n");
    assertThat(get("/team/traces/config.json").body()).contains("\"base\": \"/team/traces/\"");
    assertThat(get("/team/traces/version").statusCode()).isEqualTo(200);
    assertThat(get("/version").statusCode()).isEqualTo(404);
  }

  @Test
  void aPathThatIsNoneIsRefusedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerOptions.builder().basePath("team?x").build())
        .withMessage(
            "basePath: \"team?x/\" (expected: / or a path such as /spanloom/, of letters, digits"
                + " and . _ ~ -)");
  }
}
