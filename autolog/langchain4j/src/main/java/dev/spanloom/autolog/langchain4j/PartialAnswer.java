package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What came of a stream so far, for when no more comes. Bounded. Thread-safe. */
final class PartialAnswer {
  private static final int MOST_CHARACTERS = 1_000_000;

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private final TreeMap<Integer, ToolCall> toolCalls = new TreeMap<>();

  private static final class ToolCall {
    private @Nullable String id;
    private @Nullable String name;
    private final StringBuilder arguments = new StringBuilder();
  }

  synchronized void text(@Nullable String piece) {
    append(text, piece);
  }

  synchronized void thinking(@Nullable String piece) {
    append(thinking, piece);
  }

  synchronized void toolCall(PartialToolCall piece) {
    ToolCall call = toolCalls.computeIfAbsent(piece.index(), unused -> new ToolCall());
    call.id = piece.id() == null ? call.id : piece.id();
    call.name = piece.name() == null ? call.name : piece.name();
    append(call.arguments, piece.partialArguments());
  }

  private static void append(StringBuilder all, @Nullable String piece) {
    if (piece != null && all.length() < MOST_CHARACTERS) {
      all.append(piece, 0, Math.min(piece.length(), MOST_CHARACTERS - all.length()));
    }
  }

  synchronized String text() {
    return text.toString();
  }

  synchronized boolean isEmpty() {
    return text.isEmpty() && thinking.isEmpty() && toolCalls.isEmpty();
  }

  /** As a message in the shape of OpenAI's chat completions. */
  synchronized Map<String, @Nullable Object> toMessage() {
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    message.put("role", "assistant");
    message.put("content", text.isEmpty() ? null : text.toString());
    if (!thinking.isEmpty()) {
      message.put("reasoning_content", thinking.toString());
    }
    if (!toolCalls.isEmpty()) {
      List<Object> calls = new ArrayList<>();
      toolCalls
          .values()
          .forEach(
              call ->
                  calls.add(
                      ChatMessages.toolCall(
                          ToolExecutionRequest.builder()
                              .id(call.id)
                              .name(call.name)
                              .arguments(call.arguments.toString())
                              .build())));
      message.put("tool_calls", calls);
    }
    return message;
  }

  /** A piece in the shape of OpenAI's chat completions. */
  static String chunk(String key, @Nullable String piece) {
    Map<String, @Nullable Object> delta = new LinkedHashMap<>();
    delta.put(key, piece);
    return chunk(delta);
  }

  /** A piece in the shape of OpenAI's chat completions. */
  static String chunk(PartialToolCall piece) {
    Map<String, @Nullable Object> call =
        ChatMessages.toolCall(
            ToolExecutionRequest.builder()
                .id(piece.id())
                .name(piece.name())
                .arguments(piece.partialArguments())
                .build());
    call.put("index", piece.index());
    Map<String, @Nullable Object> delta = new LinkedHashMap<>();
    delta.put("tool_calls", List.of(call));
    return chunk(delta);
  }

  private static String chunk(Map<String, @Nullable Object> delta) {
    Map<String, @Nullable Object> choice = new LinkedHashMap<>();
    choice.put("index", 0);
    choice.put("delta", delta);
    return JsonWriter.write(Map.of("choices", List.of(choice)));
  }
}
