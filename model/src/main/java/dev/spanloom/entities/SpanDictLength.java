package dev.spanloom.entities;

import dev.spanloom.entities.internal.json.JsonLength;
import java.util.Map;

/**
 * How long the dict form of a span is as ASCII JSON, which MLflow takes as the span's size. Counted
 * field by field as {@link SpanDict} writes them, since stores ask it of every span that they take.
 */
final class SpanDictLength {
  private SpanDictLength() {}

  static long of(Span span) {
    JsonLength out = JsonLength.ascii();
    out.beginObject();
    out.key("trace_id");
    base64(out, span.otelTraceId());
    key(out, "span_id");
    base64(out, span.spanId());
    key(out, "parent_span_id");
    String parentId = span.parentId();
    if (parentId == null) {
      out.raw("null");
    } else {
      base64(out, parentId);
    }
    key(out, "name");
    out.string(span.name());
    key(out, "start_time_unix_nano");
    out.number(span.startTimeUnixNanos());
    key(out, "end_time_unix_nano");
    out.value(span.endTimeUnixNanos());
    key(out, "events");
    events(out, span);
    key(out, "status");
    out.beginObject();
    out.key("code");
    out.string(span.status().statusCode().wireName());
    key(out, "message");
    out.string(span.status().description());
    out.endObject();
    key(out, "attributes");
    attributes(out, span);
    if (!span.links().isEmpty()) {
      key(out, "links");
      links(out, span);
    }
    out.endObject();
    return out.length();
  }

  private static void events(JsonLength out, Span span) {
    out.beginArray();
    boolean first = true;
    for (SpanEvent event : span.events()) {
      out.separator(first);
      first = false;
      out.beginObject();
      out.key("name");
      out.string(event.name());
      key(out, "time_unix_nano");
      out.number(event.timestamp());
      key(out, "attributes");
      out.value(event.attributes());
      out.endObject();
    }
    out.endArray();
  }

  private static void attributes(JsonLength out, Span span) {
    out.beginObject();
    boolean first = true;
    if (!span.attributeValues().containsKey(SpanAttributeKey.REQUEST_ID)) {
      out.key(SpanAttributeKey.REQUEST_ID);
      JsonLength id = JsonLength.embedded();
      id.string(span.traceId());
      out.add(2 + id.length());
      first = false;
    }
    for (Map.Entry<String, AttributeValue> entry : span.attributeValues().entrySet()) {
      out.separator(first);
      first = false;
      out.key(entry.getKey());
      entry.getValue().countJson(out);
    }
    out.endObject();
  }

  private static void links(JsonLength out, Span span) {
    out.beginArray();
    boolean first = true;
    for (Link link : span.links()) {
      out.separator(first);
      first = false;
      out.beginObject();
      out.key("trace_id");
      out.string(link.traceId());
      key(out, "span_id");
      out.string(link.spanId());
      key(out, "attributes");
      out.value(link.attributes().isEmpty() ? null : link.attributes());
      out.endObject();
    }
    out.endArray();
  }

  private static void key(JsonLength out, String key) {
    out.separator(false);
    out.key(key);
  }

  private static void base64(JsonLength out, String hex) {
    int bytes = (hex.length() + 1) / 2;
    out.add(2 + (bytes + 2) / 3 * 4);
  }
}
