package dev.spanloom.entities;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a trace. Counterpart of {@code mlflow.entities.TraceData}.
 *
 * @param spans roots first, then by start time, when they come from a store
 */
public record TraceData(List<Span> spans) {
  public TraceData {
    spans = List.copyOf(spans);
  }

  /** The first span without a parent. */
  public Optional<Span> root() {
    return spans.stream().filter(Span::isRoot).findFirst();
  }

  /** The JSON text of the root's inputs; null when there are none. */
  public @Nullable String request() {
    return rootText(SpanAttributeKey.INPUTS);
  }

  /** The JSON text of the root's outputs; null when there are none. */
  public @Nullable String response() {
    return rootText(SpanAttributeKey.OUTPUTS);
  }

  /**
   * What the spans below the root answered, by span name; several of one name are numbered {@code
   * _1}, {@code _2}, …. Empty for a trace of one span.
   */
  public Map<String, @Nullable Object> intermediateOutputs() {
    Span root = root().orElse(null);
    if (root != null
        && root.attribute(SpanAttributeKey.INTERMEDIATE_OUTPUTS) instanceof Map<?, ?> given
        && !given.isEmpty()) {
      return JsonBinding.stringKeys(given);
    }
    if (spans.size() <= 1) {
      return Map.of();
    }
    Map<String, Integer> total = new LinkedHashMap<>();
    spans.forEach(span -> total.merge(span.name(), 1, Integer::sum));
    Map<String, Integer> seen = new LinkedHashMap<>();
    Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
    for (Span span : spans) {
      int number = seen.merge(span.name(), 1, Integer::sum);
      Object output = span.outputs();
      if (!span.isRoot() && output != null) {
        outputs.put(
            total.getOrDefault(span.name(), 1) > 1 ? span.name() + "_" + number : span.name(),
            output);
      }
    }
    return outputs;
  }

  private @Nullable String rootText(String key) {
    return root()
        .map(span -> span.attributeValues().get(key))
        .map(AttributeValue::json)
        .orElse(null);
  }
}
