package dev.spanloom.autolog.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import dev.spanloom.Trace;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.entities.SpanType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What {@code docs/guide/autolog-anthropic.md} shows. */
class AnthropicGuideTest extends AnthropicCase {
  private static final Path PAGE = Path.of("../../docs/guide/autolog-anthropic.md");
  private static final Path TEST =
      Path.of("src/test/java/dev/spanloom/autolog/anthropic/AnthropicGuideTest.java");

  /** The tool of the page. */
  static final class Weather implements Supplier<String> {
    public String city = "Graz";

    @Override
    @Trace(spanType = SpanType.TOOL)
    public String get() {
      return "It rains in " + city + ".";
    }
  }

  @Test
  void theLineOfThePageTraces() {
    System.setProperty("anthropic.apiKey", KEY);
    System.setProperty("anthropic.baseUrl", provider.url());
    try {
      AnthropicClient client = AnthropicTracing.wrap(AnthropicOkHttpClient.fromEnv());
      provider.reply(wire.answer("blue", 23, 7));

      client.messages().create(params("Which colour?"));
      client.close();
    } finally {
      System.clearProperty("anthropic.apiKey");
      System.clearProperty("anthropic.baseUrl");
    }

    assertThat(onlySpan().outputs()).asString().contains("blue");
  }

  @Test
  void theOptionsOfThePageLeaveContentOut() {
    AnthropicClient quiet =
        AnthropicTracing.wrap(
            raw, AutologOptions.configured("anthropic").withContent(false).withChunkEvents(false));
    provider.reply(wire.answer("blue", 23, 7));

    quiet.messages().create(params("Which colour?"));

    assertThat(onlySpan().attributes().toString()).doesNotContain("blue").contains("23");
  }

  @Test
  void thePropertyOfThePageSwitchesTheLibraryOff() {
    System.setProperty("spanloom.autolog.anthropic", "false");
    try {
      assertThat(AnthropicTracing.wrap(raw)).isSameAs(raw);
    } finally {
      System.clearProperty("spanloom.autolog.anthropic");
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
    assertThat(lines).isEqualTo(8);
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s+", "");
  }
}
