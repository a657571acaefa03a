package dev.spanloom.autolog.springai;

import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import dev.spanloom.autolog.contract.ModelContract;
import dev.spanloom.autolog.contract.ModelUser;
import dev.spanloom.autolog.contract.Wire;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.ToolCallback;
import reactor.core.publisher.Flux;

/** Spring AI's model of OpenAI, used without a client around it. */
class ChatModelTest extends ModelContract {
  @Override
  protected Wire wire() {
    return new ChatCompletionsWire();
  }

  /** They happen below what is observed. */
  @Override
  protected int retries() {
    return 0;
  }

  @Override
  protected String spanName() {
    return "ChatModel";
  }

  @Override
  protected boolean streamsCanBeForgotten() {
    return false;
  }

  @Override
  protected boolean piecesAreSeen() {
    return false;
  }

  @Override
  protected String messageFormat() {
    return "openai";
  }

  @Override
  protected ModelUser user(String url, String apiKey, AutologOptions options) {
    ObservationRegistry registry = Registries.tracing(new SpringAiObservationHandler(options));
    return new User(
        Models.chat(url, apiKey, registry), Mlflow.wrap(Executors.newCachedThreadPool()));
  }

  private record User(ChatModel model, ExecutorService threads) implements ModelUser {
    @Override
    public String ask(String prompt) {
      return model.call(prompt);
    }

    @Override
    public void askWithTool(String prompt, String tool) {
      ToolCallback callback = Tools.named(tool);
      Object options =
          Models.NEWEST
              ? Models.Built.by("org.springframework.ai.openai.OpenAiChatOptions")
                  .set("model", "gpt-4o-mini")
                  .set("toolCallbacks", java.util.List.of(callback))
                  .build()
              : OpenAiChatOptions.builder()
                  .toolCallbacks(java.util.List.of(callback))
                  .internalToolExecutionEnabled(false)
                  .build();
      var unused =
          model.call(
              new Prompt(
                  new UserMessage(prompt),
                  (org.springframework.ai.chat.prompt.ChatOptions) options));
    }

    @Override
    public String stream(String prompt, int most) {
      Flux<String> pieces = pieces(prompt);
      return String.join("", (most > 100 ? pieces : pieces.take(most)).collectList().block());
    }

    private Flux<String> pieces(String prompt) {
      return model.stream(new Prompt(prompt)).map(User::text).filter(text -> !text.isEmpty());
    }

    private static String text(ChatResponse response) {
      return response.getResult() == null || response.getResult().getOutput().getText() == null
          ? ""
          : response.getResult().getOutput().getText();
    }

    @Override
    public void streamAndForget(String prompt) {
      throw new UnsupportedOperationException("streams are pushed");
    }

    @Override
    public CompletableFuture<String> askLater(String prompt) {
      return CompletableFuture.supplyAsync(() -> model.call(prompt), threads);
    }

    /** Where the program goes on with a stream is for Reactor, or for Boot, to say. */
    @Override
    public CompletableFuture<Void> streamLater(String prompt, Consumer<String> piece) {
      Context context = Context.current();
      return pieces(prompt)
          .doOnNext(
              text -> {
                try (Scope scope = context.makeCurrent()) {
                  piece.accept(text);
                }
              })
          .then()
          .toFuture();
    }

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }
}
