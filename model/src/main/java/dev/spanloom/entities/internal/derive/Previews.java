package dev.spanloom.entities.internal.derive;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.internal.CodePoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The short texts of a trace's request and response: of chat messages the last one that counts,
 * else the JSON text itself.
 */
public final class Previews {
  /** Longest preview outside Databricks, in characters. */
  public static final int MAX_CHARS = 1000;

  /**
   * Longest text of the metadata {@code mlflow.traceInputs} and {@code mlflow.traceOutputs}, in
   * characters.
   */
  public static final int MAX_METADATA_CHARS = 250;

  private static final String ELLIPSIS = "...";
  private static final Set<String> TEXT_PARTS = Set.of("text", "output_text");
  private static final int MAX_NESTED_REQUESTS = 10;

  private Previews() {}

  /** The preview of the root's inputs; empty where it has none. */
  public static String request(@Nullable AttributeValue inputs) {
    return preview(inputs, "user");
  }

  /** The preview of the root's outputs; empty where it has none. */
  public static String response(@Nullable AttributeValue outputs) {
    return preview(outputs, "assistant");
  }

  /** The JSON text of a value, cut to a length. */
  public static String text(AttributeValue value, int maxChars) {
    return cut(value.jsonStart(maxChars), maxChars);
  }

  /** The text cut to a length, its last three characters dots where it was cut. */
  public static String cut(String text, int maxChars) {
    if (CodePoints.end(text, maxChars) == text.length()) {
      return text;
    }
    return text.substring(0, CodePoints.end(text, maxChars - ELLIPSIS.length())) + ELLIPSIS;
  }

  private static String preview(@Nullable AttributeValue value, String role) {
    if (value == null) {
      return "";
    }
    Object plain = value.view();
    String message =
        plain instanceof List<?> list ? messageInParts(list, role) : message(plain, role, 0);
    return message.isEmpty() ? text(value, MAX_CHARS) : cut(message, MAX_CHARS);
  }

  private static String message(@Nullable Object value, String role, int depth) {
    if (!(value instanceof Map<?, ?> map) || depth > MAX_NESTED_REQUESTS) {
      return "";
    }
    List<Map<?, ?>> messages = messages(map.get("messages"));
    if (messages.isEmpty()
        && map.get("choices") instanceof List<?> choices
        && !choices.isEmpty()
        && choices.get(0) instanceof Map<?, ?> choice
        && isMessage(choice.get("message"))) {
      messages = List.of((Map<?, ?>) Objects.requireNonNull(choice.get("message")));
    }
    if (messages.isEmpty()) {
      messages = messages(map.get("input"));
    }
    if (messages.isEmpty()) {
      messages = messages(map.get("output"));
    }
    if (messages.isEmpty()) {
      return map.containsKey("request") ? message(map.get("request"), role, depth + 1) : "";
    }
    return text(lastOf(role, messages).get("content"));
  }

  private static Map<?, ?> lastOf(String role, List<Map<?, ?>> messages) {
    Map<?, ?> last = messages.get(messages.size() - 1);
    for (Map<?, ?> candidate : messages) {
      if (role.equals(candidate.get("role"))) {
        last = candidate;
      }
    }
    return last;
  }

  /**
   * The text of OpenTelemetry's {@code gen_ai.input.messages} and {@code gen_ai.output.messages}:
   * {@code [{"role": "user", "parts": [{"type": "text", "content": "Hi"}]}]}.
   */
  private static String messageInParts(List<?> items, String role) {
    if (items.isEmpty()) {
      return "";
    }
    List<Map<?, ?>> messages = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof Map<?, ?> message)
          || !message.containsKey("role")
          || !(message.get("parts") instanceof List<?>)) {
        return "";
      }
      messages.add(message);
    }
    List<?> parts = (List<?>) Objects.requireNonNull(lastOf(role, messages).get("parts"));
    for (Object part : parts) {
      if (part instanceof Map<?, ?> map
          && "text".equals(map.get("type"))
          && map.get("content") instanceof String text) {
        return text;
      }
    }
    return "";
  }

  private static List<Map<?, ?>> messages(@Nullable Object value) {
    if (!(value instanceof List<?> items)) {
      return List.of();
    }
    return items.stream()
        .filter(Previews::isMessage)
        .<Map<?, ?>>map(item -> (Map<?, ?>) item)
        .toList();
  }

  private static boolean isMessage(@Nullable Object item) {
    return item instanceof Map<?, ?> map && map.containsKey("role") && map.containsKey("content");
  }

  private static String text(@Nullable Object content) {
    if (content instanceof String text) {
      return text;
    }
    if (content instanceof List<?> parts) {
      for (Object part : parts) {
        if (part instanceof String text) {
          return text;
        }
        if (part instanceof Map<?, ?> map
            && map.get("type") instanceof String type
            && TEXT_PARTS.contains(type)
            && map.get("text") instanceof String text) {
          return text;
        }
      }
    }
    return "";
  }
}
