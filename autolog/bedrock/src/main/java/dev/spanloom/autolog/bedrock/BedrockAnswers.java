package dev.spanloom.autolog.bedrock;

import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.entities.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads tokens and finish reasons from answers: those of Converse, and those of each vendor. */
final class BedrockAnswers {
  private static final String METRICS = "amazon-bedrock-invocationMetrics";
  private static final List<String> INPUT =
      List.of(
          "inputTokens",
          "input_tokens",
          "prompt_tokens",
          "prompt_token_count",
          "inputTextTokenCount",
          "inputTokenCount");
  private static final List<String> OUTPUT =
      List.of(
          "outputTokens",
          "output_tokens",
          "completion_tokens",
          "generation_token_count",
          "totalOutputTextTokenCount",
          "outputTokenCount");
  private static final List<String> TOTAL = List.of("totalTokens", "total_tokens");
  private static final List<String> CACHE_READ =
      List.of("cacheReadInputTokens", "cache_read_input_tokens", "cacheReadInputTokenCount");
  private static final List<String> CACHE_WRITE =
      List.of("cacheWriteInputTokens", "cache_creation_input_tokens", "cacheWriteInputTokenCount");
  private static final List<String> REASONS =
      List.of("stopReason", "stop_reason", "finish_reason", "completionReason");

  private BedrockAnswers() {}

  static ModelAnswer read(Map<?, ?> answer) {
    TokenUsage usage = usage(answer.get("usage"));
    if (usage == null) {
      usage = usage(withTitansTokens(answer));
    }
    if (usage == null) {
      usage = usage(answer.get(METRICS));
    }
    return new ModelAnswer(
        answer.get("model") instanceof String model ? model : null,
        usage,
        null,
        finishReasons(answer));
  }

  /** Titan counts the tokens that it wrote for each result. */
  private static Map<?, ?> withTitansTokens(Map<?, ?> answer) {
    if (answer.get("results") instanceof List<?> results
        && answer.get("inputTextTokenCount") instanceof Number read) {
      long written = 0;
      for (Object result : results) {
        written +=
            result instanceof Map<?, ?> map && map.get("tokenCount") instanceof Number count
                ? count.longValue()
                : 0;
      }
      return Map.of("input_tokens", read, "output_tokens", written);
    }
    return answer;
  }

  /** Tokens as AWS says them in headers where the vendor's body says none; null for none. */
  static @Nullable TokenUsage usage(@Nullable String input, @Nullable String output) {
    try {
      return input == null && output == null
          ? null
          : new TokenUsage(
              input == null ? 0 : Long.parseLong(input),
              output == null ? 0 : Long.parseLong(output));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable TokenUsage usage(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> counts)) {
      return null;
    }
    Long input = number(counts, INPUT);
    Long output = number(counts, OUTPUT);
    Long total = number(counts, TOTAL);
    if (input == null && output == null && total == null) {
      return null;
    }
    long read = input == null ? 0 : input;
    long written = output == null ? 0 : output;
    return new TokenUsage(
        read,
        written,
        total == null ? read + written : total,
        number(counts, CACHE_READ),
        number(counts, CACHE_WRITE));
  }

  private static @Nullable Long number(Map<?, ?> counts, List<String> names) {
    for (String name : names) {
      if (counts.get(name) instanceof Number number) {
        return number.longValue();
      }
    }
    return null;
  }

  private static List<String> finishReasons(Map<?, ?> answer) {
    List<String> reasons = new ArrayList<>();
    add(reasons, answer);
    for (String list : List.of("results", "outputs", "generations", "choices")) {
      if (answer.get(list) instanceof List<?> items) {
        items.forEach(item -> add(reasons, item));
      }
    }
    return reasons;
  }

  private static void add(List<String> reasons, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      for (String key : REASONS) {
        if (map.get(key) instanceof String reason) {
          reasons.add(reason);
          return;
        }
      }
    }
  }
}
