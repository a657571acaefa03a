package dev.spanloom.autolog.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.AsyncStreamResponse;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Tool;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ModelContract;
import dev.spanloom.autolog.contract.ModelUser;
import dev.spanloom.autolog.contract.Wire;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Messages, by the plain calls. */
class AnthropicMessagesTest extends ModelContract {
  @Override
  protected Wire wire() {
    return new AnthropicWire();
  }

  @Override
  protected int retries() {
    return 2;
  }

  @Override
  protected String spanName() {
    return "Messages.create";
  }

  @Override
  protected String messageFormat() {
    return "anthropic";
  }

  @Override
  protected ModelUser user(String url, String apiKey, AutologOptions options) {
    return new User(
        AnthropicTracing.wrap(
            AnthropicOkHttpClient.builder().baseUrl(url).apiKey(apiKey).build(), options));
  }

  private record User(AnthropicClient client) implements ModelUser {
    private static MessageCreateParams.Builder params(String prompt) {
      return MessageCreateParams.builder()
          .model(AnthropicWire.MODEL)
          .maxTokens(1024)
          .addUserMessage(prompt);
    }

    private static String text(Message message) {
      return message.content().stream()
          .flatMap(block -> block.text().stream())
          .map(text -> text.text())
          .collect(Collectors.joining());
    }

    private static String text(RawMessageStreamEvent event) {
      return event
          .contentBlockDelta()
          .flatMap(delta -> delta.delta().text())
          .map(text -> text.text())
          .orElse("");
    }

    @Override
    public String ask(String prompt) {
      return text(client.messages().create(params(prompt).build()));
    }

    @Override
    public void askWithTool(String prompt, String tool) {
      var unused =
          client
              .messages()
              .create(
                  params(prompt)
                      .addTool(
                          Tool.builder()
                              .name(tool)
                              .description("Tells of a city")
                              .inputSchema(
                                  Tool.InputSchema.builder()
                                      .properties(
                                          JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                      .build())
                              .build())
                      .build());
    }

    @Override
    public String stream(String prompt, int most) {
      StringBuilder text = new StringBuilder();
      try (StreamResponse<RawMessageStreamEvent> stream =
          client.messages().createStreaming(params(prompt).build())) {
        Iterator<RawMessageStreamEvent> events = stream.stream().iterator();
        for (int i = 0; i < most && events.hasNext(); ) {
          String piece = text(events.next());
          text.append(piece);
          i += piece.isEmpty() ? 0 : 1;
        }
      }
      return text.toString();
    }

    @Override
    public void streamAndForget(String prompt) {
      var unused =
          client.messages().createStreaming(params(prompt).build()).stream().iterator().next();
    }

    @Override
    public CompletableFuture<String> askLater(String prompt) {
      return client.async().messages().create(params(prompt).build()).thenApply(User::text);
    }

    @Override
    public CompletableFuture<Void> streamLater(String prompt, Consumer<String> piece) {
      AsyncStreamResponse<RawMessageStreamEvent> stream =
          client.async().messages().createStreaming(params(prompt).build());
      return stream.subscribe(event -> piece.accept(text(event))).onCompleteFuture();
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
