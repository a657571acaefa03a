package dev.spanloom;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TraceIds;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The meeting of our spans with those of the application's OpenTelemetry. What a program sets on
 * the OpenTelemetry span is taken into ours, and ours is shown on it as JSON text, so that the
 * application's own exporters send it too.
 */
final class JoinedSpans {
  private JoinedSpans() {}

  /** The innermost span of a context: ours, or one of the application's that lies inside it. */
  static @Nullable LiveSpan innermost(Tracing tracing, Context context, @Nullable LiveSpan ours) {
    SpanContext current = io.opentelemetry.api.trace.Span.fromContext(context).getSpanContext();
    if (ours != null && ours.isSilencing()) {
      return ours;
    }
    if (!current.isValid() || (ours != null && ours.spanId().equals(current.getSpanId()))) {
      return ours;
    }
    TraceRecord trace = tracing.traces().find(TraceIds.fromOtel(current.getTraceId()));
    SpanRecord record = trace == null ? null : trace.openSpan(current.getSpanId());
    return record == null ? (trace == null ? null : ours) : new LiveSpan(record, false);
  }

  /**
   * Takes over what was set on the OpenTelemetry span of a record of ours, before the record ends.
   */
  static void takeNative(SpanRecord record) {
    if (record.otelSpan() instanceof ReadableSpan readable) {
      takeData(record, readable.toSpanData());
    }
  }

  static void takeData(SpanRecord record, SpanData data) {
    data.getAttributes()
        .forEach(
            (key, value) -> {
              if (record.attribute(key.getKey()) == null) {
                record.setAttribute(key.getKey(), AttributeValue.of(value));
              }
            });
    for (EventData event : data.getEvents()) {
      record.addEvent(
          new SpanEvent(event.getName(), event.getEpochNanos(), plain(event.getAttributes())));
    }
    if (data.getStatus().getStatusCode() != StatusCode.UNSET) {
      record.setStatus(
          new SpanStatus(
              SpanStatusCode.valueOf(data.getStatus().getStatusCode().name()),
              data.getStatus().getDescription()));
    }
  }

  /** Shows an ended span of ours on its OpenTelemetry span, and ends that. */
  static void end(SpanRecord record, Span ended) {
    io.opentelemetry.api.trace.Span otelSpan = record.otelSpan();
    if (otelSpan == null || record.isAdopted() || !otelSpan.isRecording()) {
      return;
    }
    Map<String, Object> shown = new LinkedHashMap<>();
    int shownEvents = 0;
    if (otelSpan instanceof ReadableSpan readable) {
      SpanData data = readable.toSpanData();
      shown.putAll(plain(data.getAttributes()));
      shownEvents = data.getEvents().size();
    }
    ended
        .attributeValues()
        .forEach(
            (key, value) -> {
              // a second one of the same name and another type would stand beside the first
              if (!shown.containsKey(key) || shown.get(key) instanceof String) {
                otelSpan.setAttribute(key, value.get() instanceof String s ? s : value.json());
              }
            });
    if (otelSpan instanceof ReadableSpan) {
      ended.events().stream()
          .limit(Math.max(0, ended.events().size() - (long) shownEvents))
          .forEach(
              event ->
                  otelSpan.addEvent(
                      event.name(), attributes(event), event.timestamp(), TimeUnit.NANOSECONDS));
    }
    otelSpan.updateName(ended.name());
    otelSpan.setStatus(
        StatusCode.valueOf(ended.status().statusCode().name()), ended.status().description());
    Long endTime = ended.endTimeUnixNanos();
    otelSpan.end(endTime == null ? 0 : endTime, TimeUnit.NANOSECONDS);
  }

  private static Attributes attributes(SpanEvent event) {
    AttributesBuilder builder = Attributes.builder();
    event
        .attributes()
        .forEach(
            (key, value) ->
                builder.put(
                    AttributeKey.stringKey(key),
                    value instanceof String text ? text : AttributeValue.of(value).json()));
    return builder.build();
  }

  private static Map<String, Object> plain(Attributes attributes) {
    Map<String, Object> plain = new LinkedHashMap<>();
    attributes.forEach((key, value) -> plain.put(key.getKey(), value));
    return plain;
  }
}
