package dev.spanloom.entities;

import dev.spanloom.entities.internal.proto.AnyValues;
import dev.spanloom.entities.internal.proto.MalformedProtoException;
import dev.spanloom.entities.internal.proto.ProtoReader;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.internal.proto.SpanMessage;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The OTLP {@code Span} message. Field numbers are those of OpenTelemetry's {@code trace.proto}.
 */
final class SpanProto {
  private static final HexFormat HEX = HexFormat.of();

  private SpanProto() {}

  static byte[] encode(Span span) {
    ProtoWriter out = new ProtoWriter(512);
    SpanMessage.head(
        out, span.otelTraceId(), span.spanId(), span.traceState(), span.parentId(), span.name());
    Long endTime = span.endTimeUnixNanos();
    SpanMessage.kindAndTimes(
        out, span.kind().number(), span.startTimeUnixNanos(), endTime == null ? 0 : endTime);
    writeAttributes(out, span);
    for (SpanEvent event : span.events()) {
      event.writeTo(out);
    }
    for (Link link : span.links()) {
      link.writeTo(out);
    }
    SpanMessage.dropped(
        out, span.dropped().attributes(), span.dropped().events(), span.dropped().links());
    SpanMessage.status(out, span.status().statusCode().number(), span.status().description());
    SpanMessage.flags(out, 16, span.flags());
    return out.toByteArray();
  }

  private static void writeAttributes(ProtoWriter out, Span span) {
    boolean idImplied = TraceIds.fromOtel(span.otelTraceId()).equals(span.traceId());
    boolean idWritten = false;
    for (Map.Entry<String, AttributeValue> entry : span.attributeValues().entrySet()) {
      idWritten |= entry.getKey().equals(SpanAttributeKey.REQUEST_ID);
      SpanMessage.attribute(out, entry.getKey(), entry.getValue().anyValue());
    }
    if (!idImplied && !idWritten) {
      SpanMessage.attribute(
          out, SpanAttributeKey.REQUEST_ID, AttributeValue.of(span.traceId()).anyValue());
    }
  }

  static Span decode(byte[] bytes, OtelResource resource, OtelScope scope) {
    try {
      return decode(new ProtoReader(bytes), resource, scope);
    } catch (MalformedProtoException e) {
      throw MlflowException.invalidParameter("span: " + e.getMessage());
    }
  }

  private static Span decode(ProtoReader in, OtelResource resource, OtelScope scope) {
    Span.Builder builder = Span.builder("", "").resource(resource).scope(scope);
    String otelTraceId = "";
    String spanId = "";
    String traceId = null;
    int droppedAttributes = 0;
    int droppedEvents = 0;
    int droppedLinks = 0;
    List<SpanEvent> events = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> otelTraceId = HEX.formatHex(in.bytes());
        case 2 -> spanId = HEX.formatHex(in.bytes());
        case 3 -> builder.traceState(in.string());
        case 4 -> builder.parentId(parentId(in.bytes()));
        case 5 -> builder.name(in.string());
        case 6 -> builder.kind(SpanKind.fromNumber(in.int32()));
        case 7 -> builder.startTimeUnixNanos(in.fixed64());
        case 8 -> builder.endTimeUnixNanos(in.fixed64());
        case 9 -> {
          String given = readAttribute(in.message(), builder);
          traceId = given != null ? given : traceId;
        }
        case 10 -> droppedAttributes = in.int32();
        case 11 -> events.add(readEvent(in.message()));
        case 12 -> droppedEvents = in.int32();
        case 13 -> links.add(readLink(in.message()));
        case 14 -> droppedLinks = in.int32();
        case 15 -> builder.status(readStatus(in.message()));
        case 16 -> builder.flags(in.fixed32());
        default -> in.skip();
      }
    }
    if (otelTraceId.isEmpty() || spanId.isEmpty()) {
      throw MlflowException.invalidParameter(
          "span without " + (spanId.isEmpty() ? "span id" : "trace id"));
    }
    return builder
        .traceId(traceId != null ? traceId : TraceIds.fromOtel(otelTraceId))
        .otelTraceId(otelTraceId)
        .spanId(spanId)
        .events(events)
        .links(links)
        .dropped(new Span.DroppedCounts(droppedAttributes, droppedEvents, droppedLinks))
        .build();
  }

  /** Some exporters give a root a parent of zeros, which is no id. */
  private static @Nullable String parentId(byte[] id) {
    for (byte b : id) {
      if (b != 0) {
        return HEX.formatHex(id);
      }
    }
    return null;
  }

  /** Returns MLflow's trace id when this was its attribute. */
  private static @Nullable String readAttribute(ProtoReader in, Span.Builder builder) {
    String key = "";
    byte[] value = new byte[0];
    while (in.next()) {
      switch (in.field()) {
        case 1 -> key = in.string();
        case 2 -> value = in.bytes();
        default -> in.skip();
      }
    }
    AnyValues.check(new ProtoReader(value));
    AttributeValue attribute = AttributeValue.ofAnyValue(value);
    builder.attribute(key, attribute);
    return key.equals(SpanAttributeKey.REQUEST_ID) ? TraceIds.inAttribute(attribute) : null;
  }

  private static SpanEvent readEvent(ProtoReader in) {
    long time = 0;
    String name = "";
    int dropped = 0;
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> time = in.fixed64();
        case 2 -> name = in.string();
        case 3 -> AnyValues.readKeyValue(in.message(), attributes);
        case 4 -> dropped = in.int32();
        default -> in.skip();
      }
    }
    return new SpanEvent(name, time, attributes, dropped);
  }

  private static Link readLink(ProtoReader in) {
    String traceId = "";
    String spanId = "";
    String traceState = "";
    int dropped = 0;
    int flags = 0;
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> traceId = HEX.formatHex(in.bytes());
        case 2 -> spanId = HEX.formatHex(in.bytes());
        case 3 -> traceState = in.string();
        case 4 -> AnyValues.readKeyValue(in.message(), attributes);
        case 5 -> dropped = in.int32();
        case 6 -> flags = in.fixed32();
        default -> in.skip();
      }
    }
    return new Link(TraceIds.fromOtel(traceId), spanId, attributes, traceState, flags, dropped);
  }

  private static SpanStatus readStatus(ProtoReader in) {
    String message = "";
    int code = 0;
    while (in.next()) {
      switch (in.field()) {
        case 2 -> message = in.string();
        case 3 -> code = in.int32();
        default -> in.skip();
      }
    }
    return new SpanStatus(SpanStatusCode.fromNumber(code), message);
  }
}
