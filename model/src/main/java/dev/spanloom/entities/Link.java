package dev.spanloom.entities;

import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.internal.proto.SpanMessage;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pointer from one span to another, of the same trace or a different one. Counterpart of {@code
 * mlflow.entities.Link}.
 *
 * @param traceId the other span's trace, {@code tr-…} or a v4 id
 * @param spanId the other span, 16 hex digits
 * @param attributes plain values, copied in
 * @param traceState the W3C trace state of the other span; empty when there is none
 * @param flags the W3C flags as OTLP carries them
 * @param droppedAttributesCount how many attributes a limit removed
 */
public record Link(
    String traceId,
    String spanId,
    Map<String, @Nullable Object> attributes,
    String traceState,
    int flags,
    int droppedAttributesCount) {
  public Link {
    Objects.requireNonNull(traceId, "traceId");
    Objects.requireNonNull(spanId, "spanId");
    Objects.requireNonNull(traceState, "traceState");
    attributes = PlainValues.copyMap(attributes);
  }

  public Link(String traceId, String spanId, Map<String, ? extends @Nullable Object> attributes) {
    this(traceId, spanId, PlainValues.copyMap(attributes), "", 0, 0);
  }

  public Link(String traceId, String spanId) {
    this(traceId, spanId, Map.of());
  }

  /** Byte arrays among the attributes count by content. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Link that
        && traceId.equals(that.traceId)
        && spanId.equals(that.spanId)
        && traceState.equals(that.traceState)
        && flags == that.flags
        && droppedAttributesCount == that.droppedAttributesCount
        && PlainValues.equal(attributes, that.attributes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(traceId, spanId);
  }

  void writeTo(ProtoWriter out) {
    SpanMessage.link(
        out,
        TraceIds.toOtel(traceId).orElse(""),
        spanId,
        traceState,
        attributes,
        droppedAttributesCount,
        flags);
  }
}
