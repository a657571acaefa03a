package dev.spanloom.entities;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the name of the model that a span called. */
final class ModelNames {
  /** What is longer is some text under a key that happens to be {@code model}. */
  private static final int MAX_CHARS = 500;

  private static final List<String> ATTRIBUTES =
      List.of(
          SpanAttributeKey.MODEL,
          "gen_ai.response.model",
          "gen_ai.request.model",
          "llm.model_name");

  private static final List<String> OBJECTS =
      List.of(SpanAttributeKey.INPUTS, SpanAttributeKey.OUTPUTS);

  private ModelNames() {}

  static @Nullable String of(Span span) {
    for (String key : ATTRIBUTES) {
      AttributeValue value = span.attributeValues().get(key);
      String name = value == null ? null : name(value.get());
      if (name != null) {
        return name;
      }
    }
    for (String key : OBJECTS) {
      AttributeValue value = span.attributeValues().get(key);
      String name = value == null ? null : name(value.get("model"));
      if (name != null) {
        return name;
      }
    }
    return null;
  }

  private static @Nullable String name(@Nullable Object value) {
    return value instanceof String text && !text.isBlank() && text.length() <= MAX_CHARS
        ? text
        : null;
  }
}
