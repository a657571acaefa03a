package dev.spanloom.entities;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The dict form of a span: V3 as Python and TypeScript write it, the 3.5.0 variant with hex ids,
 * and V2.
 */
final class SpanDict {
  private static final HexFormat HEX = HexFormat.of();
  private static final int OTEL_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;

  private SpanDict() {}

  static Map<String, @Nullable Object> write(Span span) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("trace_id", base64(span.otelTraceId()));
    map.put("span_id", base64(span.spanId()));
    String parentId = span.parentId();
    map.put("parent_span_id", parentId == null ? null : base64(parentId));
    map.put("name", span.name());
    map.put("start_time_unix_nano", span.startTimeUnixNanos());
    map.put("end_time_unix_nano", span.endTimeUnixNanos());
    map.put("events", span.events().stream().map(SpanDict::writeEvent).toList());
    map.put("status", writeStatus(span.status()));
    Map<String, Object> attributes = new LinkedHashMap<>();
    if (!span.attributeValues().containsKey(SpanAttributeKey.REQUEST_ID)) {
      attributes.put(SpanAttributeKey.REQUEST_ID, AttributeValue.of(span.traceId()).json());
    }
    span.attributeValues().forEach((key, value) -> attributes.put(key, value.json()));
    map.put("attributes", attributes);
    if (!span.links().isEmpty()) {
      map.put("links", span.links().stream().map(SpanDict::writeLink).toList());
    }
    return map;
  }

  /**
   * The form of MLflow's TypeScript SDK: decoded attributes, times as text, ids of its own making.
   */
  static Map<String, @Nullable Object> writeTypeScript(Span span) {
    Map<String, @Nullable Object> map = write(span);
    map.put("trace_id", typeScriptTraceId(span.traceId()));
    map.putIfAbsent("parent_span_id", "");
    map.computeIfPresent("start_time_unix_nano", (key, value) -> value.toString());
    map.computeIfPresent("end_time_unix_nano", (key, value) -> value.toString());
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    attributes.put(SpanAttributeKey.REQUEST_ID, span.traceId());
    attributes.putAll(span.attributes());
    map.put("attributes", attributes);
    List<Map<String, @Nullable Object>> events = new ArrayList<>();
    for (SpanEvent event : span.events()) {
      Map<String, @Nullable Object> written = writeEvent(event);
      written.put("time_unix_nano", Long.toString(event.timestamp()));
      events.add(written);
    }
    map.put("events", events);
    return map;
  }

  private static Map<String, @Nullable Object> writeEvent(SpanEvent event) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", event.name());
    map.put("time_unix_nano", event.timestamp());
    map.put("attributes", event.attributes());
    return map;
  }

  private static Map<String, @Nullable Object> writeLink(Link link) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("trace_id", link.traceId());
    map.put("span_id", link.spanId());
    map.put("attributes", link.attributes().isEmpty() ? null : link.attributes());
    return map;
  }

  private static Map<String, @Nullable Object> writeStatus(SpanStatus status) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("code", status.statusCode().wireName());
    map.put("message", status.description());
    return map;
  }

  static Span read(Map<String, ? extends @Nullable Object> map) {
    try {
      return map.containsKey("context") ? readV2(map) : readV3(map);
    } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
      throw new MlflowException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "span is not in MLflow's dict form: " + e.getMessage(),
          e);
    }
  }

  private static Span readV3(Map<String, ? extends @Nullable Object> map) {
    Map<String, AttributeValue> attributes = readAttributes(map.get("attributes"));
    String traceId = requestId(attributes);
    Span.Builder builder =
        Span.builder(traceId, spanId(map, "span_id"))
            .parentId(spanId(map, "parent_span_id"))
            .name(Fields.text(map, "name", ""))
            .startTimeUnixNanos(Fields.number(map, "start_time_unix_nano", 0))
            .endTimeUnixNanos(Fields.number(map, "end_time_unix_nano", 0))
            .attributes(attributes)
            .events(Fields.maps(map, "events").stream().map(SpanDict::readEvent).toList())
            .links(Fields.maps(map, "links").stream().map(SpanDict::readLink).toList());
    Map<String, @Nullable Object> status = Fields.map(map, "status");
    builder.status(
        new SpanStatus(
            SpanStatusCode.fromWireName(
                Fields.text(status, "code", SpanStatusCode.UNSET.wireName())),
            Fields.text(status, "message", "")));
    otelTraceId(map, traceId).ifPresent(builder::otelTraceId);
    return builder.build();
  }

  /** Where MLflow's id holds no OpenTelemetry id, the decoded {@code trace_id} is one. */
  private static Optional<String> otelTraceId(Map<String, ?> map, String traceId) {
    if (TraceIds.toOtel(traceId).isPresent()) {
      return Optional.empty();
    }
    String id = Fields.text(map, "trace_id", "");
    try {
      byte[] bytes = Base64.getDecoder().decode(id);
      return bytes.length == OTEL_ID_BYTES ? Optional.of(HEX.formatHex(bytes)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Span readV2(Map<String, ? extends @Nullable Object> map) {
    Map<String, @Nullable Object> context = Fields.map(map, "context");
    Map<String, AttributeValue> attributes = readAttributes(map.get("attributes"));
    String otelTraceId = hex(Fields.text(context, "trace_id", ""), 2 * OTEL_ID_BYTES);
    Span.Builder builder =
        Span.builder(requestId(attributes), hexSpanId(context, "span_id"))
            .parentId(hexSpanId(map, "parent_id"))
            .name(Fields.text(map, "name", ""))
            .startTimeUnixNanos(Fields.number(map, "start_time", 0))
            .endTimeUnixNanos(Fields.number(map, "end_time", 0))
            .status(
                new SpanStatus(
                    SpanStatusCode.fromWireName(Fields.text(map, "status_code", "UNSET")),
                    Fields.text(map, "status_message", "")))
            .attributes(attributes)
            .events(Fields.maps(map, "events").stream().map(SpanDict::readV2Event).toList());
    if (TraceIds.isHex(otelTraceId, 2 * OTEL_ID_BYTES)) {
      builder.otelTraceId(otelTraceId);
    }
    return builder.build();
  }

  private static SpanEvent readEvent(Map<String, @Nullable Object> map) {
    return new SpanEvent(
        Fields.text(map, "name", ""),
        Fields.number(map, "time_unix_nano", 0),
        Fields.map(map, "attributes"));
  }

  private static SpanEvent readV2Event(Map<String, @Nullable Object> map) {
    return new SpanEvent(
        Fields.text(map, "name", ""),
        Fields.number(map, "timestamp", 0),
        Fields.map(map, "attributes"));
  }

  private static Link readLink(Map<String, @Nullable Object> map) {
    return new Link(
        Fields.text(map, "trace_id", ""),
        Fields.text(map, "span_id", ""),
        Fields.map(map, "attributes"));
  }

  /**
   * Python writes each value as JSON text; the TypeScript SDK writes the values themselves, which
   * shows in the trace id that stands there without quotes.
   */
  private static Map<String, AttributeValue> readAttributes(@Nullable Object given) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    if (!(given instanceof Map<?, ?> map)) {
      return attributes;
    }
    boolean jsonText =
        map.get(SpanAttributeKey.REQUEST_ID) instanceof String id && id.startsWith("\"");
    map.forEach(
        (key, value) ->
            attributes.put(
                String.valueOf(key),
                jsonText && value instanceof String text
                    ? AttributeValue.ofJson(text)
                    : AttributeValue.of(value)));
    return attributes;
  }

  private static String requestId(Map<String, AttributeValue> attributes) {
    AttributeValue value = attributes.get(SpanAttributeKey.REQUEST_ID);
    String id = value == null ? null : TraceIds.inAttribute(value);
    if (id == null) {
      throw MlflowException.invalidParameter(
          "span without attribute " + SpanAttributeKey.REQUEST_ID + " (expected: the trace id)");
    }
    return id;
  }

  /** Base64 in current files; hex, recognisable by its length, in those of MLflow 3.5.0. */
  private static String spanId(Map<String, ? extends @Nullable Object> map, String key) {
    String id = Fields.text(map, key, "");
    if (id.isEmpty() || TraceIds.isHex(id, 16)) {
      return id;
    }
    return HEX.formatHex(Base64.getDecoder().decode(id));
  }

  private static String hexSpanId(Map<String, ? extends @Nullable Object> map, String key) {
    String given = Fields.text(map, key, "");
    String id = hex(given, 2 * SPAN_ID_BYTES);
    if (!id.isEmpty() && !TraceIds.isHex(id, 2 * SPAN_ID_BYTES)) {
      throw MlflowException.invalidParameter(key + ": \"" + given + "\" (expected: 16 hex digits)");
    }
    return id;
  }

  /** Python's {@code hex()} puts {@code 0x} before an id and leaves out leading zeros. */
  private static String hex(String id, int digits) {
    if (!id.startsWith("0x")) {
      return id;
    }
    return "0".repeat(Math.max(0, digits - id.length() + 2)) + id.substring(2);
  }

  private static String base64(String hex) {
    return Base64.getEncoder()
        .encodeToString(hex.length() % 2 == 0 ? HEX.parseHex(hex) : HEX.parseHex("0" + hex));
  }

  /**
   * The TypeScript SDK reads {@code tr-…} as hex two characters at a time and takes the first 16
   * bytes.
   */
  private static String typeScriptTraceId(String traceId) {
    byte[] bytes = new byte[OTEL_ID_BYTES];
    for (int i = 0; i < OTEL_ID_BYTES && 2 * i + 2 <= traceId.length(); i++) {
      try {
        bytes[i] = (byte) Integer.parseInt(traceId.substring(2 * i, 2 * i + 2), 16);
      } catch (NumberFormatException e) {
        bytes[i] = 0;
      }
    }
    return Base64.getEncoder().encodeToString(bytes);
  }
}
