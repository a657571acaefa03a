package dev.spanloom.autolog.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.models.completions.CompletionCreateParams;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Text completions, which the library's versions 3 no longer have. */
@EnabledIfSystemProperty(named = "spanloom.test.library-version", matches = "2\\..*")
class LegacyCompletionsTest extends AnthropicCase {
  /** Apart from the test, whose methods must be readable where the library has no completions. */
  private static final class Program {
    private static CompletionCreateParams params() {
      return CompletionCreateParams.builder()
          .model("claude-2.1")
          .maxTokensToSample(16)
          .prompt("\n\nHuman: Which colour?\n\nAssistant:")
          .build();
    }

    static void ask(AnthropicClient client) {
      client.completions().create(params());
    }

    static void stream(AnthropicClient client) {
      try (var stream = client.completions().createStreaming(params())) {
        stream.stream().forEach(piece -> {});
      }
    }
  }

  private static void assertOneCall() {
    Span span = onlySpan();
    assertThat(span.name()).isEqualTo("Completions.create");
    assertThat(span.spanType()).isEqualTo(SpanType.LLM);
    assertThat(span.inputs()).asString().contains("Which colour?");
    assertThat(span.outputs()).asString().contains(" It is blue.");
    assertThat(span.attribute("gen_ai.response.finish_reasons"))
        .isEqualTo(List.of("stop_sequence"));
  }

  @Test
  void theCall() {
    provider.reply(Reply.json(completion(" It is blue.", "\"stop_sequence\"")));

    Program.ask(client);

    assertOneCall();
  }

  @Test
  void theStream() {
    provider.reply(
        Reply.events(
            List.of(
                event(completion(" It is", "null")),
                "event: ping\ndata: {\"type\":\"ping\"}\n\n",
                event(completion(" blue.", "null")),
                event(completion("", "\"stop_sequence\"")))));

    Program.stream(client);

    assertOneCall();
  }

  private static String completion(String text, String stopReason) {
    return """
        {"type":"completion","id":"compl_1","completion":"%s","stop_reason":%s,\
        "model":"claude-2.1"}"""
        .formatted(text, stopReason);
  }

  private static String event(String data) {
    return "event: completion\ndata: " + data + "\n\n";
  }
}
