package dev.spanloom.autolog.openai;

import dev.spanloom.autolog.http.StreamReducer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes the response from the last event of its stream; of a stream that ends before, from the
 * items and pieces of text so far.
 */
final class ResponsesReducer implements StreamReducer {
  private Map<?, ?> response = Map.of();
  private final TreeMap<Long, Map<?, ?>> items = new TreeMap<>();
  private final TreeMap<Long, StringBuilder> texts = new TreeMap<>();
  private boolean complete;
  private @Nullable String error;
  private @Nullable StringBuilder growing;

  @Override
  public void add(Map<String, @Nullable Object> event) {
    String type = event.get("type") instanceof String text ? text : "";
    growing = null;
    if (event.get("response") instanceof Map<?, ?> latest) {
      response = latest;
    }
    switch (type) {
      case "response.completed", "response.incomplete" -> complete = true;
      case "response.failed" -> {
        complete = true;
        error = message(response.get("error"), "the response failed");
      }
      case "error" -> error = message(event, "the stream failed");
      case "response.output_item.added", "response.output_item.done" -> {
        if (event.get("item") instanceof Map<?, ?> item) {
          items.put(index(event), item);
        }
      }
      case "response.output_text.delta",
          "response.refusal.delta",
          "response.function_call_arguments.delta" -> {
        if (event.get("delta") instanceof String delta) {
          StringBuilder text = texts.computeIfAbsent(index(event), unused -> new StringBuilder());
          MergedObject.grow(text, delta);
          growing = text;
        }
      }
      default -> {
        if (event.get("error") instanceof Map<?, ?>) {
          error = message(event.get("error"), "the stream failed");
        }
      }
    }
  }

  @Override
  public @Nullable String growingKey() {
    return growing == null ? null : "delta";
  }

  @Override
  public void grow(String piece) {
    if (growing != null) {
      MergedObject.grow(growing, piece);
    }
  }

  private static long index(Map<?, ?> event) {
    return event.get("output_index") instanceof Number number ? number.longValue() : 0;
  }

  private static String message(@Nullable Object said, String otherwise) {
    return said instanceof Map<?, ?> map && map.get("message") instanceof String text
        ? text
        : otherwise;
  }

  @Override
  public @Nullable Map<String, @Nullable Object> answer() {
    if (response.isEmpty() && items.isEmpty() && texts.isEmpty()) {
      return null;
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    response.forEach((key, value) -> answer.put(String.valueOf(key), value));
    if (!complete) {
      answer.put("output", outputSoFar());
    }
    return answer;
  }

  private List<Object> outputSoFar() {
    List<Object> output = new ArrayList<>();
    TreeMap<Long, Map<?, ?>> all = new TreeMap<>(items);
    texts.keySet().forEach(index -> all.putIfAbsent(index, Map.of("type", "message")));
    all.forEach((index, item) -> output.add(withText(item, texts.get(index))));
    return output;
  }

  private static Map<String, @Nullable Object> withText(
      Map<?, ?> item, @Nullable StringBuilder text) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    item.forEach((key, value) -> shown.put(String.valueOf(key), value));
    if (text != null && !"completed".equals(item.get("status"))) {
      if ("function_call".equals(item.get("type"))) {
        shown.put("arguments", text.toString());
      } else {
        shown.putIfAbsent("role", "assistant");
        shown.put("content", List.of(Map.of("type", "output_text", "text", text.toString())));
      }
    }
    return shown;
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
