package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.observability.api.event.ToolExecutedEvent;
import dev.langchain4j.service.tool.ToolExecutionResult;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages in the shape of OpenAI's chat completions, which user interfaces know. */
final class ChatMessages {
  private static final String TYPE = "type";
  private static final String CONTENT = "content";

  private ChatMessages() {}

  static List<Map<String, @Nullable Object>> toList(List<? extends ChatMessage> messages) {
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    messages.forEach(message -> list.add(toMap(message)));
    return list;
  }

  static Map<String, @Nullable Object> toMap(ChatMessage message) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (message instanceof SystemMessage system) {
      map.put("role", "system");
      map.put(CONTENT, system.text());
    } else if (message instanceof UserMessage user) {
      map.put("role", "user");
      map.put(CONTENT, contents(user.contents()));
      if (user.name() != null) {
        map.put("name", user.name());
      }
    } else if (message instanceof AiMessage answer) {
      putAnswer(map, answer);
    } else if (message instanceof ToolExecutionResultMessage result) {
      map.put("role", "tool");
      map.put("tool_call_id", result.id());
      map.put("name", result.toolName());
      map.put(CONTENT, resultOf(result));
    } else if (message instanceof CustomMessage custom) {
      map.putAll(custom.attributes());
    } else {
      map.put("role", String.valueOf(message.type()));
      map.put(CONTENT, message.toString());
    }
    return map;
  }

  /** What a tool gave: text, or the parts of newer versions. */
  private static @Nullable Object resultOf(ToolExecutionResultMessage result) {
    try {
      return result.text();
    } catch (IllegalStateException severalParts) {
      return parts(PublicMethods.call(result, "contents"));
    }
  }

  /** What a tool gave: text, or the parts of newer versions. */
  static @Nullable Object resultOf(ToolExecutionResult result) {
    try {
      return result.resultText();
    } catch (IllegalStateException severalParts) {
      return parts(PublicMethods.call(result, "resultContents"));
    }
  }

  /** What a tool gave: text, or the parts of newer versions. */
  static @Nullable Object resultOf(ToolExecutedEvent event) {
    try {
      return event.resultText();
    } catch (IllegalStateException severalParts) {
      return parts(PublicMethods.call(event, "resultContents"));
    }
  }

  private static @Nullable Object parts(@Nullable Object contents) {
    List<Object> parts = new ArrayList<>();
    if (contents instanceof List<?> list) {
      list.forEach(content -> parts.add(content instanceof Content known ? part(known) : content));
    }
    return parts;
  }

  private static void putAnswer(Map<String, @Nullable Object> map, AiMessage answer) {
    map.put("role", "assistant");
    map.put(CONTENT, answer.images().isEmpty() ? answer.text() : textAndImages(answer));
    if (answer.thinking() != null) {
      map.put("reasoning_content", answer.thinking());
    }
    if (answer.hasToolExecutionRequests()) {
      List<Object> calls = new ArrayList<>();
      answer.toolExecutionRequests().forEach(call -> calls.add(toolCall(call)));
      map.put("tool_calls", calls);
    }
  }

  private static List<Object> textAndImages(AiMessage answer) {
    List<Object> parts = new ArrayList<>();
    if (answer.text() != null) {
      parts.add(part("text", answer.text()));
    }
    answer.images().forEach(image -> parts.add(image(image)));
    return parts;
  }

  static Map<String, @Nullable Object> toolCall(ToolExecutionRequest call) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("id", call.id());
    map.put(TYPE, "function");
    Map<String, @Nullable Object> function = new LinkedHashMap<>();
    function.put("name", call.name());
    function.put("arguments", call.arguments());
    map.put("function", function);
    return map;
  }

  /** Text alone is a string, as most programs send it. */
  private static Object contents(List<Content> contents) {
    if (contents.size() == 1 && contents.get(0) instanceof TextContent text) {
      return text.text();
    }
    List<Object> parts = new ArrayList<>();
    contents.forEach(content -> parts.add(part(content)));
    return parts;
  }

  private static Object part(Content content) {
    if (content instanceof TextContent text) {
      return part("text", text.text());
    } else if (content instanceof ImageContent image) {
      return image(image.image());
    } else if (content instanceof AudioContent audio) {
      return audio(audio.audio());
    } else if (content instanceof PdfFileContent pdf) {
      return part(
          "file",
          Map.of(
              "file_data",
              url(pdf.pdfFile().url(), pdf.pdfFile().base64Data(), pdf.pdfFile().mimeType())));
    } else if (content instanceof VideoContent video) {
      return part(
          "video_url",
          Map.of(
              "url",
              url(video.video().url(), video.video().base64Data(), video.video().mimeType())));
    }
    return part("text", String.valueOf(content));
  }

  private static Object image(Image image) {
    return part("image_url", Map.of("url", url(image.url(), image.base64Data(), image.mimeType())));
  }

  private static Object audio(Audio audio) {
    if (audio.base64Data() == null) {
      return part("audio_url", Map.of("url", url(audio.url(), null, null)));
    }
    String type = audio.mimeType() == null ? "" : audio.mimeType();
    String format = type.endsWith("mpeg") ? "mp3" : type.substring(type.lastIndexOf('/') + 1);
    return part("input_audio", Map.of("data", audio.base64Data(), "format", format));
  }

  private static Map<String, Object> part(String type, Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(TYPE, type);
    map.put(type, value);
    return map;
  }

  /** Where it is, or what it is, as a data URI: those become attachments. */
  private static String url(@Nullable URI url, @Nullable String base64, @Nullable String type) {
    if (base64 == null) {
      return url == null ? "" : url.toString();
    }
    return "data:" + (type == null ? "application/octet-stream" : type) + ";base64," + base64;
  }
}
