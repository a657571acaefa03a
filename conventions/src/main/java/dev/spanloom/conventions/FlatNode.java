package dev.spanloom.conventions;

import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A tree put together of flattened attributes, such as {@code llm.input_messages.0.message.role}.
 * It grows with the number of attributes, never with the numbers in their keys. Not thread-safe.
 */
final class FlatNode {
  /** Deeper keys are no message, document or tool. */
  private static final int MAX_DEPTH = 12;

  /** Longer numbers are no places in a list. */
  private static final int MAX_DIGITS = 9;

  private static final FlatNode NONE = new FlatNode();

  private final Map<String, FlatNode> children = new LinkedHashMap<>();
  private @Nullable Object value;

  /** The items of a list whose keys begin with a prefix and go on with a number, in their order. */
  static List<FlatNode> items(SpanView span, String prefix) {
    FlatNode root = new FlatNode();
    for (String key : span.keys()) {
      if (key.startsWith(prefix)) {
        root.put(key.substring(prefix.length()).split("\\.", MAX_DEPTH + 1), span.value(key));
      }
    }
    return root.items();
  }

  private void put(String[] path, @Nullable Object leaf) {
    if (path.length > MAX_DEPTH || place(path[0]) < 0) {
      return;
    }
    FlatNode node = this;
    for (String part : path) {
      node = node.children.computeIfAbsent(part, name -> new FlatNode());
    }
    node.value = leaf;
  }

  /** The children whose names are numbers, in the order of these. */
  List<FlatNode> items() {
    Map<Integer, FlatNode> sorted = new TreeMap<>();
    children.forEach(
        (name, child) -> {
          int place = place(name);
          if (place >= 0) {
            sorted.put(place, child);
          }
        });
    return List.copyOf(sorted.values());
  }

  private static int place(String text) {
    if (text.isEmpty() || text.length() > MAX_DIGITS) {
      return -1;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!KeyPattern.isDigit(text.charAt(i))) {
        return -1;
      }
    }
    return Integer.parseInt(text);
  }

  /** The child of a name; one without anything in it when there is none. */
  FlatNode child(String name) {
    return children.getOrDefault(name, NONE);
  }

  /** The child of a name where it has children itself, else this. */
  FlatNode inside(String name) {
    FlatNode child = child(name);
    return child.children.isEmpty() ? this : child;
  }

  @Nullable Object value(String name) {
    return child(name).value;
  }

  @Nullable String text(String name) {
    return Values.text(value(name));
  }

  /** The text of a value that was JSON text when it was sent. */
  @Nullable String jsonText(String name) {
    Object found = value(name);
    return found == null || found instanceof String ? (String) found : JsonWriter.write(found);
  }

  /** All of it as plain maps and values. */
  @Nullable Object plain() {
    if (children.isEmpty()) {
      return value;
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    children.forEach((name, child) -> map.put(name, child.plain()));
    return map;
  }
}
