package dev.spanloom.autolog.bedrock;

import dev.spanloom.autolog.http.StreamReducer;
import dev.spanloom.entities.internal.json.JsonReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts a message of Anthropic's models together from its events. */
final class AnthropicReducer implements StreamReducer {
  private static final String USAGE = "usage";
  private static final String INPUT_JSON = "partial_json";

  private final Map<String, @Nullable Object> message = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> usage = new LinkedHashMap<>();
  private final TreeMap<Long, Block> blocks = new TreeMap<>();
  private boolean stopped;

  /** A block of the message's content. */
  private static final class Block {
    private final Map<String, @Nullable Object> start = new LinkedHashMap<>();
    private final Map<String, BoundedText> texts = new LinkedHashMap<>();
  }

  @Override
  public void add(Map<String, @Nullable Object> event) {
    if (event.get("message") instanceof Map<?, ?> begun) {
      said(begun);
    }
    switch (String.valueOf(event.get("type"))) {
      case "content_block_start" -> {
        if (event.get("content_block") instanceof Map<?, ?> start) {
          start.forEach((key, value) -> block(event).start.put(String.valueOf(key), value));
        }
      }
      case "content_block_delta" -> {
        if (event.get("delta") instanceof Map<?, ?> delta) {
          delta(block(event), delta);
        }
      }
      case "message_delta" -> {
        if (event.get("delta") instanceof Map<?, ?> delta) {
          said(delta);
        }
        count(event.get(USAGE));
      }
      case "message_stop" -> stopped = true;
      default -> {}
    }
    event.forEach(
        (key, value) -> {
          if (key.startsWith("amazon-bedrock")) {
            message.put(key, value);
          }
        });
  }

  /** What an event says of the message. */
  private void said(Map<?, ?> part) {
    part.forEach(
        (key, value) -> {
          if (key.equals(USAGE)) {
            count(value);
          } else if (value != null) {
            message.put(String.valueOf(key), value);
          }
        });
  }

  /** The tokens are counted on through the stream. */
  private void count(@Nullable Object counts) {
    if (counts instanceof Map<?, ?> map) {
      map.forEach((name, count) -> usage.put(String.valueOf(name), count));
    }
  }

  private Block block(Map<String, @Nullable Object> event) {
    long index = event.get("index") instanceof Number number ? number.longValue() : 0;
    return blocks.computeIfAbsent(index, unused -> new Block());
  }

  private static void delta(Block block, Map<?, ?> delta) {
    delta.forEach(
        (key, value) -> {
          if (!key.equals("type") && value instanceof String piece) {
            block
                .texts
                .computeIfAbsent(String.valueOf(key), unused -> new BoundedText())
                .add(piece);
          }
        });
  }

  @Override
  public @Nullable Map<String, @Nullable Object> answer() {
    if (message.isEmpty()) {
      return null;
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>(message);
    List<Object> content = new ArrayList<>();
    blocks.values().forEach(block -> content.add(content(block)));
    answer.put("content", content);
    answer.put(USAGE, new LinkedHashMap<>(usage));
    return answer;
  }

  private static Map<String, @Nullable Object> content(Block block) {
    Map<String, @Nullable Object> content = new LinkedHashMap<>(block.start);
    block.texts.forEach(
        (key, text) -> {
          if (key.equals(INPUT_JSON)) {
            content.put("input", JsonReader.readOrText(text.toString()));
          } else {
            content.put(key, text.toString());
          }
        });
    return content;
  }

  @Override
  public boolean isComplete() {
    return stopped;
  }
}
