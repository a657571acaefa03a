package dev.spanloom.entities;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of a span: protobuf's JSON of the OTLP message with snake-case names, as MLflow's
 * REST API sends it.
 */
final class SpanWire {
  private static final HexFormat HEX = HexFormat.of();

  private SpanWire() {}

  static Map<String, @Nullable Object> write(Span span) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("trace_id", base64(span.otelTraceId()));
    map.put("span_id", base64(span.spanId()));
    putText(map, "trace_state", span.traceState());
    String parentId = span.parentId();
    if (parentId != null) {
      map.put("parent_span_id", base64(parentId));
    }
    map.put("name", span.name());
    if (span.kind() != SpanKind.UNSPECIFIED) {
      map.put("kind", "SPAN_KIND_" + span.kind());
    }
    map.put("start_time_unix_nano", span.startTimeUnixNanos());
    putNonNull(map, "end_time_unix_nano", span.endTimeUnixNanos());
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    attributes.put(SpanAttributeKey.REQUEST_ID, span.traceId());
    attributes.putAll(span.attributes());
    map.put("attributes", keyValues(attributes));
    if (!span.events().isEmpty()) {
      map.put("events", span.events().stream().map(SpanWire::event).toList());
    }
    if (!span.links().isEmpty()) {
      map.put("links", span.links().stream().map(SpanWire::link).toList());
    }
    map.put("status", status(span.status()));
    return map;
  }

  private static Map<String, @Nullable Object> event(SpanEvent event) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("time_unix_nano", event.timestamp());
    map.put("name", event.name());
    if (!event.attributes().isEmpty()) {
      map.put("attributes", keyValues(event.attributes()));
    }
    return map;
  }

  private static Map<String, @Nullable Object> link(Link link) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("trace_id", base64(TraceIds.toOtel(link.traceId()).orElse("")));
    map.put("span_id", base64(link.spanId()));
    putText(map, "trace_state", link.traceState());
    if (!link.attributes().isEmpty()) {
      map.put("attributes", keyValues(link.attributes()));
    }
    return map;
  }

  private static Map<String, @Nullable Object> status(SpanStatus status) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    putText(map, "message", status.description());
    if (status.statusCode() != SpanStatusCode.UNSET) {
      map.put("code", status.statusCode().wireName());
    }
    return map;
  }

  private static List<Map<String, @Nullable Object>> keyValues(
      Map<String, @Nullable Object> values) {
    List<Map<String, @Nullable Object>> list = new ArrayList<>(values.size());
    values.forEach(
        (key, value) -> {
          Map<String, @Nullable Object> entry = new LinkedHashMap<>();
          entry.put("key", key);
          if (value != null) {
            entry.put("value", anyValue(value));
          }
          list.add(entry);
        });
    return list;
  }

  private static Map<String, @Nullable Object> anyValue(@Nullable Object value) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (value instanceof Boolean) {
      map.put("bool_value", value);
    } else if (value instanceof Long) {
      map.put("int_value", value);
    } else if (value instanceof Double number) {
      map.put("double_value", Double.isFinite(number) ? number : number.toString());
    } else if (value instanceof byte[] bytes) {
      map.put("bytes_value", Base64.getEncoder().encodeToString(bytes));
    } else if (value instanceof List<?> items) {
      map.put("array_value", values(items.stream().map(SpanWire::anyValue).toList()));
    } else if (value instanceof Map<?, ?> object) {
      map.put("kvlist_value", values(keyValues(JsonBinding.stringKeys(object))));
    } else if (value != null) {
      map.put("string_value", value.toString());
    }
    return map;
  }

  private static Map<String, Object> values(List<?> items) {
    return items.isEmpty() ? Map.of() : Map.of("values", items);
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HEX.parseHex(hex));
  }

  private static void putText(Map<String, @Nullable Object> map, String key, String text) {
    if (!text.isEmpty()) {
      map.put(key, text);
    }
  }

  private static void putNonNull(
      Map<String, @Nullable Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
