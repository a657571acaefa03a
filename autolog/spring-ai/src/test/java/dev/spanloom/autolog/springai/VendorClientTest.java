package dev.spanloom.autolog.springai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import dev.spanloom.autolog.openai.OpenAiTracing;
import dev.spanloom.entities.Span;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import reactor.core.publisher.Hooks;

/** Models of version 2 stand on the vendors' clients, which may be traced as well. */
@EnabledIfSystemProperty(named = "spanloom.test.library-version", matches = "2.*")
class VendorClientTest extends Tracing {
  private static final ChatCompletionsWire WIRE = new ChatCompletionsWire();

  private final ObservationRegistry registry =
      Registries.tracing(new SpringAiObservationHandler(AutologOptions.DEFAULT));

  private ChatClient client() {
    OpenAIClient sync =
        OpenAiTracing.wrap(
            OpenAIOkHttpClient.builder().baseUrl(provider.url()).apiKey("key").build());
    ChatModel model =
        (ChatModel)
            Models.newChat(provider.url(), "key", registry)
                .set("openAiClient", sync)
                .set("openAiClientAsync", async())
                .build();
    return Models.client(model, registry).build();
  }

  private OpenAIClientAsync async() {
    return OpenAiTracing.wrap(
        OpenAIOkHttpClientAsync.builder().baseUrl(provider.url()).apiKey("key").build());
  }

  @Test
  void aCallIsOneSpan() {
    provider.reply(WIRE.answer("It is blue.", 23, 7));

    assertThat(client().prompt("Which colour?").call().content()).isEqualTo("It is blue.");

    assertThat(modelSpans()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStreamIsOneSpan(boolean automaticPropagation) {
    provider.reply(WIRE.stream(new String[] {"It ", "is ", "blue."}, 23, 7));
    ChatClient client = client();

    if (automaticPropagation) {
      Hooks.enableAutomaticContextPropagation();
    }
    try (LiveSpan span = Mlflow.startSpan("around")) {
      assertThat(
              String.join(
                  "", client.prompt("Which colour?").stream().content().collectList().block()))
          .isEqualTo("It is blue.");
    } finally {
      Hooks.disableAutomaticContextPropagation();
    }

    waitForEnds("ChatClient.stream", "ChatModel");
    assertThat(modelSpans()).hasSize(1);
  }

  @Test
  void aCallOfTheProgramsOwnAfterAStreamIsASpanOfItsOwn() {
    provider.reply(
        WIRE.stream(new String[] {"It ", "is ", "blue."}, 23, 7), WIRE.answer("Yes.", 1, 1));
    OpenAIClient own =
        OpenAiTracing.wrap(
            OpenAIOkHttpClient.builder().baseUrl(provider.url()).apiKey("key").build());
    ChatClient client = client();

    try (LiveSpan span = Mlflow.startSpan("around")) {
      var unused = client.prompt("Which colour?").stream().content().collectList().block();
      own.chat()
          .completions()
          .create(
              com.openai.models.chat.completions.ChatCompletionCreateParams.builder()
                  .model("gpt-4o-mini")
                  .addUserMessage("Really?")
                  .build());
    }

    waitForEnds("ChatClient.stream", "ChatModel", "Completions");
    assertThat(modelSpans()).hasSize(2);
  }

  private static List<Span> modelSpans() {
    return onlyTrace().data().spans().stream()
        .filter(span -> span.spanType().equals("CHAT_MODEL"))
        .toList();
  }
}
