package dev.spanloom.autolog.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.spanloom.Mlflow;
import dev.spanloom.testjvms.GuidePage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lines of the guide. Those for Databricks are in the tests of that module. */
class OpenAiGuideTest extends OpenAiCase {
  @BeforeEach
  void setWhatTheEnvironmentWouldSay() {
    System.setProperty("openai.apiKey", "key");
    System.setProperty("openai.baseUrl", provider.url() + "/v1");
    provider.reply(wire.answer("blue", 1, 1));
  }

  @AfterEach
  void forget() {
    System.clearProperty("openai.apiKey");
    System.clearProperty("openai.baseUrl");
    OpenAiAutolog.disable();
  }

  @Test
  void aClientIsWrapped() {
    // spotless:off
    OpenAIClient client = OpenAiTracing.wrap(OpenAIOkHttpClient.fromEnv());
    // spotless:on
    client.chat().completions().create(params("Which colour?"));

    assertThat(onlySpan().name()).isEqualTo("Completions");
  }

  @Test
  void allClientsAreTraced() {
    // spotless:off
    OpenAiAutolog.autolog();
    OpenAIClient client = OpenAIOkHttpClient.fromEnv();
    // spotless:on
    client.chat().completions().create(params("Which colour?"));

    assertThat(onlySpan().name()).isEqualTo("Completions");
  }

  @Test
  void everyLibraryIsTraced() {
    OpenAiAutolog.autolog();
    // spotless:off
    Mlflow.autolog();
    // spotless:on
    OpenAIOkHttpClient.fromEnv().chat().completions().create(params("Which colour?"));

    assertThat(onlySpan().name()).isEqualTo("Completions");
  }

  @Test
  void aStreamIsAskedForItsTokens() {
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder()
            .model(OpenAiWire.MODEL)
            .addUserMessage("Which colour?")
            // spotless:off
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            // spotless:on
            .build();
    provider.reply(wire.stream(new String[] {"bl", "ue"}, 3, 4));

    try (var stream = client.chat().completions().createStreaming(params)) {
      stream.stream().forEach(chunk -> {});
    }

    assertThat(provider.requests().get(0).body()).contains("include_usage");
    assertThat(onlySpan().tokenUsage()).isPresent();
  }

  @Test
  void everyLineOfJavaOnThePagesIsALineOfThisTest() {
    List<String> databricks = List.of("WorkspaceClient", "DatabricksOpenAi");
    assertThat(GuidePage.named("autolog-openai.md").javaMissingIn(OpenAiGuideTest.class))
        .allMatch(line -> databricks.stream().anyMatch(line::contains))
        .hasSize(2);
    assertThat(GuidePage.named("autolog.md").javaMissingIn(OpenAiGuideTest.class)).isEmpty();
  }
}
