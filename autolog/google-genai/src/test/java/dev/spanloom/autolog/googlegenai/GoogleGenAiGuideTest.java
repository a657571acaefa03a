package dev.spanloom.autolog.googlegenai;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.genai.Client;
import com.google.genai.types.ClientOptions;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.entities.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** What {@code docs/guide/autolog-google-genai.md} shows. */
class GoogleGenAiGuideTest extends GeminiCase {
  private static final Path PAGE = Path.of("../../docs/guide/autolog-google-genai.md");
  private static final Path TEST =
      Path.of("src/test/java/dev/spanloom/autolog/googlegenai/GoogleGenAiGuideTest.java");
  private static final String MODEL = GeminiWire.MODEL;

  @Test
  void theProgramOfThePageIsTraced() {
    Client.setDefaultBaseUrls(Optional.of(provider.url()), Optional.empty());
    String key = KEY;
    provider.reply(wire.answer("blue", 23, 7));
    try {
      Client client =
          Client.builder().apiKey(key).clientOptions(GoogleGenAiTracing.options()).build();
      client.models.generateContent(MODEL, "Which colour?", null);
      client.close();
    } finally {
      Client.setDefaultBaseUrls(Optional.empty(), Optional.empty());
    }

    assertThat(onlySpan().outputs()).asString().contains("blue");
  }

  @Test
  void optionsAndClientsThatAreThereAlreadyGoIn() {
    OkHttpClient own = new OkHttpClient();
    ClientOptions options =
        GoogleGenAiTracing.options(ClientOptions.builder().maxConnections(8).build());
    OkHttpClient traced = GoogleGenAiTracing.httpClient(own);

    assertThat(options.maxConnections()).hasValue(8);
    assertThat(traced.connectionPool()).isSameAs(own.connectionPool());
    assertThat(traced.dispatcher()).isSameAs(own.dispatcher());
  }

  @Test
  void theFutureOfThePageKeepsItsContext() throws Exception {
    provider.reply(wire.answer("blue", 23, 7));
    CompletableFuture<Void> stored;
    String root;
    try (LiveSpan span = Mlflow.startSpan("around")) {
      root = span.spanId();
      stored =
          GoogleGenAiTracing.inContext(
                  client.async.models.generateContent(MODEL, "Which colour?", null))
              .thenAccept(answer -> Mlflow.startSpan("store").close());
      stored.get(30, TimeUnit.SECONDS);
    }

    assertThat(spans())
        .filteredOn(span -> span.name().equals("store"))
        .singleElement()
        .extracting(Span::parentId)
        .isEqualTo(root);
  }

  @Test
  void thePropertyOfThePageSwitchesTheLibraryOff() {
    System.setProperty("spanloom.autolog.google-genai", "false");
    try {
      assertThat(GoogleGenAiTracing.options().customHttpClient()).isEmpty();
    } finally {
      System.clearProperty("spanloom.autolog.google-genai");
    }
  }

  @Test
  void everyLineOfJavaOnThePageIsALineOfThisTest() throws IOException {
    String source = withoutBlanks(Files.readString(TEST));
    boolean java = false;
    int lines = 0;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("```")) {
        java = line.equals("```java");
      } else if (java) {
        assertThat(source.contains(withoutBlanks(line))).as(line).isTrue();
        lines++;
      }
    }
    assertThat(lines).isEqualTo(7);
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s+", "");
  }
}
