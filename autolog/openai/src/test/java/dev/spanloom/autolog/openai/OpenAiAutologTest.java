package dev.spanloom.autolog.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that are built anywhere in the program are traced, by one line. */
class OpenAiAutologTest extends OpenAiCase {
  @BeforeEach
  void answer() {
    provider.reply(wire.answer("It is blue.", 23, 7));
  }

  @AfterEach
  void switchOff() {
    OpenAiAutolog.disable();
  }

  private OpenAIClient built() {
    return OpenAIOkHttpClient.builder().baseUrl(provider.url() + "/v1").apiKey("key").build();
  }

  @Test
  void aClientThatIsBuiltAfterwardsIsTraced() {
    assertThat(OpenAiAutolog.autolog()).isTrue();

    built().chat().completions().create(params("Which colour?"));

    assertThat(onlySpan().name()).isEqualTo("Completions");
  }

  @Test
  void theLineForAllLibrariesDoesItToo() {
    OpenAiAutolog.autolog();

    assertThat(Mlflow.autolog()).contains("openai");
    assertThat(Mlflow.autolog()).contains("openai");
    built().chat().completions().create(params("Which colour?"));

    assertThat(onlySpan().name()).isEqualTo("Completions");
  }

  @Test
  void anAsynchronousClientIsTracedToo() throws Exception {
    OpenAiAutolog.autolog();
    OpenAIClientAsync async =
        OpenAIOkHttpClientAsync.builder().baseUrl(provider.url() + "/v1").apiKey("key").build();

    async.chat().completions().create(params("Which colour?")).get(30, TimeUnit.SECONDS);

    assertThat(onlySpan().name()).isEqualTo("Completions");
  }

  @Test
  void aClientThatIsWrappedByHandTooIsTracedOnce() {
    OpenAiAutolog.autolog();

    OpenAiTracing.wrap(built()).chat().completions().create(params("Which colour?"));

    assertThat(spans()).hasSize(1);
  }

  @Test
  void optionsHold() {
    OpenAiAutolog.autolog(AutologOptions.DEFAULT.withContent(false));

    built().chat().completions().create(params("Which colour?"));

    assertThat(onlySpan().attributes().toString()).doesNotContain("colour").doesNotContain("blue");
  }

  @Test
  void aClientThatIsBuiltAfterItIsSwitchedOffIsNotTraced() {
    OpenAiAutolog.autolog();
    OpenAiAutolog.disable();

    built().chat().completions().create(params("Which colour?"));

    assertThat(spans()).isEmpty();
    assertThat(Mlflow.autolog()).doesNotContain("openai");
  }
}
