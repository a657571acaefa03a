package dev.spanloom.autolog.openai;

import dev.spanloom.autolog.http.StreamReducer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts a chat completion, or a legacy completion, together from its chunks. */
final class ChatReducer implements StreamReducer {
  private static final String CHOICES = "choices";
  private static final String FINISH_REASON = "finish_reason";

  private final Map<String, @Nullable Object> head = new LinkedHashMap<>();
  private final TreeMap<Long, Choice> choices = new TreeMap<>();
  private @Nullable String error;

  /** One of the answers that were asked for. */
  private static final class Choice {
    private final MergedObject message = new MergedObject();
    private final MergedObject beside = new MergedObject();
    private boolean isChat;
    private @Nullable Object finishReason;
  }

  @Override
  public void add(Map<String, @Nullable Object> chunk) {
    chunk.forEach(
        (key, value) -> {
          if (!key.equals(CHOICES) && (value != null || !head.containsKey(key))) {
            head.put(key, value);
          }
        });
    if (chunk.get("error") instanceof Map<?, ?> said) {
      error = said.get("message") instanceof String text ? text : said.toString();
    }
    if (chunk.get(CHOICES) instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> choice) {
          addChoice(choice);
        }
      }
    }
  }

  private void addChoice(Map<?, ?> piece) {
    long index = piece.get("index") instanceof Number number ? number.longValue() : 0;
    Choice choice = choices.computeIfAbsent(index, unused -> new Choice());
    piece.forEach(
        (key, value) -> {
          if (key.equals("delta") && value instanceof Map<?, ?> delta) {
            choice.isChat = true;
            choice.message.merge(delta);
          } else if (key.equals(FINISH_REASON)) {
            choice.finishReason = value != null ? value : choice.finishReason;
          } else if (!key.equals("index") && !key.equals("delta") && key instanceof String name) {
            choice.beside.merge(name, value);
          }
        });
  }

  @Override
  public @Nullable Map<String, @Nullable Object> answer() {
    if (head.isEmpty() && choices.isEmpty()) {
      return null;
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>(head);
    List<Object> all = new ArrayList<>();
    choices.forEach((index, choice) -> all.add(answer(index, choice)));
    answer.put(CHOICES, all);
    if ("chat.completion.chunk".equals(answer.get("object"))) {
      answer.put("object", "chat.completion");
    }
    return answer;
  }

  private static Map<String, @Nullable Object> answer(long index, Choice choice) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("index", index);
    answer.put(FINISH_REASON, choice.finishReason);
    answer.putAll(choice.beside.toMap());
    if (choice.isChat) {
      Map<String, @Nullable Object> message = new LinkedHashMap<>();
      message.put("role", "assistant");
      choice
          .message
          .toMap()
          .forEach(
              (key, value) -> {
                if (value != null || key.equals("content")) {
                  message.put(key, value);
                }
              });
      answer.put("message", message);
    }
    return answer;
  }

  @Override
  public boolean isComplete() {
    return !choices.isEmpty()
        && choices.values().stream().allMatch(choice -> choice.finishReason != null);
  }

  @Override
  public @Nullable String error() {
    return error;
  }
}
