package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.spanloom.autolog.ModelAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers in the shape of OpenAI's chat completions. */
final class ChatResponses {
  private ChatResponses() {}

  static Map<String, @Nullable Object> toMap(ChatResponse response) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (response.id() != null) {
      map.put("id", response.id());
    }
    map.put("object", "chat.completion");
    if (response.modelName() != null) {
      map.put("model", response.modelName());
    }
    map.put("choices", List.of(choice(response.aiMessage(), response.finishReason())));
    Map<String, Object> usage = TokenCounts.toMap(response.tokenUsage());
    if (!usage.isEmpty()) {
      map.put("usage", usage);
    }
    return map;
  }

  /** What came of an answer that broke off. */
  static Map<String, @Nullable Object> partial(Map<String, @Nullable Object> message) {
    Map<String, @Nullable Object> choice = new LinkedHashMap<>();
    choice.put("index", 0);
    choice.put("message", message);
    choice.put("finish_reason", null);
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("object", "chat.completion");
    map.put("choices", List.of(choice));
    return map;
  }

  private static Map<String, @Nullable Object> choice(
      AiMessage message, @Nullable FinishReason reason) {
    Map<String, @Nullable Object> choice = new LinkedHashMap<>();
    choice.put("index", 0);
    choice.put("message", ChatMessages.toMap(message));
    choice.put("finish_reason", reason == null ? null : name(reason));
    return choice;
  }

  static ModelAnswer answer(ChatResponse response) {
    FinishReason reason = response.finishReason();
    return new ModelAnswer(
        response.modelName(),
        TokenCounts.usage(response.tokenUsage()),
        TokenCounts.reasoning(response.tokenUsage()),
        reason == null ? List.of() : List.of(name(reason)));
  }

  private static String name(FinishReason reason) {
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_EXECUTION -> "tool_calls";
      case CONTENT_FILTER -> "content_filter";
      case OTHER -> "other";
    };
  }
}
