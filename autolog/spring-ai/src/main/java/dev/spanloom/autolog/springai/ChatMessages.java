package dev.spanloom.autolog.springai;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.content.Media;
import org.springframework.ai.content.MediaContent;

/** Messages in the shape of OpenAI's chat completions, which user interfaces know. */
final class ChatMessages {
  /** The message format of the spans. */
  static final String FORMAT = "openai";

  private static final String TYPE = "type";
  private static final String CONTENT = "content";
  private static final String REASONING = "reasoning_content";

  private ChatMessages() {}

  static List<Map<String, @Nullable Object>> toList(List<Message> messages) {
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    for (Message message : messages) {
      if (message instanceof ToolResponseMessage results) {
        results.getResponses().forEach(result -> list.add(toMap(result)));
      } else {
        list.add(toMap(message));
      }
    }
    return list;
  }

  static Map<String, @Nullable Object> toMap(Message message) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("role", message.getMessageType().getValue());
    map.put(CONTENT, content(message));
    if (message instanceof AssistantMessage answer) {
      Object reasoning = answer.getMetadata().get("reasoningContent");
      if (reasoning instanceof String text && !text.isBlank()) {
        map.put(REASONING, text);
      }
      if (answer.hasToolCalls()) {
        List<Object> calls = new ArrayList<>();
        answer.getToolCalls().forEach(call -> calls.add(toMap(call)));
        map.put("tool_calls", calls);
      }
    }
    return map;
  }

  private static Map<String, @Nullable Object> toMap(ToolResponseMessage.ToolResponse result) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("role", "tool");
    map.put("tool_call_id", result.id());
    map.put("name", result.name());
    map.put(CONTENT, result.responseData());
    return map;
  }

  private static Map<String, @Nullable Object> toMap(AssistantMessage.ToolCall call) {
    Map<String, @Nullable Object> function = new LinkedHashMap<>();
    function.put("name", call.name());
    function.put("arguments", call.arguments());
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("id", call.id());
    map.put(TYPE, "function");
    map.put("function", function);
    return map;
  }

  /** Text alone is a string, as most programs send it. */
  private static @Nullable Object content(Message message) {
    if (!(message instanceof MediaContent content)
        || content.getMedia() == null
        || content.getMedia().isEmpty()) {
      return message.getText();
    }
    List<Object> parts = new ArrayList<>();
    if (message.getText() != null && !message.getText().isEmpty()) {
      parts.add(part("text", message.getText()));
    }
    content.getMedia().forEach(media -> parts.add(part(media)));
    return parts;
  }

  private static Object part(Media media) {
    String type = String.valueOf(media.getMimeType());
    if (type.startsWith("audio/") && media.getData() instanceof byte[] bytes) {
      String format = type.endsWith("mpeg") ? "mp3" : type.substring(type.lastIndexOf('/') + 1);
      return part("input_audio", Map.of("data", base64(bytes), "format", format));
    }
    if (type.startsWith("image/")) {
      return part("image_url", Map.of("url", url(media, type)));
    }
    return part("file", Map.of("file_data", url(media, type)));
  }

  private static Map<String, Object> part(String type, Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(TYPE, type);
    map.put(type, value);
    return map;
  }

  /** Where it is, or what it is, as a data URI: those become attachments. */
  private static String url(Media media, String type) {
    return media.getData() instanceof byte[] bytes
        ? "data:" + type + ";base64," + base64(bytes)
        : String.valueOf(media.getData());
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
