package dev.spanloom.examples;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.spanloom.Trace;
import dev.spanloom.entities.SpanType;
import java.util.function.Consumer;

/**
 * An answer that is shown while it is written: its span has each piece as an event, and the whole
 * as output.
 */
public final class StreamingChat {
  private final OpenAIClient client;
  private final Consumer<String> out;

  /**
   * A chat with a model.
   *
   * @param client one that is traced
   * @param out is given each piece of an answer as it comes
   */
  public StreamingChat(OpenAIClient client, Consumer<String> out) {
    this.client = client;
    this.out = out;
  }

  /** One question, answered piece by piece. */
  @Trace(spanType = SpanType.CHAIN)
  public String answer(String question) {
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder()
            .model(Chat.MODEL)
            .addUserMessage(question)
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    StringBuilder answer = new StringBuilder();
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(params)) {
      chunks.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .flatMap(choice -> choice.delta().content().stream())
          .forEach(
              piece -> {
                answer.append(piece);
                out.accept(piece);
              });
    }
    return answer.toString();
  }

  public static void main(String[] args) {
    String question = args.length > 0 ? args[0] : "What is your favorite color?";
    new StreamingChat(Chat.client(), System.out::print).answer(question);
    System.out.println();
  }
}
