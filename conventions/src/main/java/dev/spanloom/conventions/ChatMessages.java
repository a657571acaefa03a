package dev.spanloom.conventions;

import dev.spanloom.entities.SpanEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts chat messages together, in the shape of OpenAI's chat completions. */
final class ChatMessages {
  private static final String FINISH_REASON = "finish_reason";

  private ChatMessages() {}

  /** A message with what stands beside it. */
  record Entry(Map<String, Object> message, @Nullable String finishReason) {}

  static Entry ofFlat(FlatNode item, String defaultRole) {
    FlatNode node = item.inside("message");
    Map<String, Object> message = new LinkedHashMap<>();
    String role = node.text("role");
    message.put("role", role == null ? defaultRole : role);
    Values.put(message, "name", node.text("name"));
    Values.put(message, "content", content(node));
    List<Object> calls = new ArrayList<>();
    node.child("tool_calls").items().forEach(call -> calls.add(toolCall(call.inside("tool_call"))));
    if (calls.isEmpty() && node.text("function_call_name") != null) {
      calls.add(
          toolCall(
              null,
              node.text("function_call_name"),
              node.jsonText("function_call_arguments_json")));
    }
    Values.put(message, "tool_calls", calls);
    Values.put(message, "tool_call_id", node.text("tool_call_id"));
    return new Entry(message, item.text(FINISH_REASON));
  }

  private static @Nullable Object content(FlatNode node) {
    Object content = node.value("content");
    if (!Values.isEmpty(content)) {
      return content;
    }
    List<Object> parts = new ArrayList<>();
    for (FlatNode item : node.child("contents").items()) {
      Object part = part(item.inside("message_content"));
      if (part != null) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static @Nullable Object part(FlatNode node) {
    String url = node.child("image").inside("image").text("url");
    if (url != null) {
      return Map.of("type", "image_url", "image_url", Map.of("url", url));
    }
    return node.plain();
  }

  private static Object toolCall(FlatNode call) {
    FlatNode function = call.inside("function");
    return toolCall(call.text("id"), function.text("name"), function.jsonText("arguments"));
  }

  private static Object toolCall(
      @Nullable String id, @Nullable String name, @Nullable String arguments) {
    Map<String, Object> call = new LinkedHashMap<>();
    Values.put(call, "id", id);
    call.put("type", "function");
    Map<String, Object> function = new LinkedHashMap<>();
    Values.put(function, "name", name);
    Values.put(function, "arguments", arguments);
    call.put("function", function);
    return call;
  }

  /**
   * The message of an event: its attributes, the object under {@code message}, or that under {@code
   * gen_ai.event.content}.
   */
  static Entry ofEvent(SpanEvent event, String defaultRole) {
    Map<String, Object> body = new LinkedHashMap<>();
    merge(body, event.attributes());
    merge(body, Values.unwrap(event.attributes().get("gen_ai.event.content")));
    Object inner = Values.unwrap(body.remove("message"));
    if (inner instanceof Map<?, ?>) {
      merge(body, inner);
    } else if (!Values.isEmpty(inner)) {
      Values.put(body, "content", inner);
    }
    Map<String, Object> message = new LinkedHashMap<>();
    String role = Values.text(body.get("role"));
    message.put("role", role == null ? defaultRole : role);
    Values.put(message, "name", Values.text(body.get("name")));
    Values.put(message, "content", Values.unwrap(body.get("content")));
    Values.put(message, "tool_calls", Values.unwrap(body.get("tool_calls")));
    Values.put(message, "tool_call_id", Values.text(body.get("id")));
    return new Entry(message, Values.text(body.get(FINISH_REASON)));
  }

  private static void merge(Map<String, Object> into, @Nullable Object object) {
    if (object instanceof Map<?, ?> map) {
      map.forEach((key, value) -> Values.put(into, String.valueOf(key), value));
    }
  }

  /** What was asked: {@code messages}. */
  static @Nullable Object request(List<Entry> entries) {
    return entries.isEmpty()
        ? null
        : Map.of("messages", entries.stream().map(Entry::message).toList());
  }

  /** What was answered: {@code choices}. */
  static @Nullable Object response(List<Entry> entries) {
    if (entries.isEmpty()) {
      return null;
    }
    List<Object> choices = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      Map<String, Object> choice = new LinkedHashMap<>();
      choice.put("index", (long) choices.size());
      choice.put("message", entry.message());
      Values.put(choice, FINISH_REASON, entry.finishReason());
      choices.add(choice);
    }
    return Map.of("choices", choices);
  }
}
