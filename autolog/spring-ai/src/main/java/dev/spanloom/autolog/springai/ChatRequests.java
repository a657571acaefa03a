package dev.spanloom.autolog.springai;

import dev.spanloom.entities.internal.json.JsonReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/** Requests in the shape of OpenAI's chat completions. */
final class ChatRequests {
  private static final String FUNCTION = "function";

  /** Options that only some providers have: getter, and name on the wire. */
  private static final Map<String, String> OF_SOME =
      Map.of(
          "getMaxCompletionTokens", "max_completion_tokens",
          "getN", "n",
          "getSeed", "seed",
          "getReasoningEffort", "reasoning_effort",
          "getVerbosity", "verbosity",
          "getServiceTier", "service_tier",
          "getParallelToolCalls", "parallel_tool_calls",
          "getToolChoice", "tool_choice");

  private ChatRequests() {}

  static Map<String, @Nullable Object> toMap(Prompt prompt) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    ChatOptions options = prompt.getOptions();
    if (options != null) {
      put(map, "model", options.getModel());
    }
    map.put("messages", ChatMessages.toList(prompt.getInstructions()));
    if (options == null) {
      return map;
    }
    put(map, "temperature", options.getTemperature());
    put(map, "top_p", options.getTopP());
    put(map, "top_k", options.getTopK());
    put(map, "frequency_penalty", options.getFrequencyPenalty());
    put(map, "presence_penalty", options.getPresencePenalty());
    put(map, "max_tokens", options.getMaxTokens());
    if (options.getStopSequences() != null && !options.getStopSequences().isEmpty()) {
      map.put("stop", List.copyOf(options.getStopSequences()));
    }
    OF_SOME.forEach(
        (getter, name) -> {
          Object value = PublicMethods.call(options, getter);
          if (value instanceof Number || value instanceof Boolean || value instanceof String) {
            map.put(name, value);
          }
        });
    List<Object> tools = tools(options);
    if (!tools.isEmpty()) {
      map.put("tools", tools);
    }
    return map;
  }

  /** The tools on offer. */
  static List<Object> tools(@Nullable ChatOptions options) {
    List<Object> tools = new ArrayList<>();
    if (options instanceof ToolCallingChatOptions calling && calling.getToolCallbacks() != null) {
      for (ToolCallback callback : calling.getToolCallbacks()) {
        tools.add(Map.of("type", FUNCTION, FUNCTION, function(callback.getToolDefinition())));
      }
    }
    return tools;
  }

  private static Map<String, @Nullable Object> function(ToolDefinition definition) {
    Map<String, @Nullable Object> function = new LinkedHashMap<>();
    function.put("name", definition.name());
    put(function, "description", definition.description());
    if (definition.inputSchema() != null) {
      put(function, "parameters", JsonReader.readOrText(definition.inputSchema()));
    }
    return function;
  }

  private static void put(Map<String, @Nullable Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
