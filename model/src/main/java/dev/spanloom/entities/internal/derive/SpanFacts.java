package dev.spanloom.entities.internal.derive;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.price.PriceBook;
import org.jspecify.annotations.Nullable;

/**
 * What a store must know of a span without reading its payload.
 *
 * @param spanType null when the span says none
 * @param endTimeUnixNanos null while the span is open
 * @param sizeBytes as {@link Span#jsonSizeBytes} counts
 * @param model as {@link Span#modelName} finds it
 * @param provider who serves the model, as {@code mlflow.llm.provider} says
 * @param cost what the span says; else what {@link PriceBook#current} says of its model and tokens
 * @param requestPreview of the inputs of a root; null for other spans and where there are none
 * @param responsePreview of the outputs of a root; null for other spans and where there are none
 */
public record SpanFacts(
    String traceId,
    String spanId,
    @Nullable String parentId,
    String name,
    @Nullable String spanType,
    SpanStatusCode statusCode,
    long startTimeUnixNanos,
    @Nullable Long endTimeUnixNanos,
    long sizeBytes,
    @Nullable String model,
    @Nullable String provider,
    @Nullable TokenUsage tokenUsage,
    @Nullable LlmCost cost,
    @Nullable String requestPreview,
    @Nullable String responsePreview) {
  public static SpanFacts of(Span span) {
    TokenUsage usage = span.tokenUsage().orElse(null);
    String model = span.modelName();
    return new SpanFacts(
        span.traceId(),
        span.spanId(),
        span.parentId(),
        span.name(),
        span.attribute(SpanAttributeKey.SPAN_TYPE) instanceof String type ? type : null,
        span.status().statusCode(),
        span.startTimeUnixNanos(),
        span.endTimeUnixNanos(),
        span.jsonSizeBytes(),
        model,
        span.attribute(SpanAttributeKey.MODEL_PROVIDER) instanceof String text ? text : null,
        usage,
        cost(span, model, usage),
        span.isRoot() ? preview(span, SpanAttributeKey.INPUTS, true) : null,
        span.isRoot() ? preview(span, SpanAttributeKey.OUTPUTS, false) : null);
  }

  private static @Nullable LlmCost cost(
      Span span, @Nullable String model, @Nullable TokenUsage usage) {
    LlmCost said = span.llmCost().orElse(null);
    if (said != null || model == null || usage == null) {
      return said;
    }
    return PriceBook.current().cost(model, usage, span.startTimeUnixNanos()).orElse(null);
  }

  private static @Nullable String preview(Span span, String key, boolean request) {
    AttributeValue value = span.attributeValues().get(key);
    if (value == null) {
      return null;
    }
    return request ? Previews.request(value) : Previews.response(value);
  }
}
