package dev.spanloom.conventions;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Spans to translate, and what was added to them. */
final class Spans {
  private Spans() {}

  static EncodedSpan root(Map<String, ? extends @Nullable Object> attributes) {
    return of(attributes, List.of(), null);
  }

  static EncodedSpan of(
      Map<String, ? extends @Nullable Object> attributes,
      List<SpanEvent> events,
      @Nullable String parentId) {
    Map<String, AttributeValue> values = new LinkedHashMap<>();
    attributes.forEach((key, value) -> values.put(key, AttributeValue.of(value)));
    return EncodedSpan.of(
        Span.builder("tr-" + "1".repeat(32), "2".repeat(16))
            .parentId(parentId)
            .name("call")
            .startTimeUnixNanos(1)
            .endTimeUnixNanos(2)
            .attributes(values)
            .events(events)
            .build());
  }

  /** The attributes that the second has and the first has not. */
  static Map<String, @Nullable Object> added(EncodedSpan before, EncodedSpan after) {
    Map<String, @Nullable Object> added = new LinkedHashMap<>(after.decode().attributes());
    before.decode().attributes().keySet().forEach(added::remove);
    return added;
  }

  @SuppressWarnings("unchecked")
  static List<SpanEvent> events(@Nullable Object json) {
    List<SpanEvent> events = new ArrayList<>();
    if (json instanceof List<?> items) {
      for (Object item : items) {
        Map<String, Object> event = (Map<String, Object>) item;
        events.add(
            SpanEvent.of(
                (String) event.get("name"), 1, (Map<String, Object>) event.get("attributes")));
      }
    }
    return events;
  }
}
