package dev.spanloom.autolog.anthropic;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a message that comes in pieces: text, thinking, the input of a tool, citations, and
 * what will be added one day. Not thread-safe.
 */
final class ContentBlock {
  private static final int MOST_CITATIONS = 10_000;

  private final Map<String, @Nullable Object> start = new LinkedHashMap<>();
  private final Map<String, BoundedText> texts = new LinkedHashMap<>();
  private final List<Object> citations = new ArrayList<>();
  private @Nullable BoundedText input;

  ContentBlock(Map<?, ?> start) {
    start.forEach((key, value) -> this.start.put(String.valueOf(key), value));
  }

  /** Takes a piece. */
  void add(Map<?, ?> delta) {
    delta.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          if (name.equals("partial_json") && value instanceof String piece) {
            BoundedText growing = input == null ? new BoundedText() : input;
            growing.append(piece);
            input = growing;
          } else if (name.equals("citation")) {
            if (value != null && citations.size() < MOST_CITATIONS) {
              citations.add(value);
            }
          } else if (!name.equals("type") && value instanceof String piece) {
            texts.computeIfAbsent(name, this::begun).append(piece);
          } else if (!name.equals("type") && value != null) {
            start.put(name, value);
          }
        });
  }

  private BoundedText begun(String name) {
    BoundedText text = new BoundedText();
    if (start.get(name) instanceof String already) {
      text.append(already);
    }
    return text;
  }

  /** The block so far; not changed by later pieces. */
  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>(start);
    texts.forEach((name, text) -> map.put(name, text.toString()));
    if (!citations.isEmpty()) {
      map.put("citations", new ArrayList<>(citations));
    }
    if (input != null && !input.toString().isEmpty()) {
      map.put("input", parsed(input.toString()));
    }
    return map;
  }

  /** The text itself when the stream ended within it. */
  private static Object parsed(String json) {
    try {
      Object value = JsonReader.read(json);
      return value == null ? json : value;
    } catch (JsonSyntaxException e) {
      return json;
    }
  }
}
