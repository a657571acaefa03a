package dev.spanloom.autolog.bedrock;

import dev.spanloom.autolog.http.StreamReducer;
import dev.spanloom.entities.internal.json.JsonReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts the answer of Converse together from the events of ConverseStream; Nova's own too. */
final class ConverseReducer implements StreamReducer {
  private static final String TOOL_USE = "toolUse";
  private static final String REASONING = "reasoningContent";
  private static final String TEXT = "text";

  private final TreeMap<Long, Block> blocks = new TreeMap<>();
  private final Map<String, @Nullable Object> beside = new LinkedHashMap<>();
  private Object role = "assistant";
  private boolean began;
  private boolean stopped;

  /** A piece of the message: text, a call of a tool, reasoning. */
  private static final class Block {
    private final Map<String, @Nullable Object> toolUse = new LinkedHashMap<>();
    private final BoundedText input = new BoundedText();
    private final Map<String, @Nullable Object> other = new LinkedHashMap<>();
    private final Map<String, BoundedText> reasoning = new LinkedHashMap<>();
    private @Nullable BoundedText text;
  }

  @Override
  public void add(Map<String, @Nullable Object> event) {
    began = true;
    event.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> content) {
            add(name, content);
          } else {
            beside.put(name, value); // Bedrock's figures beside a vendor's event
          }
        });
  }

  private void add(String name, Map<?, ?> content) {
    switch (name) {
      case "messageStart" -> role = content.get("role") == null ? role : content.get("role");
      case "contentBlockStart" -> start(block(content), content.get("start"));
      case "contentBlockDelta" -> delta(block(content), content.get("delta"));
      case "contentBlockStop" -> {}
      case "messageStop" -> {
        stopped = true;
        putAll(content);
      }
      case "metadata" -> putAll(content);
      default -> beside.put(name, content);
    }
  }

  private void putAll(Map<?, ?> content) {
    content.forEach((key, value) -> beside.put(String.valueOf(key), value));
  }

  private Block block(Map<?, ?> content) {
    long index = content.get("contentBlockIndex") instanceof Number number ? number.longValue() : 0;
    return blocks.computeIfAbsent(index, unused -> new Block());
  }

  private static void start(Block block, @Nullable Object start) {
    if (start instanceof Map<?, ?> map && map.get(TOOL_USE) instanceof Map<?, ?> tool) {
      tool.forEach((key, value) -> block.toolUse.put(String.valueOf(key), value));
    } else if (start instanceof Map<?, ?> map) {
      map.forEach((key, value) -> block.other.put(String.valueOf(key), value));
    }
  }

  private static void delta(Block block, @Nullable Object delta) {
    if (!(delta instanceof Map<?, ?> map)) {
      return;
    }
    map.forEach(
        (key, value) -> {
          if (key.equals(TEXT) && value instanceof String piece) {
            BoundedText text = block.text == null ? new BoundedText() : block.text;
            block.text = text;
            text.add(piece);
          } else if (key.equals(TOOL_USE) && value instanceof Map<?, ?> tool) {
            block.input.add(tool.get("input") instanceof String piece ? piece : "");
          } else if (key.equals(REASONING) && value instanceof Map<?, ?> thought) {
            thought.forEach(
                (part, piece) ->
                    block
                        .reasoning
                        .computeIfAbsent(String.valueOf(part), unused -> new BoundedText())
                        .add(String.valueOf(piece)));
          } else {
            block.other.put(String.valueOf(key), value);
          }
        });
  }

  @Override
  public @Nullable Map<String, @Nullable Object> answer() {
    if (!began) {
      return null;
    }
    List<Object> content = new ArrayList<>();
    blocks.values().forEach(block -> content.add(content(block)));
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    message.put("role", role);
    message.put("content", content);
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("output", Map.of("message", message));
    answer.putAll(beside);
    return answer;
  }

  private static Map<String, @Nullable Object> content(Block block) {
    Map<String, @Nullable Object> content = new LinkedHashMap<>();
    if (!block.reasoning.isEmpty()) {
      content.put(REASONING, reasoning(block.reasoning));
    }
    if (block.text != null) {
      content.put(TEXT, block.text.toString());
    }
    if (!block.toolUse.isEmpty()) {
      Map<String, @Nullable Object> tool = new LinkedHashMap<>(block.toolUse);
      String input = block.input.toString();
      tool.put("input", input.isEmpty() ? Map.of() : JsonReader.readOrText(input));
      content.put(TOOL_USE, tool);
    }
    content.putAll(block.other);
    return content;
  }

  /** The answer has in an object of its own what comes side by side in a stream. */
  private static Map<String, Object> reasoning(Map<String, BoundedText> pieces) {
    Map<String, Object> parts = new LinkedHashMap<>();
    pieces.forEach((part, piece) -> parts.put(part, piece.toString()));
    return parts.containsKey(TEXT) ? Map.of("reasoningText", parts) : parts;
  }

  @Override
  public boolean isComplete() {
    return stopped;
  }
}
