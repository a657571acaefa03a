package dev.spanloom.autolog.openai;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object of which the provider sends pieces: texts grow, objects are merged, items of lists find
 * their place by {@code index}, anything else is set. Bounded; not thread-safe.
 */
final class MergedObject {
  /** Texts that come in pieces; others come whole. */
  private static final Set<String> GROWING =
      Set.of(
          "content",
          "text",
          "refusal",
          "arguments",
          "input",
          "reasoning",
          "reasoning_content",
          "summary",
          "transcript",
          "data");

  private static final int MOST_CHARS = 8 * 1024 * 1024;

  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  /** Merges a piece. */
  void merge(Map<?, ?> piece) {
    piece.forEach(
        (key, value) -> {
          if (key instanceof String name && !name.equals("index")) {
            merge(name, value);
          }
        });
  }

  /** Merges a piece of one field. */
  void merge(String name, @Nullable Object value) {
    Object before = fields.get(name);
    if (value == null) {
      fields.putIfAbsent(name, null);
    } else if (value instanceof String text) {
      mergeText(name, before, text);
    } else if (value instanceof Map<?, ?> map) {
      MergedObject object = before instanceof MergedObject known ? known : new MergedObject();
      object.merge(map);
      fields.put(name, object);
    } else if (value instanceof List<?> list) {
      MergedList items = before instanceof MergedList known ? known : new MergedList();
      items.merge(list);
      fields.put(name, items);
    } else {
      fields.put(name, value);
    }
  }

  private void mergeText(String name, @Nullable Object before, String text) {
    if (!GROWING.contains(name)) {
      if (!text.isEmpty() || before == null) {
        fields.put(name, text);
      }
      return;
    }
    StringBuilder grown =
        before instanceof StringBuilder known ? known : new StringBuilder(text.length() + 64);
    grow(grown, text);
    fields.put(name, grown);
  }

  /** Adds to a text as far as there is room. */
  static void grow(StringBuilder text, String piece) {
    text.append(piece, 0, Math.min(piece.length(), Math.max(0, MOST_CHARS - text.length())));
  }

  /** The text of a field that comes in pieces; null when it does not. */
  @Nullable StringBuilder growing(String name) {
    return fields.get(name) instanceof StringBuilder text ? text : null;
  }

  /** As plain values; not changed by later pieces. */
  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    fields.forEach((key, value) -> map.put(key, plain(value)));
    return map;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof StringBuilder text) {
      return text.toString();
    }
    if (value instanceof MergedObject object) {
      return object.toMap();
    }
    return value instanceof MergedList list ? list.toList() : value;
  }

  /** A list of which pieces come: those with an index are merged into the item of that index. */
  private static final class MergedList {
    private static final int MOST_ITEMS = 10_000;

    private final List<@Nullable Object> items = new ArrayList<>();
    private final Map<Long, MergedObject> byIndex = new LinkedHashMap<>();

    void merge(List<?> pieces) {
      for (Object piece : pieces) {
        if (piece instanceof Map<?, ?> map && map.get("index") instanceof Number index) {
          MergedObject item = byIndex.get(index.longValue());
          if (item == null && items.size() < MOST_ITEMS) {
            item = new MergedObject();
            byIndex.put(index.longValue(), item);
            items.add(item);
          }
          if (item != null) {
            item.merge(map);
          }
        } else if (items.size() < MOST_ITEMS) {
          items.add(piece);
        }
      }
    }

    List<@Nullable Object> toList() {
      List<@Nullable Object> list = new ArrayList<>();
      items.forEach(item -> list.add(plain(item)));
      return list;
    }
  }
}
