package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import dev.spanloom.autolog.contract.ModelContract;
import dev.spanloom.autolog.contract.ModelUser;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.autolog.contract.Wire;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** The model that streams, for everything. */
class StreamingChatModelTest extends ModelContract {
  @Override
  protected Wire wire() {
    return new StreamedWire();
  }

  @Override
  protected int retries() {
    return 0;
  }

  @Override
  protected String spanName() {
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
    return new User(LangChain4jTracing.wrap(Models.streaming(url, apiKey), options));
  }

  /** All answers are streams. */
  private static final class StreamedWire implements Wire {
    private final ChatCompletionsWire wire = new ChatCompletionsWire();

    @Override
    public Reply answer(String text, int inputTokens, int outputTokens) {
      return wire.stream(new String[] {text}, inputTokens, outputTokens);
    }

    @Override
    public Reply stream(String[] pieces, int inputTokens, int outputTokens) {
      return wire.stream(pieces, inputTokens, outputTokens);
    }

    @Override
    public Reply error(int status, String message) {
      return wire.error(status, message);
    }

    @Override
    public Reply toolCall(String tool, String argumentsJson) {
      return wire.streamedToolCalls(ChatCompletionsWire.call(0, tool, argumentsJson));
    }
  }

  /** Completes with the whole text, or what came until it was told to stop. */
  static class Collected extends CompletableFuture<String> implements StreamingChatResponseHandler {
    private final StringBuilder text = new StringBuilder();
    private final BiPredicate<Integer, String> goesOn;
    private int pieces;

    Collected(BiPredicate<Integer, String> goesOn) {
      this.goesOn = goesOn;
    }

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
      onPartialResponse(piece.text());
      text.append(piece.text());
      if (!goesOn.test(++pieces, piece.text())) {
        context.streamingHandle().cancel();
        complete(text.toString());
      }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      complete(text.toString());
    }

    @Override
    public void onError(Throwable error) {
      completeExceptionally(error);
    }

    String await() throws Exception {
      try {
        return get(60, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
  }

  record User(StreamingChatModel model) implements ModelUser {
    @Override
    public String ask(String prompt) throws Exception {
      return stream(prompt, Integer.MAX_VALUE);
    }

    @Override
    public void askWithTool(String prompt, String tool) throws Exception {
      Collected answer = new Collected((count, piece) -> true);
      model.chat(ChatModelTest.withTool(prompt, tool), answer);
      answer.await();
    }

    @Override
    public String stream(String prompt, int most) throws Exception {
      Collected answer = new Collected((count, piece) -> count < most);
      model.chat(prompt, answer);
      return answer.await();
    }

    @Override
    public void streamAndForget(String prompt) {
      throw new UnsupportedOperationException("the library pushes");
    }

    @Override
    public CompletableFuture<String> askLater(String prompt) {
      Collected answer = new Collected((count, piece) -> true);
      model.chat(ChatRequest.builder().messages(UserMessage.from(prompt)).build(), answer);
      return answer;
    }

    @Override
    public CompletableFuture<Void> streamLater(String prompt, Consumer<String> piece) {
      Collected answer =
          new Collected(
              (count, text) -> {
                piece.accept(text);
                return true;
              });
      model.chat(prompt, answer);
      return answer.thenAccept(text -> {});
    }

    @Override
    public void close() {}
  }
}
