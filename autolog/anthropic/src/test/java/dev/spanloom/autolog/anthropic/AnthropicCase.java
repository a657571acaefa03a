package dev.spanloom.autolog.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
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
abstract class AnthropicCase {
  static final String KEY = "secret-key-4711";

  final FakeProvider provider = new FakeProvider();
  final AnthropicWire wire = new AnthropicWire();
  AnthropicClient raw;
  AnthropicClient client;

  @BeforeEach
  void start() {
    Mlflow.reset();
    Mlflow.setDestination(new InMemoryDestination());
    raw = AnthropicOkHttpClient.builder().baseUrl(provider.url()).apiKey(KEY).build();
    client = AnthropicTracing.wrap(raw);
  }

  @AfterEach
  void stop() {
    client.close();
    provider.close();
    Mlflow.reset();
  }

  static MessageCreateParams params(String prompt) {
    return MessageCreateParams.builder()
        .model(AnthropicWire.MODEL)
        .maxTokens(1024)
        .addUserMessage(prompt)
        .build();
  }

  static com.anthropic.models.beta.messages.MessageCreateParams betaParams(String prompt) {
    return com.anthropic.models.beta.messages.MessageCreateParams.builder()
        .model(AnthropicWire.MODEL)
        .maxTokens(1024)
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
