package dev.spanloom.autolog.bedrock;

import dev.spanloom.autolog.http.StreamReducer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts an answer together where each event looks like the answer, with a piece of the text: Titan,
 * Llama, Cohere, Mistral, and those who speak as OpenAI. Texts are joined; of all else the last one
 * counts.
 */
final class MergingReducer implements StreamReducer {
  private static final Set<String> TEXTS =
      Set.of(
          "outputText",
          "generation",
          "text",
          "content",
          "completion",
          "arguments",
          "reasoning_content");
  private static final Set<String> ENDS =
      Set.of("completionReason", "stop_reason", "finish_reason", "is_finished");

  private final Node whole = new Node();
  private boolean began;
  private boolean ended;

  /** An object whose texts grow. */
  private static final class Node {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
  }

  /** A list whose items are told apart by their index. */
  private static final class Items {
    private final TreeMap<Long, Object> items = new TreeMap<>();
  }

  @Override
  public void add(Map<String, @Nullable Object> event) {
    began = true;
    merge(whole, event);
  }

  private void merge(Node into, Map<?, ?> from) {
    from.forEach(
        (name, value) -> {
          String key = name.equals("delta") ? "message" : String.valueOf(name);
          if (value == null) {
            into.values.putIfAbsent(key, null);
          } else if (TEXTS.contains(key) && value instanceof String piece) {
            text(into, key).add(piece);
          } else if (value instanceof Map<?, ?> map) {
            Object before = into.values.get(key);
            Node node = before instanceof Node known ? known : new Node();
            into.values.put(key, node);
            merge(node, map);
          } else if (value instanceof List<?> list
              && list.stream().allMatch(Map.class::isInstance)) {
            Object before = into.values.get(key);
            Items items = before instanceof Items known ? known : new Items();
            into.values.put(key, items);
            merge(items, list);
          } else {
            ended |= ENDS.contains(key) && !Boolean.FALSE.equals(value);
            into.values.put(key, value);
          }
        });
  }

  private static BoundedText text(Node into, String key) {
    if (into.values.get(key) instanceof BoundedText known) {
      return known;
    }
    BoundedText text = new BoundedText();
    into.values.put(key, text);
    return text;
  }

  private void merge(Items into, List<?> list) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof Map<?, ?> item) {
        long index = item.get("index") instanceof Number number ? number.longValue() : i;
        if (into.items.computeIfAbsent(index, unused -> new Node()) instanceof Node node) {
          merge(node, item);
        }
      }
    }
  }

  @Override
  public @Nullable Map<String, @Nullable Object> answer() {
    return began ? plain(whole) : null;
  }

  private static Map<String, @Nullable Object> plain(Node node) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    node.values.forEach((key, value) -> plain.put(key, plain(value)));
    return plain;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Node node) {
      return plain(node);
    }
    if (value instanceof Items list) {
      return list.items.values().stream().map(MergingReducer::plain).toList();
    }
    return value instanceof BoundedText text ? text.toString() : value;
  }

  @Override
  public boolean isComplete() {
    return ended;
  }
}
