package dev.spanloom.entities.otlp;

import dev.spanloom.entities.Link;
import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.OtelScope;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanKind;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes OTLP's JSON encoding: camel case, ids in hex, 64-bit numbers as text. */
public final class OtlpJsonWriter {
  private OtlpJsonWriter() {}

  /**
   * The {@code ExportTraceServiceRequest} of spans, on one line; neighbours of the same resource
   * and scope share one group. Order is kept.
   */
  public static String write(List<Span> spans) {
    return JsonWriter.write(Map.of("resourceSpans", groups(spans)));
  }

  /** The elements of that request's {@code resourceSpans}, as JSON values. */
  public static List<Map<String, Object>> groups(List<Span> spans) {
    List<Map<String, Object>> resourceSpans = new ArrayList<>();
    int from = 0;
    while (from < spans.size()) {
      int to = from + 1;
      while (to < spans.size() && sameOrigin(spans.get(from), spans.get(to))) {
        to++;
      }
      resourceSpans.add(group(spans.subList(from, to)));
      from = to;
    }
    return resourceSpans;
  }

  private static boolean sameOrigin(Span a, Span b) {
    return a.resource().equals(b.resource()) && a.scope().equals(b.scope());
  }

  private static Map<String, Object> group(List<Span> spans) {
    OtelResource resource = spans.get(0).resource();
    OtelScope scope = spans.get(0).scope();
    Map<String, Object> scopeSpans = new LinkedHashMap<>();
    scopeSpans.put("scope", scope(scope));
    scopeSpans.put("spans", spans.stream().map(OtlpJsonWriter::span).toList());
    putText(scopeSpans, "schemaUrl", scope.schemaUrl());
    Map<String, Object> resourceSpans = new LinkedHashMap<>();
    Map<String, Object> written = new LinkedHashMap<>();
    putAttributes(written, resource.attributes());
    putCount(written, "droppedAttributesCount", resource.droppedAttributesCount());
    resourceSpans.put("resource", written);
    resourceSpans.put("scopeSpans", List.of(scopeSpans));
    putText(resourceSpans, "schemaUrl", resource.schemaUrl());
    return resourceSpans;
  }

  private static Map<String, Object> scope(OtelScope scope) {
    Map<String, Object> map = new LinkedHashMap<>();
    putText(map, "name", scope.name());
    putText(map, "version", scope.version());
    putAttributes(map, scope.attributes());
    putCount(map, "droppedAttributesCount", scope.droppedAttributesCount());
    return map;
  }

  private static Map<String, Object> span(Span span) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("traceId", span.otelTraceId());
    map.put("spanId", span.spanId());
    putText(map, "traceState", span.traceState());
    putText(map, "parentSpanId", span.parentId() == null ? "" : span.parentId());
    map.put("name", span.name());
    if (span.kind() != SpanKind.UNSPECIFIED) {
      map.put("kind", "SPAN_KIND_" + span.kind());
    }
    map.put("startTimeUnixNano", Long.toUnsignedString(span.startTimeUnixNanos()));
    Long end = span.endTimeUnixNanos();
    if (end != null) {
      map.put("endTimeUnixNano", Long.toUnsignedString(end));
    }
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    if (!TraceIds.fromOtel(span.otelTraceId()).equals(span.traceId())) {
      attributes.put(SpanAttributeKey.REQUEST_ID, span.traceId());
    }
    attributes.putAll(span.attributes());
    putAttributes(map, attributes);
    putCount(map, "droppedAttributesCount", span.dropped().attributes());
    if (!span.events().isEmpty()) {
      map.put("events", span.events().stream().map(OtlpJsonWriter::event).toList());
    }
    putCount(map, "droppedEventsCount", span.dropped().events());
    if (!span.links().isEmpty()) {
      map.put("links", span.links().stream().map(OtlpJsonWriter::link).toList());
    }
    putCount(map, "droppedLinksCount", span.dropped().links());
    Map<String, Object> status = new LinkedHashMap<>();
    putText(status, "message", span.status().description());
    if (span.status().statusCode() != SpanStatusCode.UNSET) {
      status.put("code", span.status().statusCode().wireName());
    }
    map.put("status", status);
    putCount(map, "flags", span.flags());
    return map;
  }

  private static Map<String, Object> event(SpanEvent event) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("timeUnixNano", Long.toUnsignedString(event.timestamp()));
    map.put("name", event.name());
    putAttributes(map, event.attributes());
    putCount(map, "droppedAttributesCount", event.droppedAttributesCount());
    return map;
  }

  private static Map<String, Object> link(Link link) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("traceId", TraceIds.toOtel(link.traceId()).orElse(""));
    map.put("spanId", link.spanId());
    putText(map, "traceState", link.traceState());
    putAttributes(map, link.attributes());
    putCount(map, "droppedAttributesCount", link.droppedAttributesCount());
    putCount(map, "flags", link.flags());
    return map;
  }

  private static void putAttributes(
      Map<String, Object> map, Map<String, @Nullable Object> attributes) {
    if (!attributes.isEmpty()) {
      map.put("attributes", keyValues(attributes));
    }
  }

  private static List<Map<String, Object>> keyValues(Map<?, ? extends @Nullable Object> values) {
    List<Map<String, Object>> list = new ArrayList<>(values.size());
    values.forEach(
        (key, value) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("key", String.valueOf(key));
          entry.put("value", anyValue(value));
          list.add(entry);
        });
    return list;
  }

  private static Map<String, Object> anyValue(@Nullable Object value) {
    if (value == null) {
      return Map.of();
    } else if (value instanceof Boolean) {
      return Map.of("boolValue", value);
    } else if (value instanceof Long || value instanceof Integer) {
      return Map.of("intValue", value.toString());
    } else if (value instanceof Double) {
      return Map.of("doubleValue", value); // NaN and the infinities become text in writing
    } else if (value instanceof byte[] bytes) {
      return Map.of("bytesValue", Base64.getEncoder().encodeToString(bytes));
    } else if (value instanceof List<?> items) {
      return Map.of(
          "arrayValue", Map.of("values", items.stream().map(OtlpJsonWriter::anyValue).toList()));
    } else if (value instanceof Map<?, ?> object) {
      return Map.of("kvlistValue", Map.of("values", keyValues(object)));
    }
    return Map.of("stringValue", value.toString());
  }

  private static void putText(Map<String, Object> map, String key, String text) {
    if (!text.isEmpty()) {
      map.put(key, text);
    }
  }

  private static void putCount(Map<String, Object> map, String key, int count) {
    if (count != 0) {
      map.put(key, Integer.toUnsignedLong(count));
    }
  }
}
