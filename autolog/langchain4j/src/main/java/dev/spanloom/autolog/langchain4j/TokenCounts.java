package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.model.output.TokenUsage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Token counts. The core of the library knows input, output and total; what providers say of caches
 * and reasoning is in classes of their modules, which need not be there: their public methods are
 * called by name.
 */
final class TokenCounts {
  private static final List<List<String>> CACHE_READ =
      List.of(
          List.of("inputTokensDetails", "cachedTokens"),
          List.of("cacheReadInputTokens"),
          List.of("cachedContentTokenCount"));
  private static final List<List<String>> CACHE_CREATION =
      List.of(List.of("cacheCreationInputTokens"), List.of("cacheWriteInputTokens"));
  private static final List<List<String>> REASONING =
      List.of(List.of("outputTokensDetails", "reasoningTokens"), List.of("thoughtsTokenCount"));

  private TokenCounts() {}

  /** Null when nothing is said. */
  static dev.spanloom.entities.@Nullable TokenUsage usage(@Nullable TokenUsage usage) {
    if (usage == null
        || (usage.inputTokenCount() == null
            && usage.outputTokenCount() == null
            && usage.totalTokenCount() == null)) {
      return null;
    }
    long input = orZero(usage.inputTokenCount());
    long output = orZero(usage.outputTokenCount());
    Integer total = usage.totalTokenCount();
    return new dev.spanloom.entities.TokenUsage(
        input,
        output,
        total == null ? input + output : total,
        find(usage, CACHE_READ),
        find(usage, CACHE_CREATION));
  }

  static @Nullable Long reasoning(@Nullable TokenUsage usage) {
    return usage == null ? null : find(usage, REASONING);
  }

  /** In the shape of OpenAI's chat completions; empty when nothing is said. */
  static Map<String, Object> toMap(@Nullable TokenUsage usage) {
    dev.spanloom.entities.TokenUsage counts = usage(usage);
    Map<String, Object> map = new LinkedHashMap<>();
    if (counts != null) {
      map.put("prompt_tokens", counts.inputTokens());
      map.put("completion_tokens", counts.outputTokens());
      map.put("total_tokens", counts.totalTokens());
    }
    return map;
  }

  private static long orZero(@Nullable Integer count) {
    return count == null ? 0 : count;
  }

  private static @Nullable Long find(TokenUsage usage, List<List<String>> paths) {
    if (usage.getClass() == TokenUsage.class) {
      return null;
    }
    for (List<String> path : paths) {
      Object value = usage;
      for (String name : path) {
        value = value == null ? null : PublicMethods.call(value, name);
      }
      if (value instanceof Number number) {
        return number.longValue();
      }
    }
    return null;
  }
}
