package dev.spanloom.autolog.springai;

import dev.spanloom.entities.TokenUsage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * The tokens of calls within a loop of tools. Models of version 1 run that loop themselves, and
 * each answer in it says the tokens of all calls so far: counted as they are, those of the first
 * would count again and again.
 */
final class ToolLoops {
  /** Version 2 leaves the loop to an advisor, and its usage knows of caches. */
  private static final boolean COUNTED_ON = isVersion1();

  /** By the messages that asked for tools, which the next request repeats. */
  private static final Map<AssistantMessage, TokenUsage> COUNTED =
      Collections.synchronizedMap(new WeakHashMap<>());

  private ToolLoops() {}

  static boolean isVersion1() {
    try {
      Usage.class.getMethod("getCacheReadInputTokens");
      return false;
    } catch (NoSuchMethodException e) {
      return true;
    }
  }

  /** The tokens of one call alone. */
  static @Nullable TokenUsage own(
      @Nullable TokenUsage said, Prompt prompt, ChatResponse response, ObservedSpan span) {
    if (!COUNTED_ON || said == null) {
      return said;
    }
    if (span.isContinued()) {
      // a stream that went on with the tools' results: its last call says the tokens of all
      return null;
    }
    for (Generation generation : response.getResults()) {
      if (generation.getOutput().hasToolCalls()) {
        COUNTED.put(generation.getOutput(), said);
      }
    }
    TokenUsage before = span.callContinued() != null ? null : before(prompt);
    return before == null || !isMore(said, before) ? said : minus(said, before);
  }

  private static @Nullable TokenUsage before(Prompt prompt) {
    List<Message> messages = prompt.getInstructions();
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i) instanceof AssistantMessage asked && asked.hasToolCalls()) {
        return COUNTED.get(asked);
      }
    }
    return null;
  }

  private static boolean isMore(TokenUsage said, TokenUsage before) {
    return said.inputTokens() >= before.inputTokens()
        && said.outputTokens() >= before.outputTokens()
        && said.totalTokens() >= before.totalTokens();
  }

  private static TokenUsage minus(TokenUsage said, TokenUsage before) {
    return new TokenUsage(
        said.inputTokens() - before.inputTokens(),
        said.outputTokens() - before.outputTokens(),
        said.totalTokens() - before.totalTokens());
  }
}
