package dev.spanloom.entities.otlp;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.OtelScope;
import dev.spanloom.entities.internal.proto.AnyValues;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.internal.proto.SpanMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads OTLP's JSON encoding, given as decoded JSON values: camel-case names (snake case is taken
 * too), ids in hex (base64, which protobuf's own JSON has, is taken too), 64-bit numbers as text or
 * numbers, enums by number or name.
 */
public final class OtlpJson {
  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;
  private static final List<String> KINDS =
      List.of(
          "SPAN_KIND_UNSPECIFIED",
          "SPAN_KIND_INTERNAL",
          "SPAN_KIND_SERVER",
          "SPAN_KIND_CLIENT",
          "SPAN_KIND_PRODUCER",
          "SPAN_KIND_CONSUMER");
  private static final List<String> STATUS_CODES =
      List.of("STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR");

  private OtlpJson() {}

  /**
   * The {@code Span} message of a span.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it is none; names the field, its
   *     value and what was expected
   */
  public static byte[] span(Map<?, ?> json) {
    OtlpJsonFields fields = new OtlpJsonFields(json);
    ProtoWriter out = new ProtoWriter(512);
    SpanMessage.head(
        out,
        fields.requiredId("traceId", TRACE_ID_BYTES),
        fields.requiredId("spanId", SPAN_ID_BYTES),
        fields.text("traceState"),
        fields.id("parentSpanId", SPAN_ID_BYTES),
        fields.text("name"));
    SpanMessage.kindAndTimes(
        out,
        fields.constant("kind", KINDS),
        fields.number("startTimeUnixNano"),
        fields.number("endTimeUnixNano"));
    attributes(fields).forEach((k, v) -> SpanMessage.attribute(out, k, AnyValues.encode(v)));
    for (OtlpJsonFields event : fields.objects("events")) {
      SpanMessage.event(
          out,
          event.number("timeUnixNano"),
          event.text("name"),
          attributes(event),
          event.count("droppedAttributesCount"));
    }
    for (OtlpJsonFields link : fields.objects("links")) {
      SpanMessage.link(
          out,
          link.requiredId("traceId", TRACE_ID_BYTES),
          link.requiredId("spanId", SPAN_ID_BYTES),
          link.text("traceState"),
          attributes(link),
          link.count("droppedAttributesCount"),
          link.count("flags"));
    }
    SpanMessage.dropped(
        out,
        fields.count("droppedAttributesCount"),
        fields.count("droppedEventsCount"),
        fields.count("droppedLinksCount"));
    OtlpJsonFields status = fields.object("status");
    SpanMessage.status(out, status.constant("code", STATUS_CODES), status.text("message"));
    SpanMessage.flags(out, 16, fields.count("flags"));
    return out.toByteArray();
  }

  /**
   * A resource.
   *
   * @param schemaUrl empty when there is none
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it is none
   */
  public static OtelResource resource(Map<?, ?> json, String schemaUrl) {
    OtlpJsonFields fields = new OtlpJsonFields(json);
    return new OtelResource(attributes(fields), schemaUrl, fields.count("droppedAttributesCount"));
  }

  /**
   * An instrumentation scope.
   *
   * @param schemaUrl empty when there is none
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it is none
   */
  public static OtelScope scope(Map<?, ?> json, String schemaUrl) {
    OtlpJsonFields fields = new OtlpJsonFields(json);
    return new OtelScope(
        fields.text("name"),
        fields.text("version"),
        attributes(fields),
        schemaUrl,
        fields.count("droppedAttributesCount"));
  }

  private static Map<String, @Nullable Object> attributes(OtlpJsonFields fields) {
    return keyValues(fields.objects("attributes"), 0);
  }

  private static Map<String, @Nullable Object> keyValues(List<OtlpJsonFields> entries, int depth) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (OtlpJsonFields entry : entries) {
      map.put(entry.text("key"), anyValue(entry.object("value"), depth + 1));
    }
    return map;
  }

  private static @Nullable Object anyValue(OtlpJsonFields value, int depth) {
    if (depth > AnyValues.MAX_DEPTH) {
      throw MlflowException.invalidParameter(
          "attribute value nested deeper than " + AnyValues.MAX_DEPTH);
    }
    if (value.has("stringValue")) {
      return value.text("stringValue");
    }
    if (value.has("boolValue")) {
      return value.flag("boolValue");
    }
    if (value.has("intValue")) {
      return value.number("intValue");
    }
    if (value.has("doubleValue")) {
      return value.floating("doubleValue");
    }
    if (value.has("bytesValue")) {
      return value.bytes("bytesValue");
    }
    if (value.has("arrayValue")) {
      List<@Nullable Object> items = new ArrayList<>();
      for (OtlpJsonFields item : value.object("arrayValue").objects("values")) {
        items.add(anyValue(item, depth + 1));
      }
      return items;
    }
    if (value.has("kvlistValue")) {
      return keyValues(value.object("kvlistValue").objects("values"), depth + 1);
    }
    return null;
  }
}
