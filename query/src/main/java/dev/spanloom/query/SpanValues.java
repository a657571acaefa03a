package dev.spanloom.query;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.TokenUsage;
import org.jspecify.annotations.Nullable;

/** What a span has for a field. */
public final class SpanValues {
  private static final double NANOS_PER_MILLI = 1e6;

  private SpanValues() {}

  /** The value of a span field or a span attribute; null when the span has none. */
  public static @Nullable FieldValue of(Field field, Span span) {
    if (field instanceof SpanField spanField) {
      return FieldValue.of(plain(spanField, span));
    }
    return field instanceof KeyedField keyed && keyed.family() == KeyedField.Family.SPAN_ATTRIBUTE
        ? FieldValue.of(span.attribute(keyed.key()))
        : null;
  }

  /** The milliseconds that {@code span.duration_ms} compares. */
  public static double durationMillis(long durationNanos) {
    return durationNanos / NANOS_PER_MILLI;
  }

  private static @Nullable Object plain(SpanField field, Span span) {
    return switch (field) {
      case NAME -> span.name();
      case TYPE -> span.attribute(SpanAttributeKey.SPAN_TYPE) instanceof String type ? type : null;
      case STATUS -> span.status().statusCode().name();
      case MODEL -> span.modelName();
      case CONTENT -> SpanText.of(span);
      case DURATION_MS -> {
        Long nanos = span.durationNanos();
        yield nanos == null ? null : Double.valueOf(durationMillis(nanos));
      }
      case INPUT_TOKENS -> span.tokenUsage().map(TokenUsage::inputTokens).orElse(null);
      case OUTPUT_TOKENS -> span.tokenUsage().map(TokenUsage::outputTokens).orElse(null);
      case TOTAL_TOKENS -> span.tokenUsage().map(TokenUsage::totalTokens).orElse(null);
      case TOTAL_COST -> span.llmCost().map(LlmCost::totalCost).orElse(null);
    };
  }
}
