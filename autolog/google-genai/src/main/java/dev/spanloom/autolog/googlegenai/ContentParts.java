package dev.spanloom.autolog.googlegenai;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an answer that come one after the other: texts of a kind become one, others are
 * kept. Bounded; not thread-safe.
 */
final class ContentParts {
  private static final String TEXT = "text";
  private static final int MOST_PARTS = 10_000;
  private static final int MOST_CHARS = 8 * 1024 * 1024;

  private final List<Object> parts = new ArrayList<>();
  private @Nullable Growing last;
  private int chars;

  /** A text that grows, and what is said beside it. */
  private record Growing(StringBuilder text, Map<String, @Nullable Object> beside) {}

  void addAll(List<?> pieces) {
    for (Object piece : pieces) {
      if (piece instanceof Map<?, ?> map && map.get(TEXT) instanceof String text) {
        addText(map, text);
      } else if (piece != null && parts.size() < MOST_PARTS) {
        parts.add(piece);
        last = null;
      }
    }
  }

  private void addText(Map<?, ?> piece, String text) {
    Growing into = last;
    if (into == null || !Objects.equals(into.beside.get("thought"), piece.get("thought"))) {
      if (parts.size() >= MOST_PARTS) {
        return;
      }
      into = new Growing(new StringBuilder(), new LinkedHashMap<>());
      parts.add(into);
      last = into;
    }
    int kept = Math.min(text.length(), MOST_CHARS - chars);
    into.text.append(text, 0, kept);
    chars += kept;
    for (Map.Entry<?, ?> entry : piece.entrySet()) {
      if (!TEXT.equals(entry.getKey())) {
        into.beside.put(String.valueOf(entry.getKey()), entry.getValue());
      }
    }
  }

  /** The parts so far; not changed by later ones. */
  List<Object> toList() {
    List<Object> list = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof Growing growing) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put(TEXT, growing.text.toString());
        map.putAll(growing.beside);
        list.add(map);
      } else {
        list.add(part);
      }
    }
    return list;
  }
}
