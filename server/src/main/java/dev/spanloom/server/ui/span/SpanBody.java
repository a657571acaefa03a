package dev.spanloom.server.ui.span;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Link;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanType;
import dev.spanloom.server.rest.RestRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A span as the UI shows it, its values cut. */
public final class SpanBody {
  static final Set<String> OWN_FIELDS = Set.of(SpanAttributeKey.INPUTS, SpanAttributeKey.OUTPUTS);

  private static final List<String> FIELDS =
      List.of("inputs", "outputs", "attributes", "events", "links");

  private final Span span;
  private final int cut;

  private SpanBody(Span span, int cut) {
    this.span = span;
    this.cut = cut;
  }

  /**
   * The fields of a span.
   *
   * @param fields of those that may be left out; all when it is empty
   * @param cut so many bytes of a value at most
   */
  public static Map<String, @Nullable Object> of(Span span, List<String> fields, int cut) {
    for (String field : fields) {
      if (!FIELDS.contains(field)) {
        throw RestRequest.wrong("fields", field, "some of " + String.join(", ", FIELDS));
      }
    }
    return new SpanBody(span, cut).map(fields.isEmpty() ? FIELDS : fields);
  }

  private Map<String, @Nullable Object> map(List<String> fields) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("trace_id", span.traceId());
    map.put("span_id", span.spanId());
    map.put("parent_id", span.parentId());
    map.put("name", span.name());
    String type = span.spanType();
    map.put("type", type.equals(SpanType.UNKNOWN) ? null : type);
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("code", span.status().statusCode().name());
    status.put("message", span.status().description());
    map.put("status", status);
    map.put("start_ns", Long.toString(span.startTimeUnixNanos()));
    Long end = span.endTimeUnixNanos();
    map.put("end_ns", end == null ? null : Long.toString(end));
    if (fields.contains("inputs")) {
      map.put("inputs", own(SpanAttributeKey.INPUTS));
    }
    if (fields.contains("outputs")) {
      map.put("outputs", own(SpanAttributeKey.OUTPUTS));
    }
    if (fields.contains("attributes")) {
      map.put("attributes", attributes());
    }
    if (fields.contains("events")) {
      map.put("events", span.events().stream().map(this::event).toList());
    }
    if (fields.contains("links")) {
      map.put("links", span.links().stream().map(SpanBody::link).toList());
    }
    return map;
  }

  private @Nullable Map<String, Object> own(String key) {
    AttributeValue value = span.attributeValues().get(key);
    return value == null ? null : SpanValue.of(value, cut).map();
  }

  private List<Map<String, Object>> attributes() {
    List<Map<String, Object>> all = new ArrayList<>();
    span.attributeValues()
        .forEach(
            (key, value) -> {
              if (!OWN_FIELDS.contains(key)) {
                all.add(keyed(key, SpanValue.of(value, cut)));
              }
            });
    return all;
  }

  private static Map<String, Object> keyed(String key, SpanValue value) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("key", key);
    map.putAll(value.map());
    return map;
  }

  private Map<String, Object> event(SpanEvent event) {
    List<Map<String, Object>> attributes = new ArrayList<>();
    event
        .attributes()
        .forEach((key, value) -> attributes.add(keyed(key, SpanValue.of(value, cut))));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", event.name());
    map.put("time_ns", Long.toString(event.timestamp()));
    map.put("attributes", attributes);
    return map;
  }

  private static Map<String, Object> link(Link link) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("trace_id", link.traceId());
    map.put("span_id", link.spanId());
    map.put("attributes", link.attributes());
    return map;
  }
}
