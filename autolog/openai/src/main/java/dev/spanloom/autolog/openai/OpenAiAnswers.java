package dev.spanloom.autolog.openai;

import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.entities.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads models, tokens and finish reasons from the answers of the protocol. */
final class OpenAiAnswers {
  private OpenAiAnswers() {}

  static ModelAnswer read(Map<String, @Nullable Object> answer) {
    Map<?, ?> usage = answer.get("usage") instanceof Map<?, ?> map ? map : Map.of();
    return new ModelAnswer(
        answer.get("model") instanceof String model ? model : null,
        usage(usage),
        detail(usage, "reasoning_tokens", "completion_tokens_details", "output_tokens_details"),
        finishReasons(answer));
  }

  private static @Nullable TokenUsage usage(Map<?, ?> usage) {
    Long input = number(usage, "prompt_tokens", "input_tokens");
    Long output = number(usage, "completion_tokens", "output_tokens");
    Long total = number(usage, "total_tokens", "total_tokens");
    if (input == null && output == null && total == null) {
      return null;
    }
    long read = input == null ? 0 : input;
    long written = output == null ? 0 : output;
    return new TokenUsage(
        read,
        written,
        total == null ? read + written : total,
        detail(usage, "cached_tokens", "prompt_tokens_details", "input_tokens_details"),
        null);
  }

  private static @Nullable Long number(Map<?, ?> usage, String key, String otherKey) {
    if (usage.get(key) instanceof Number number) {
      return number.longValue();
    }
    return usage.get(otherKey) instanceof Number number ? number.longValue() : null;
  }

  private static @Nullable Long detail(
      Map<?, ?> usage, String key, String details, String otherDetails) {
    Object found = usage.get(details);
    found = found instanceof Map<?, ?> ? found : usage.get(otherDetails);
    return found instanceof Map<?, ?> map ? number(map, key, key) : null;
  }

  private static List<String> finishReasons(Map<String, @Nullable Object> answer) {
    List<String> reasons = new ArrayList<>();
    if (answer.get("choices") instanceof List<?> choices) {
      for (Object choice : choices) {
        if (choice instanceof Map<?, ?> map && map.get("finish_reason") instanceof String reason) {
          reasons.add(reason);
        }
      }
    } else if ("response".equals(answer.get("object"))
        && answer.get("status") instanceof String status) {
      reasons.add(
          answer.get("incomplete_details") instanceof Map<?, ?> details
                  && details.get("reason") instanceof String reason
              ? reason
              : status);
    }
    return reasons;
  }
}
