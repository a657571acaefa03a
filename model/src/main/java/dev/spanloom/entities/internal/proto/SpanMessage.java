package dev.spanloom.entities.internal.proto;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of an OTLP {@code Span} message. Field numbers are those of OpenTelemetry's
 * {@code trace.proto}; what has its default value is left out.
 */
public final class SpanMessage {
  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;

  private SpanMessage() {}

  /** Ids in hex, and the name. */
  public static void head(
      ProtoWriter out,
      String otelTraceId,
      String spanId,
      String traceState,
      @Nullable String parentId,
      String name) {
    out.hexField(1, otelTraceId, TRACE_ID_BYTES);
    out.hexField(2, spanId, SPAN_ID_BYTES);
    text(out, 3, traceState);
    if (parentId != null) {
      out.hexField(4, parentId, SPAN_ID_BYTES);
    }
    out.stringField(5, name);
  }

  /** Kind by number, and times in nanoseconds; an end of 0 is no end. */
  public static void kindAndTimes(ProtoWriter out, int kind, long startNanos, long endNanos) {
    count(out, 6, kind);
    out.fixed64Field(7, startNanos);
    if (endNanos != 0) {
      out.fixed64Field(8, endNanos);
    }
  }

  /** One attribute, its value encoded before. */
  public static void attribute(ProtoWriter out, String key, byte[] anyValue) {
    int mark = out.beginMessage(9);
    out.stringField(1, key);
    out.bytesField(2, anyValue);
    out.endMessage(mark);
  }

  /** An encoded span with more attributes at its end; the same array when there are none. */
  public static byte[] withAttributes(byte[] span, Map<String, ?> attributes) {
    if (attributes.isEmpty()) {
      return span;
    }
    ProtoWriter out = new ProtoWriter(span.length + 64 * attributes.size());
    out.writeRaw(span, 0, span.length);
    attributes.forEach((key, value) -> attribute(out, key, AnyValues.encode(value)));
    return out.toByteArray();
  }

  public static void event(
      ProtoWriter out,
      long timeNanos,
      String name,
      Map<String, @Nullable Object> attributes,
      int droppedAttributes) {
    int mark = out.beginMessage(11);
    out.fixed64Field(1, timeNanos);
    out.stringField(2, name);
    attributes.forEach((key, value) -> AnyValues.writeKeyValue(out, 3, key, value));
    count(out, 4, droppedAttributes);
    out.endMessage(mark);
  }

  /** {@link #event} with one text, in UTF-8 the first bytes of an array. */
  public static void textEvent(
      ProtoWriter out, long timeNanos, String name, String key, byte[] utf8, int length) {
    int mark = out.beginLongMessage(11);
    out.fixed64Field(1, timeNanos);
    out.stringField(2, name);
    int attribute = out.beginLongMessage(3);
    out.stringField(1, key);
    out.messageField(2, 1 + ProtoWriter.varintSize(length) + length);
    out.bytesField(AnyValues.STRING, utf8, 0, length);
    out.endLongMessage(attribute);
    out.endLongMessage(mark);
  }

  /** One link, ids in hex. */
  public static void link(
      ProtoWriter out,
      String otelTraceId,
      String spanId,
      String traceState,
      Map<String, @Nullable Object> attributes,
      int droppedAttributes,
      int flags) {
    int mark = out.beginMessage(13);
    out.hexField(1, otelTraceId, TRACE_ID_BYTES);
    out.hexField(2, spanId, SPAN_ID_BYTES);
    text(out, 3, traceState);
    attributes.forEach((key, value) -> AnyValues.writeKeyValue(out, 4, key, value));
    count(out, 5, droppedAttributes);
    flags(out, 6, flags);
    out.endMessage(mark);
  }

  /** Status by number and its description; nothing for an unset one without description. */
  public static void status(ProtoWriter out, int code, String description) {
    if (code == 0 && description.isEmpty()) {
      return;
    }
    int mark = out.beginMessage(15);
    text(out, 2, description);
    count(out, 3, code);
    out.endMessage(mark);
  }

  /** How many attributes, events and links were dropped. */
  public static void dropped(ProtoWriter out, int attributes, int events, int links) {
    count(out, 10, attributes);
    count(out, 12, events);
    count(out, 14, links);
  }

  public static void flags(ProtoWriter out, int field, int flags) {
    if (flags != 0) {
      out.fixed32Field(field, flags);
    }
  }

  private static void count(ProtoWriter out, int field, int count) {
    if (count != 0) {
      out.int64Field(field, count);
    }
  }

  private static void text(ProtoWriter out, int field, String text) {
    if (!text.isEmpty()) {
      out.stringField(field, text);
    }
  }
}
