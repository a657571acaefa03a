package dev.spanloom.autolog.ollama4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ModelContract;
import dev.spanloom.autolog.contract.ModelUser;
import dev.spanloom.autolog.contract.Wire;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import io.github.ollama4j.Ollama;
import io.github.ollama4j.models.chat.OllamaChatMessageRole;
import io.github.ollama4j.models.chat.OllamaChatRequest;
import io.github.ollama4j.tools.Tools;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Chats. The library is a blocking one: what comes later comes by the program's own threads. */
class OllamaChatTest extends ModelContract {
  @Override
  protected ModelUser user(String url, String apiKey, AutologOptions options) {
    Ollama ollama = OllamaTracing.wrap(new Ollama(url), options);
    ollama.setBearerAuth(apiKey);
    return new User(ollama, Mlflow.wrap(Executors.newCachedThreadPool()));
  }

  @Override
  protected Wire wire() {
    return new OllamaWire();
  }

  @Override
  protected int retries() {
    return 0;
  }

  @Override
  protected boolean streamsCanBeForgotten() {
    return false;
  }

  @Override
  protected String spanName() {
    return "Ollama.chat";
  }

  @Override
  protected String messageFormat() {
    return "ollama";
  }

  /** A handler has no other way to stop a stream than to throw. */
  @Override
  @Test
  protected void aStreamThatIsClosedEarlyHasWhatCameSoFar() {
    provider.reply(wire().stream(new String[] {"It ", "is ", "blue."}, 23, 7));

    assertThatThrownBy(() -> user.stream("Which colour?", 1)).hasStackTraceContaining("enough");

    Span call = onlyCall();
    assertThat(call.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(call.status().description()).contains("enough");
    assertThat(String.valueOf(call.outputs())).contains("It ").doesNotContain("blue");
  }

  private record User(Ollama ollama, ExecutorService threads) implements ModelUser {
    private static OllamaChatRequest request(String prompt) {
      return OllamaChatRequest.builder()
          .withModel(OllamaWire.MODEL)
          .withMessage(OllamaChatMessageRole.USER, prompt)
          .build();
    }

    @Override
    public String ask(String prompt) throws Exception {
      return ollama.chat(request(prompt), null).getResponseModel().getMessage().getResponse();
    }

    @Override
    public void askWithTool(String prompt, String tool) throws Exception {
      OllamaChatRequest request = request(prompt);
      request.setTools(
          List.of(
              Tools.Tool.builder()
                  .toolSpec(
                      Tools.ToolSpec.builder()
                          .name(tool)
                          .description("Says the weather.")
                          .parameters(
                              Tools.Parameters.of(
                                  Map.of(
                                      "city",
                                      Tools.Property.builder()
                                          .type("string")
                                          .description("where")
                                          .build())))
                          .build())
                  .build()));
      ollama.setMaxChatToolCallRetries(0); // the program calls the tool itself
      var unused = ollama.chat(request, null);
    }

    @Override
    public String stream(String prompt, int most) throws Exception {
      StringBuilder text = new StringBuilder();
      int[] pieces = {0};
      var unused =
          ollama.chat(
              request(prompt),
              model -> {
                if (pieces[0]++ == most) {
                  throw new IllegalStateException("enough");
                }
                text.append(model.getMessage().getResponse());
              });
      return text.toString();
    }

    @Override
    public void streamAndForget(String prompt) {
      throw new UnsupportedOperationException("the call returns at the end of the stream");
    }

    @Override
    public CompletableFuture<String> askLater(String prompt) {
      return CompletableFuture.supplyAsync(
          () -> {
            try {
              return ask(prompt);
            } catch (Exception e) {
              throw new CompletionException(e);
            }
          },
          threads);
    }

    @Override
    public CompletableFuture<Void> streamLater(String prompt, Consumer<String> piece) {
      return CompletableFuture.runAsync(
          () -> {
            try {
              var unused =
                  ollama.chat(
                      request(prompt), model -> piece.accept(model.getMessage().getResponse()));
            } catch (Exception e) {
              throw new CompletionException(e);
            }
          },
          threads);
    }

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }
}
