package dev.spanloom.query;

/** A fact of a span, by its name in the language (family {@code span}). */
public enum SpanField implements Field {
  NAME("name", TraceField.Kind.TEXT),
  TYPE("type", TraceField.Kind.TEXT),
  /** OK, ERROR or UNSET. */
  STATUS("status", TraceField.Kind.TEXT),
  /** The model, see {@link dev.spanloom.entities.Span#modelName}. */
  MODEL("model", TraceField.Kind.TEXT),
  /** All text of the span, see {@link SpanText}. */
  CONTENT("content", TraceField.Kind.FULL_TEXT),
  /** With fractions; a running span has none. */
  DURATION_MS("duration_ms", TraceField.Kind.NUMBER),
  INPUT_TOKENS("input_tokens", TraceField.Kind.NUMBER),
  OUTPUT_TOKENS("output_tokens", TraceField.Kind.NUMBER),
  TOTAL_TOKENS("total_tokens", TraceField.Kind.NUMBER),
  TOTAL_COST("total_cost", TraceField.Kind.NUMBER);

  private final String key;
  private final TraceField.Kind kind;

  SpanField(String key, TraceField.Kind kind) {
    this.key = key;
    this.kind = kind;
  }

  public String key() {
    return key;
  }

  public TraceField.Kind kind() {
    return kind;
  }
}
