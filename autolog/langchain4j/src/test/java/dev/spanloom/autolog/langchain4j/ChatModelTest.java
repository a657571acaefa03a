package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import dev.spanloom.autolog.contract.ModelContract;
import dev.spanloom.autolog.contract.ModelUser;
import dev.spanloom.autolog.contract.Wire;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The model that gives whole answers, and the one that streams, beside it. */
class ChatModelTest extends ModelContract {
  @Override
  protected Wire wire() {
    return new ChatCompletionsWire();
  }

  @Override
  protected int retries() {
    return 2;
  }

  @Override
  protected String spanName() {
    return "OpenAiChatModel";
  }

  @Override
  protected String streamSpanName() {
    return "OpenAiStreamingChatModel";
  }

  @Override
  protected boolean streamsCanBeForgotten() {
    return false;
  }

  @Override
  protected String messageFormat() {
    return "openai";
  }

  @Override
  protected ModelUser user(String url, String apiKey, AutologOptions options) {
    return new User(
        LangChain4jTracing.wrap(Models.chat(url, apiKey), options),
        new StreamingChatModelTest.User(
            LangChain4jTracing.wrap(Models.streaming(url, apiKey), options)),
        Mlflow.wrap(Executors.newCachedThreadPool()));
  }

  static ChatRequest withTool(String prompt, String tool) {
    return ChatRequest.builder()
        .messages(UserMessage.from(prompt))
        .toolSpecifications(
            ToolSpecification.builder()
                .name(tool)
                .description("looks at the sky")
                .parameters(JsonObjectSchema.builder().addStringProperty("city", "where").build())
                .build())
        .build();
  }

  private record User(ChatModel model, ModelUser streams, ExecutorService threads)
      implements ModelUser {
    @Override
    public String ask(String prompt) {
      return model.chat(prompt);
    }

    @Override
    public void askWithTool(String prompt, String tool) {
      var unused = model.chat(withTool(prompt, tool));
    }

    @Override
    public String stream(String prompt, int most) throws Exception {
      return streams.stream(prompt, most);
    }

    @Override
    public void streamAndForget(String prompt) throws Exception {
      streams.streamAndForget(prompt);
    }

    @Override
    public CompletableFuture<String> askLater(String prompt) {
      return CompletableFuture.supplyAsync(() -> model.chat(prompt), threads);
    }

    @Override
    public CompletableFuture<Void> streamLater(String prompt, Consumer<String> piece) {
      return streams.streamLater(prompt, piece);
    }

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }
}
