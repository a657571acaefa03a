package dev.spanloom.internal.mlflow;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form in which MLflow 2 keeps spans, which every later MLflow reads. */
final class LegacySpans {
  private LegacySpans() {}

  /**
   * A span in that form.
   *
   * @param serverId the id that the server gave the trace
   */
  static Map<String, @Nullable Object> write(Span span, String serverId) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", span.name());
    map.put(
        "context", Map.of("span_id", "0x" + span.spanId(), "trace_id", "0x" + span.otelTraceId()));
    map.put("parent_id", span.parentId() == null ? null : "0x" + span.parentId());
    map.put("start_time", span.startTimeUnixNanos());
    map.put("end_time", span.endTimeUnixNanos());
    map.put("status_code", span.status().statusCode().name());
    map.put("status_message", span.status().description());
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    span.attributeValues().forEach((key, value) -> attributes.put(key, value.json()));
    attributes.put(SpanAttributeKey.REQUEST_ID, AttributeValue.of(serverId).json());
    map.put("attributes", attributes);
    map.put(
        "events",
        span.events().stream()
            .map(
                event -> {
                  Map<String, @Nullable Object> one = new LinkedHashMap<>();
                  one.put("name", event.name());
                  one.put("timestamp", event.timestamp());
                  one.put("attributes", event.attributes());
                  return one;
                })
            .toList());
    return map;
  }

  /** A span that was read, under our id of its trace. */
  static Span ours(Span span, String traceId) {
    if (span.traceId().equals(traceId)) {
      return span;
    }
    return span.toBuilder().traceId(traceId).removeAttribute(SpanAttributeKey.REQUEST_ID).build();
  }
}
