package dev.spanloom.autolog.springai;

import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.entities.TokenUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/** Answers in the shape of OpenAI's chat completions. */
final class ChatResponses {
  private ChatResponses() {}

  /**
   * An answer.
   *
   * @param usage the tokens to show; null for none
   */
  static Map<String, @Nullable Object> toMap(ChatResponse response, @Nullable TokenUsage usage) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    ChatResponseMetadata metadata = response.getMetadata();
    String id = metadata == null ? null : blankToNull(metadata.getId());
    if (id != null) {
      map.put("id", id);
    }
    map.put("object", "chat.completion");
    String model = metadata == null ? null : blankToNull(metadata.getModel());
    if (model != null) {
      map.put("model", model);
    }
    List<Object> choices = new ArrayList<>();
    response.getResults().forEach(one -> choices.add(choice(choices.size(), one)));
    map.put("choices", choices);
    if (usage != null) {
      Map<String, Object> tokens = new LinkedHashMap<>();
      tokens.put("prompt_tokens", usage.inputTokens());
      tokens.put("completion_tokens", usage.outputTokens());
      tokens.put("total_tokens", usage.totalTokens());
      map.put("usage", tokens);
    }
    return map;
  }

  private static Map<String, @Nullable Object> choice(int index, Generation generation) {
    Map<String, @Nullable Object> choice = new LinkedHashMap<>();
    choice.put("index", index);
    choice.put("message", ChatMessages.toMap(generation.getOutput()));
    choice.put("finish_reason", finishReason(generation));
    return choice;
  }

  static ModelAnswer answer(ChatResponse response) {
    ChatResponseMetadata metadata = response.getMetadata();
    Usage usage = metadata == null ? null : metadata.getUsage();
    List<String> reasons = new ArrayList<>();
    for (Generation generation : response.getResults()) {
      String reason = finishReason(generation);
      if (reason != null) {
        reasons.add(reason);
      }
    }
    return new ModelAnswer(
        metadata == null ? null : blankToNull(metadata.getModel()),
        TokenCounts.usage(usage),
        TokenCounts.reasoning(usage),
        reasons);
  }

  private static @Nullable String finishReason(Generation generation) {
    String reason =
        generation.getMetadata() == null
            ? null
            : blankToNull(generation.getMetadata().getFinishReason());
    return reason == null ? null : reason.toLowerCase(Locale.ROOT);
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
