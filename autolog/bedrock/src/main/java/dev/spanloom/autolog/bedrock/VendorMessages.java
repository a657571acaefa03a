package dev.spanloom.autolog.bedrock;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conversation in the bodies of InvokeModel, which each vendor shapes its own way: Anthropic,
 * Nova, Titan, Llama, Cohere, Mistral. It is told by the shape, as the id of a model may be that of
 * an inference profile.
 */
final class VendorMessages {
  private static final String ROLE = "role";
  private static final String CONTENT = "content";
  private static final String MESSAGE = "message";
  private static final String TEXT = "text";
  private static final String USER = "user";
  private static final String ASSISTANT = "assistant";

  private VendorMessages() {}

  /**
   * What the model is told: messages with role and content. Empty when there is no conversation.
   */
  static List<Map<String, @Nullable Object>> asked(Map<?, ?> body) {
    List<Map<String, @Nullable Object>> messages = new ArrayList<>();
    if (body.get("messages") instanceof List<?> list) {
      add(messages, "system", body.get("system"));
      list.forEach(item -> addMessage(messages, item));
      return messages;
    }
    if (body.get("chat_history") instanceof List<?> history) { // Cohere
      history.forEach(
          item -> {
            if (item instanceof Map<?, ?> turn) {
              add(messages, cohereRole(turn.get(ROLE)), turn.get(MESSAGE));
            }
          });
    }
    add(messages, "system", body.get("preamble"));
    add(messages, USER, body.get(MESSAGE)); // Cohere
    add(messages, USER, body.get("prompt")); // Llama, Mistral, Cohere's older ones
    add(messages, USER, body.get("inputText")); // Titan
    return messages;
  }

  private static String cohereRole(@Nullable Object role) {
    String name = String.valueOf(role).toLowerCase(Locale.ROOT);
    return name.equals("chatbot") ? ASSISTANT : name;
  }

  /** What the model said. */
  static List<Map<String, @Nullable Object>> answered(Map<?, ?> body) {
    List<Map<String, @Nullable Object>> messages = new ArrayList<>();
    if (body.get("output") instanceof Map<?, ?> output) { // Nova
      addMessage(messages, output.get(MESSAGE));
    }
    if (body.get(CONTENT) instanceof List<?> content) { // Anthropic
      add(messages, ASSISTANT, content);
    }
    for (String list : List.of("results", "outputs", "generations", "choices")) {
      if (body.get(list) instanceof List<?> items) {
        items.forEach(item -> addChoice(messages, item));
      }
    }
    add(messages, ASSISTANT, body.get("generation")); // Llama
    add(messages, ASSISTANT, body.get(TEXT)); // Cohere
    add(messages, ASSISTANT, body.get("outputText")); // Titan, streamed
    add(messages, ASSISTANT, body.get("completion")); // Anthropic's older ones
    return messages;
  }

  private static void addChoice(List<Map<String, @Nullable Object>> messages, Object item) {
    if (item instanceof Map<?, ?> choice) {
      addMessage(messages, choice.get(MESSAGE));
      add(messages, ASSISTANT, choice.get(TEXT));
      add(messages, ASSISTANT, choice.get("outputText"));
    }
  }

  private static void addMessage(
      List<Map<String, @Nullable Object>> messages, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> message = new LinkedHashMap<>();
      map.forEach((key, part) -> message.put(String.valueOf(key), part));
      message.putIfAbsent(ROLE, ASSISTANT);
      message.computeIfPresent(CONTENT, (key, content) -> typed(content));
      messages.add(message);
    }
  }

  private static void add(
      List<Map<String, @Nullable Object>> messages, String role, @Nullable Object content) {
    if (content instanceof String || content instanceof List<?>) {
      Map<String, @Nullable Object> message = new LinkedHashMap<>();
      message.put(ROLE, role);
      message.put(CONTENT, typed(content));
      messages.add(message);
    }
  }

  /** Nova's parts have no type; those that show conversations go by it. */
  private static @Nullable Object typed(@Nullable Object content) {
    if (!(content instanceof List<?> parts)) {
      return content;
    }
    List<Object> typed = new ArrayList<>();
    for (Object part : parts) {
      typed.add(
          part instanceof Map<?, ?> map && map.size() == 1 && map.get(TEXT) instanceof String text
              ? Map.of("type", TEXT, TEXT, text)
              : part);
    }
    return typed;
  }
}
