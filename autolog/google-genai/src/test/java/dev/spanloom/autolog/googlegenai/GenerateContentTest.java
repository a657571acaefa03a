package dev.spanloom.autolog.googlegenai;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Schema;
import com.google.genai.types.Tool;
import com.google.genai.types.Type;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ModelContract;
import dev.spanloom.autolog.contract.ModelUser;
import dev.spanloom.autolog.contract.Wire;
import dev.spanloom.entities.SpanType;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Contents of Gemini, by the plain calls. */
class GenerateContentTest extends ModelContract {
  @Override
  protected Wire wire() {
    return new GeminiWire();
  }

  @Override
  protected int retries() {
    return 2;
  }

  @Override
  protected String spanName() {
    return "Models.generate_content";
  }

  @Override
  protected String spanType() {
    return SpanType.LLM;
  }

  @Override
  protected String messageFormat() {
    return "gemini";
  }

  @Override
  protected ModelUser user(String url, String apiKey, AutologOptions options) {
    return new User(client(url, apiKey, options));
  }

  static Client client(String url, String apiKey, AutologOptions options) {
    return Client.builder()
        .apiKey(apiKey)
        .httpOptions(
            HttpOptions.builder()
                .baseUrl(url)
                .retryOptions(
                    HttpRetryOptions.builder().attempts(3).initialDelay(0.01).maxDelay(0.02))
                .build())
        .clientOptions(GoogleGenAiTracing.options(ClientOptions.builder().build(), options))
        .build();
  }

  private record User(Client client) implements ModelUser {
    private static String text(GenerateContentResponse response) {
      String text = response.text();
      return text == null ? "" : text;
    }

    @Override
    public String ask(String prompt) {
      return text(client.models.generateContent(GeminiWire.MODEL, prompt, null));
    }

    @Override
    public void askWithTool(String prompt, String tool) {
      client.models.generateContent(
          GeminiWire.MODEL,
          prompt,
          GenerateContentConfig.builder()
              .tools(
                  Tool.builder()
                      .functionDeclarations(
                          FunctionDeclaration.builder()
                              .name(tool)
                              .description("Tells of a city")
                              .parameters(
                                  Schema.builder()
                                      .type(Type.Known.OBJECT)
                                      .properties(
                                          Map.of(
                                              "city",
                                              Schema.builder().type(Type.Known.STRING).build()))
                                      .build())
                              .build())
                      .build())
              .build());
    }

    @Override
    public String stream(String prompt, int most) {
      StringBuilder text = new StringBuilder();
      try (ResponseStream<GenerateContentResponse> stream =
          client.models.generateContentStream(GeminiWire.MODEL, prompt, null)) {
        Iterator<GenerateContentResponse> pieces = stream.iterator();
        for (int i = 0; i < most && pieces.hasNext(); i++) {
          text.append(text(pieces.next()));
        }
      }
      return text.toString();
    }

    @Override
    public void streamAndForget(String prompt) {
      client.models.generateContentStream(GeminiWire.MODEL, prompt, null).iterator().next();
    }

    @Override
    public CompletableFuture<String> askLater(String prompt) {
      return GoogleGenAiTracing.inContext(
              client.async.models.generateContent(GeminiWire.MODEL, prompt, null))
          .thenApply(User::text);
    }

    @Override
    public CompletableFuture<Void> streamLater(String prompt, Consumer<String> piece) {
      return GoogleGenAiTracing.inContext(
              client.async.models.generateContentStream(GeminiWire.MODEL, prompt, null))
          .thenAccept(stream -> stream.forEach(response -> piece.accept(text(response))));
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
