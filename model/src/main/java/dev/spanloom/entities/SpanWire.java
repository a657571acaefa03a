package dev.spanloom.entities;

import dev.spanloom.entities.internal.json.JsonOutput;
import dev.spanloom.entities.internal.json.JsonPart;
import dev.spanloom.entities.internal.json.JsonTree;
import dev.spanloom.entities.internal.proto.ProtoReader;
import java.util.AbstractMap;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of a span: protobuf's JSON of the OTLP message with snake-case names, as MLflow's
 * REST API sends it. It is written without being a map first; it is one for who looks into it.
 */
final class SpanWire extends AbstractMap<String, @Nullable Object> implements JsonPart {
  private static final HexFormat HEX = HexFormat.of();

  private final Span span;
  private @Nullable Map<String, @Nullable Object> map;

  SpanWire(Span span) {
    this.span = span;
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    Map<String, @Nullable Object> known = map;
    if (known == null) {
      known = Collections.unmodifiableMap(JsonTree.object(this));
      map = known;
    }
    return known.entrySet();
  }

  @Override
  public void writeTo(JsonOutput out) {
    out.beginObject();
    out.separator(true);
    text(out, "trace_id", base64(span.otelTraceId()));
    next(out);
    text(out, "span_id", base64(span.spanId()));
    moreText(out, "trace_state", span.traceState());
    String parentId = span.parentId();
    if (parentId != null) {
      next(out);
      text(out, "parent_span_id", base64(parentId));
    }
    next(out);
    text(out, "name", span.name());
    if (span.kind() != SpanKind.UNSPECIFIED) {
      next(out);
      text(out, "kind", "SPAN_KIND_" + span.kind());
    }
    next(out);
    out.key("start_time_unix_nano");
    out.number(span.startTimeUnixNanos());
    Long end = span.endTimeUnixNanos();
    if (end != null) {
      next(out);
      out.key("end_time_unix_nano");
      out.number(end);
    }
    next(out);
    attributes(out);
    if (!span.events().isEmpty()) {
      next(out);
      out.key("events");
      list(out, span.events(), SpanWire::event);
    }
    if (!span.links().isEmpty()) {
      next(out);
      out.key("links");
      list(out, span.links(), SpanWire::link);
    }
    next(out);
    status(out, span.status());
    out.endObject();
  }

  private static void next(JsonOutput out) {
    out.separator(false);
  }

  private static void text(JsonOutput out, String key, String text) {
    out.key(key);
    out.string(text);
  }

  private static void moreText(JsonOutput out, String key, String text) {
    if (!text.isEmpty()) {
      next(out);
      text(out, key, text);
    }
  }

  /** Writes an element of a list. */
  private interface Element<T> {
    void write(JsonOutput out, T element);
  }

  private static <T> void list(JsonOutput out, Iterable<T> elements, Element<T> element) {
    out.beginArray();
    boolean first = true;
    for (T one : elements) {
      out.separator(first);
      first = false;
      element.write(out, one);
    }
    out.endArray();
  }

  /**
   * MLflow's id of the trace is the first of them, whether the span has it among its own or not.
   */
  private void attributes(JsonOutput out) {
    out.key("attributes");
    out.beginArray();
    out.separator(true);
    AttributeValue id = span.attributeValues().get(SpanAttributeKey.REQUEST_ID);
    if (id == null) {
      keyValue(out, SpanAttributeKey.REQUEST_ID, span.traceId());
    } else {
      attribute(out, SpanAttributeKey.REQUEST_ID, id);
    }
    for (Map.Entry<String, AttributeValue> entry : span.attributeValues().entrySet()) {
      if (!entry.getKey().equals(SpanAttributeKey.REQUEST_ID)) {
        next(out);
        attribute(out, entry.getKey(), entry.getValue());
      }
    }
    out.endArray();
  }

  private static void attribute(JsonOutput out, String key, AttributeValue value) {
    ProtoReader text = value.encodedText();
    if (text == null) {
      keyValue(out, key, value.get());
      return;
    }
    out.beginObject();
    out.separator(true);
    text(out, "key", key);
    next(out);
    out.key("value");
    out.beginObject();
    out.separator(true);
    out.key("string_value");
    out.utf8(text.array(), text.position(), text.remaining());
    out.endObject();
    out.endObject();
  }

  private static void event(JsonOutput out, SpanEvent event) {
    out.beginObject();
    out.separator(true);
    out.key("time_unix_nano");
    out.number(event.timestamp());
    next(out);
    text(out, "name", event.name());
    moreAttributes(out, event.attributes());
    out.endObject();
  }

  private static void link(JsonOutput out, Link link) {
    out.beginObject();
    out.separator(true);
    text(out, "trace_id", base64(TraceIds.toOtel(link.traceId()).orElse("")));
    next(out);
    text(out, "span_id", base64(link.spanId()));
    moreText(out, "trace_state", link.traceState());
    moreAttributes(out, link.attributes());
    out.endObject();
  }

  private static void moreAttributes(JsonOutput out, Map<String, @Nullable Object> attributes) {
    if (!attributes.isEmpty()) {
      next(out);
      out.key("attributes");
      keyValues(out, attributes);
    }
  }

  private static void status(JsonOutput out, SpanStatus status) {
    out.key("status");
    out.beginObject();
    boolean hasText = !status.description().isEmpty();
    if (hasText) {
      out.separator(true);
      text(out, "message", status.description());
    }
    if (status.statusCode() != SpanStatusCode.UNSET) {
      out.separator(!hasText);
      text(out, "code", status.statusCode().wireName());
    }
    out.endObject();
  }

  private static void keyValues(JsonOutput out, Map<String, @Nullable Object> values) {
    list(out, values.entrySet(), (to, entry) -> keyValue(to, entry.getKey(), entry.getValue()));
  }

  private static void keyValue(JsonOutput out, String key, @Nullable Object value) {
    out.beginObject();
    out.separator(true);
    text(out, "key", key);
    if (value != null) {
      next(out);
      out.key("value");
      anyValue(out, value);
    }
    out.endObject();
  }

  private static void anyValue(JsonOutput out, @Nullable Object value) {
    out.beginObject();
    if (value != null) {
      out.separator(true);
    }
    if (value instanceof Boolean truth) {
      out.key("bool_value");
      out.raw(truth ? "true" : "false");
    } else if (value instanceof Long number) {
      out.key("int_value");
      out.number(number);
    } else if (value instanceof Double number) {
      out.key("double_value");
      if (Double.isFinite(number)) {
        out.number(number);
      } else {
        out.string(number.toString());
      }
    } else if (value instanceof byte[] bytes) {
      text(out, "bytes_value", Base64.getEncoder().encodeToString(bytes));
    } else if (value instanceof List<?> items) {
      out.key("array_value");
      out.beginObject();
      if (!items.isEmpty()) {
        out.separator(true);
        out.key("values");
        list(out, items, SpanWire::anyValue);
      }
      out.endObject();
    } else if (value instanceof Map<?, ?> object) {
      out.key("kvlist_value");
      out.beginObject();
      if (!object.isEmpty()) {
        out.separator(true);
        out.key("values");
        keyValues(out, JsonBinding.stringKeys(object));
      }
      out.endObject();
    } else if (value != null) {
      text(out, "string_value", value.toString());
    }
    out.endObject();
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HEX.parseHex(hex));
  }
}
