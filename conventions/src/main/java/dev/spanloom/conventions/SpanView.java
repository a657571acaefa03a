package dev.spanloom.conventions;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A span as lookups see it: each attribute is decoded when first asked for. Not thread-safe. */
final class SpanView {
  private final Span span;
  private final Map<String, @Nullable Object> decoded = new HashMap<>();

  SpanView(Span span) {
    this.span = span;
  }

  boolean has(String key) {
    return span.attributeValues().containsKey(key);
  }

  /** The value of an attribute, taken out of its JSON text; null when there is none. */
  @Nullable Object value(String key) {
    AttributeValue value = span.attributeValues().get(key);
    if (value == null) {
      return null;
    }
    if (!decoded.containsKey(key)) {
      decoded.put(key, Values.unwrap(value.get()));
    }
    return decoded.get(key);
  }

  /** The value of an attribute as it was sent; null when there is none. */
  @Nullable Object raw(String key) {
    return span.attribute(key);
  }

  Set<String> keys() {
    return span.attributeValues().keySet();
  }

  List<SpanEvent> events() {
    return span.events();
  }

  boolean isRoot() {
    return span.isRoot();
  }
}
