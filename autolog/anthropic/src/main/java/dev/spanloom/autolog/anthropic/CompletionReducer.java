package dev.spanloom.autolog.anthropic;

import dev.spanloom.autolog.http.StreamReducer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a legacy completion together from its pieces. */
final class CompletionReducer implements StreamReducer {
  private static final String COMPLETION = "completion";

  private final Map<String, @Nullable Object> head = new LinkedHashMap<>();
  private final BoundedText text = new BoundedText();
  private @Nullable String error;

  @Override
  public void add(Map<String, @Nullable Object> event) {
    if (event.get("error") instanceof Map<?, ?> said) {
      error = said.get("message") instanceof String message ? message : said.toString();
    } else if (event.get(COMPLETION) instanceof String piece) {
      text.append(piece);
      head.putAll(event);
    }
  }

  @Override
  public @Nullable Map<String, @Nullable Object> answer() {
    if (head.isEmpty()) {
      return null;
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>(head);
    answer.put(COMPLETION, text.toString());
    return answer;
  }

  @Override
  public boolean isComplete() {
    return head.get("stop_reason") != null;
  }

  @Override
  public @Nullable String error() {
    return error;
  }
}
