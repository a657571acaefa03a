package dev.spanloom.autolog.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.FakeProvider;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A traced client, and a provider for it. */
abstract class OpenAiCase {
  final FakeProvider provider = new FakeProvider();
  final OpenAiWire wire = new OpenAiWire();
  OpenAIClient raw;
  OpenAIClient client;

  @BeforeEach
  void start() {
    Mlflow.reset();
    Mlflow.setDestination(new InMemoryDestination());
    raw =
        OpenAIOkHttpClient.builder()
            .baseUrl(provider.url() + "/v1")
            .apiKey("secret-key-4711")
            .build();
    client = OpenAiTracing.wrap(raw);
  }

  @AfterEach
  void stop() {
    client.close();
    provider.close();
    Mlflow.reset();
  }

  static ChatCompletionCreateParams params(String prompt) {
    return ChatCompletionCreateParams.builder()
        .model(OpenAiWire.MODEL)
        .addUserMessage(prompt)
        .build();
  }

  /** All spans that have ended. */
  static List<Span> spans() {
    Mlflow.flush();
    List<Span> all = new ArrayList<>();
    for (Trace trace : Mlflow.searchTraces().traces()) {
      trace.data().spans().stream().filter(s -> s.endTimeUnixNanos() != null).forEach(all::add);
    }
    return all;
  }

  static Span onlySpan() {
    List<Span> all = spans();
    assertThat(all).hasSize(1);
    return all.get(0);
  }
}
