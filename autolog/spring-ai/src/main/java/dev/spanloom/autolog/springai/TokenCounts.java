package dev.spanloom.autolog.springai;

import dev.spanloom.entities.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;

/**
 * Tokens. Those of caches and of reasoning are said by newer versions, and by what a provider's own
 * answer holds, whose classes differ from module to module.
 */
final class TokenCounts {
  private static final List<List<String>> CACHE_READ =
      List.of(
          List.of("getCacheReadInputTokens"),
          List.of("getNativeUsage", "promptTokensDetails", "cachedTokens"),
          List.of("getNativeUsage", "cacheReadInputTokens"),
          List.of("getCachedContentTokenCount"));
  private static final List<List<String>> CACHE_CREATION =
      List.of(
          List.of("getCacheWriteInputTokens"),
          List.of("getNativeUsage", "cacheCreationInputTokens"),
          List.of("getNativeUsage", "cacheWriteInputTokens"));
  private static final List<List<String>> REASONING =
      List.of(
          List.of("getNativeUsage", "completionTokenDetails", "reasoningTokens"),
          List.of("getNativeUsage", "completionTokensDetails", "reasoningTokens"),
          List.of("getThoughtsTokenCount"));

  private TokenCounts() {}

  /** Null when nothing is said. */
  static @Nullable TokenUsage usage(@Nullable Usage usage) {
    if (usage == null || usage instanceof EmptyUsage) {
      return null;
    }
    long input = orZero(usage.getPromptTokens());
    long output = orZero(usage.getCompletionTokens());
    Integer total = usage.getTotalTokens();
    if (input == 0 && output == 0 && orZero(total) == 0) {
      return null;
    }
    return new TokenUsage(
        input,
        output,
        total == null ? input + output : total,
        find(usage, CACHE_READ),
        find(usage, CACHE_CREATION));
  }

  static @Nullable Long reasoning(@Nullable Usage usage) {
    return usage == null ? null : find(usage, REASONING);
  }

  private static long orZero(@Nullable Integer count) {
    return count == null ? 0 : count;
  }

  private static @Nullable Long find(Usage usage, List<List<String>> paths) {
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
