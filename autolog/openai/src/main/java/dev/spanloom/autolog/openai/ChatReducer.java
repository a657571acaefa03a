package dev.spanloom.autolog.openai;

import dev.spanloom.autolog.http.StreamReducer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts a chat completion, or a legacy completion, together from its chunks. */
final class ChatReducer implements StreamReducer {
  private static final String CHOICES = "choices";
  private static final String FINISH_REASON = "finish_reason";
  private static final Set<String> TEXTS =
      Set.of("content", "reasoning_content", "reasoning", "text");
  private static final Set<String> BESIDE = Set.of("role", "index");

  private final Map<String, @Nullable Object> head = new LinkedHashMap<>();
  private final TreeMap<Long, Choice> choices = new TreeMap<>();
  private @Nullable String error;
  private @Nullable String growingKey;
  private @Nullable StringBuilder growing;

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
    growingKey = null;
    if (chunk.get(CHOICES) instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> choice) {
          addChoice(choice);
          findGrowing(choice, list.size() == 1);
        }
      }
    }
  }

  /** What a chunk with the next piece of the same text would differ in: if it has but one piece. */
  private void findGrowing(Map<?, ?> piece, boolean isOnly) {
    Choice choice = choices.get(index(piece));
    if (!isOnly || choice == null || piece.get(FINISH_REASON) != null) {
      return;
    }
    boolean isChat = piece.get("delta") instanceof Map<?, ?>;
    if (isChat && piece.get("logprobs") != null) {
      return;
    }
    Map<?, ?> holder = piece.get("delta") instanceof Map<?, ?> delta ? delta : piece;
    String found = null;
    for (Map.Entry<?, ?> field : holder.entrySet()) {
      boolean isPiece = TEXTS.contains(field.getKey()) && field.getValue() instanceof String;
      if (isPiece && !"".equals(field.getValue())) {
        if (found != null) {
          return;
        }
        found = (String) field.getKey();
      } else if (!isPiece && field.getValue() != null && !BESIDE.contains(field.getKey())) {
        return;
      }
    }
    if (found != null) {
      growing = (isChat ? choice.message : choice.beside).growing(found);
      growingKey = growing == null ? null : found;
    }
  }

  private static long index(Map<?, ?> piece) {
    return piece.get("index") instanceof Number number ? number.longValue() : 0;
  }

  @Override
  public @Nullable String growingKey() {
    return growingKey;
  }

  @Override
  public void grow(String piece) {
    if (growing != null) {
      MergedObject.grow(growing, piece);
    }
  }

  private void addChoice(Map<?, ?> piece) {
    Choice choice = choices.computeIfAbsent(index(piece), unused -> new Choice());
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
