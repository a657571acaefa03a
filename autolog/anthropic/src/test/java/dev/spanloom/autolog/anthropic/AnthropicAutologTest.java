package dev.spanloom.autolog.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClientAsync;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that are built anywhere in the program are traced, by one line. */
class AnthropicAutologTest extends AnthropicCase {
  @BeforeEach
  void answer() {
    provider.reply(wire.answer("It is blue.", 23, 7));
  }

  @AfterEach
  void switchOff() {
    AnthropicAutolog.disable();
  }

  private AnthropicClient built() {
    return AnthropicOkHttpClient.builder().baseUrl(provider.url()).apiKey(KEY).build();
  }

  @Test
  void aClientThatIsBuiltAfterwardsIsTracedOnce() {
    assertThat(AnthropicAutolog.autolog()).isTrue();

    AnthropicTracing.wrap(built()).messages().create(params("Which colour?"));

    assertThat(onlySpan().name()).isEqualTo("Messages.create");
  }

  @Test
  void anAsynchronousClientIsTracedToo() throws Exception {
    AnthropicAutolog.autolog();
    AnthropicClientAsync async =
        AnthropicOkHttpClientAsync.builder().baseUrl(provider.url()).apiKey(KEY).build();

    async.messages().create(params("Which colour?")).get(30, TimeUnit.SECONDS);

    assertThat(onlySpan().name()).isEqualTo("Messages.create");
  }

  @Test
  void aClientThatIsBuiltAfterItIsSwitchedOffIsNotTraced() {
    AnthropicAutolog.autolog();
    AnthropicAutolog.disable();

    built().messages().create(params("Which colour?"));

    assertThat(spans()).isEmpty();
  }
}
