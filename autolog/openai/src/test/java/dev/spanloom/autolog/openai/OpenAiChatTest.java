package dev.spanloom.autolog.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ModelContract;
import dev.spanloom.autolog.contract.ModelUser;
import dev.spanloom.autolog.contract.Wire;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Chat completions, by the plain calls. */
class OpenAiChatTest extends ModelContract {
  @Override
  protected Wire wire() {
    return new OpenAiWire();
  }

  @Override
  protected int retries() {
    return 2;
  }

  @Override
  protected String spanName() {
    return "Completions";
  }

  @Override
  protected String messageFormat() {
    return "openai";
  }

  @Override
  protected ModelUser user(String url, String apiKey, AutologOptions options) {
    return new User(
        OpenAiTracing.wrap(
            OpenAIOkHttpClient.builder().baseUrl(url + "/v1").apiKey(apiKey).build(), options));
  }

  private record User(OpenAIClient client) implements ModelUser {
    private static ChatCompletionCreateParams.Builder params(String prompt) {
      return ChatCompletionCreateParams.builder().model(OpenAiWire.MODEL).addUserMessage(prompt);
    }

    private static ChatCompletionCreateParams streamed(String prompt) {
      return params(prompt)
          .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
          .build();
    }

    private static String text(ChatCompletion completion) {
      return completion.choices().get(0).message().content().orElse("");
    }

    private static String text(ChatCompletionChunk chunk) {
      return chunk.choices().isEmpty() ? "" : chunk.choices().get(0).delta().content().orElse("");
    }

    @Override
    public String ask(String prompt) {
      return text(client.chat().completions().create(params(prompt).build()));
    }

    @Override
    public void askWithTool(String prompt, String tool) {
      var unused =
          client
              .chat()
              .completions()
              .create(
                  params(prompt)
                      .addFunctionTool(
                          FunctionDefinition.builder()
                              .name(tool)
                              .parameters(
                                  FunctionParameters.builder()
                                      .putAdditionalProperty("type", JsonValue.from("object"))
                                      .putAdditionalProperty(
                                          "properties",
                                          JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                      .build())
                              .build())
                      .build());
    }

    @Override
    public String stream(String prompt, int most) {
      StringBuilder text = new StringBuilder();
      try (StreamResponse<ChatCompletionChunk> stream =
          client.chat().completions().createStreaming(streamed(prompt))) {
        Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
        for (int i = 0; i < most && chunks.hasNext(); i++) {
          text.append(text(chunks.next()));
        }
      }
      return text.toString();
    }

    @Override
    public void streamAndForget(String prompt) {
      var unused =
          client.chat().completions().createStreaming(streamed(prompt)).stream().iterator().next();
    }

    @Override
    public CompletableFuture<String> askLater(String prompt) {
      return client
          .async()
          .chat()
          .completions()
          .create(params(prompt).build())
          .thenApply(User::text);
    }

    @Override
    public CompletableFuture<Void> streamLater(String prompt, Consumer<String> piece) {
      AsyncStreamResponse<ChatCompletionChunk> stream =
          client.async().chat().completions().createStreaming(streamed(prompt));
      return stream.subscribe(chunk -> piece.accept(text(chunk))).onCompleteFuture();
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
