package dev.spanloom.autolog.googlegenai;

import dev.spanloom.autolog.http.StreamReducer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts a response together from those that its stream consists of. */
final class GeminiReducer implements StreamReducer {
  private static final String CANDIDATES = "candidates";
  private static final String FINISH_REASON = "finishReason";

  private final Map<String, @Nullable Object> head = new LinkedHashMap<>();
  private final TreeMap<Long, Candidate> candidates = new TreeMap<>();
  private @Nullable String error;

  @Override
  public void add(Map<String, @Nullable Object> chunk) {
    if (chunk.get("error") instanceof Map<?, ?> said) {
      error = said.get("message") instanceof String text ? text : said.toString();
      return;
    }
    chunk.forEach(
        (key, value) -> {
          if (!key.equals(CANDIDATES)) {
            head.put(key, value);
          }
        });
    if (chunk.get(CANDIDATES) instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> piece) {
          long index = piece.get("index") instanceof Number number ? number.longValue() : 0;
          candidates.computeIfAbsent(index, unused -> new Candidate()).add(piece);
        }
      }
    }
  }

  @Override
  public @Nullable Map<String, @Nullable Object> answer() {
    if (head.isEmpty() && candidates.isEmpty()) {
      return null;
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    List<Object> all = new ArrayList<>();
    candidates.values().forEach(candidate -> all.add(candidate.toMap()));
    answer.put(CANDIDATES, all);
    answer.putAll(head);
    return answer;
  }

  @Override
  public boolean isComplete() {
    return !candidates.isEmpty()
        && candidates.values().stream()
            .allMatch(candidate -> candidate.beside.get(FINISH_REASON) != null);
  }

  @Override
  public @Nullable String error() {
    return error;
  }

  /** One of the answers that were asked for. */
  private static final class Candidate {
    private final Map<String, @Nullable Object> content = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> beside = new LinkedHashMap<>();
    private final ContentParts parts = new ContentParts();

    void add(Map<?, ?> piece) {
      piece.forEach(
          (key, value) -> {
            if (key.equals("content") && value instanceof Map<?, ?> map) {
              addContent(map);
            } else if (value != null) {
              beside.put(String.valueOf(key), value);
            }
          });
    }

    private void addContent(Map<?, ?> piece) {
      piece.forEach(
          (key, value) -> {
            if (key.equals("parts") && value instanceof List<?> list) {
              parts.addAll(list);
            } else {
              content.put(String.valueOf(key), value);
            }
          });
    }

    Map<String, @Nullable Object> toMap() {
      Map<String, @Nullable Object> whole = new LinkedHashMap<>();
      whole.put("parts", parts.toList());
      whole.putAll(content);
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("content", whole);
      map.putAll(beside);
      return map;
    }
  }
}
