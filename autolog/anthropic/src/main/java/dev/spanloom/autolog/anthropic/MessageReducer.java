package dev.spanloom.autolog.anthropic;

import dev.spanloom.autolog.http.StreamReducer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts a message together from the events of its stream. */
final class MessageReducer implements StreamReducer {
  private static final int MOST_BLOCKS = 10_000;
  private static final String CONTENT = "content";
  private static final String USAGE = "usage";

  private final Map<String, @Nullable Object> message = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> usage = new LinkedHashMap<>();
  private final TreeMap<Long, ContentBlock> blocks = new TreeMap<>();
  private boolean complete;
  private @Nullable String error;

  @Override
  public void add(Map<String, @Nullable Object> event) {
    switch (event.get("type") instanceof String type ? type : "") {
      case "message_start" -> merge(message, event.get("message"));
      case "content_block_start" -> {
        if (event.get("content_block") instanceof Map<?, ?> start && blocks.size() < MOST_BLOCKS) {
          blocks.put(index(event), new ContentBlock(start));
        }
      }
      case "content_block_delta" -> {
        ContentBlock block = blocks.get(index(event));
        if (block != null && event.get("delta") instanceof Map<?, ?> delta) {
          block.add(delta);
        }
      }
      case "message_delta" -> {
        merge(message, event.get("delta"));
        mergeUsage(event.get(USAGE));
        event.forEach(
            (key, value) -> {
              if (!key.equals("type") && !key.equals("delta") && !key.equals(USAGE)) {
                message.put(key, value);
              }
            });
      }
      case "message_stop" -> complete = true;
      case "error" -> error = message(event.get("error"));
      default -> {
        // pings, and what is new
      }
    }
  }

  private void merge(Map<String, @Nullable Object> into, @Nullable Object said) {
    if (said instanceof Map<?, ?> map) {
      map.forEach((key, value) -> into.put(String.valueOf(key), value));
      mergeUsage(map.get(USAGE));
    }
  }

  /** Later numbers are sums, and take the place of the earlier; what is not said stays. */
  private void mergeUsage(@Nullable Object said) {
    if (said instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            String name = String.valueOf(key);
            if (value != null || !usage.containsKey(name)) {
              usage.put(name, value);
            }
          });
    }
  }

  private static long index(Map<?, ?> event) {
    return event.get("index") instanceof Number number ? number.longValue() : 0;
  }

  private static String message(@Nullable Object said) {
    return said instanceof Map<?, ?> map && map.get("message") instanceof String text
        ? text
        : "the stream failed";
  }

  @Override
  public @Nullable Map<String, @Nullable Object> answer() {
    if (message.isEmpty() && blocks.isEmpty()) {
      return null;
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>(message);
    List<Object> content = new ArrayList<>();
    blocks.values().forEach(block -> content.add(block.toMap()));
    answer.put(CONTENT, content);
    if (!usage.isEmpty()) {
      answer.put(USAGE, new LinkedHashMap<>(usage));
    }
    return answer;
  }

  @Override
  public boolean isComplete() {
    return complete;
  }

  @Override
  public @Nullable String error() {
    return error;
  }
}
