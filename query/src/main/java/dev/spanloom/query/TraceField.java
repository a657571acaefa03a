package dev.spanloom.query;

/** A fact of a trace, by its name in the language (family {@code trace}, or none). */
public enum TraceField implements Field {
  REQUEST_ID("request_id", Kind.TEXT),
  CLIENT_REQUEST_ID("client_request_id", Kind.TEXT),
  NAME("name", Kind.TEXT),
  /** The state: OK, ERROR, IN_PROGRESS, STATE_UNSPECIFIED. */
  STATUS("status", Kind.TEXT),
  EXPERIMENT_ID("experiment_id", Kind.TEXT),
  /** The metadata {@code mlflow.sourceRun}, and the runs that the trace was linked to. */
  RUN_ID("run_id", Kind.TEXT),
  /** The metadata {@code mlflow.trace.session}. */
  SESSION_ID("session_id", Kind.TEXT),
  /** The metadata {@code mlflow.trace.user}. */
  USER("user", Kind.TEXT),
  /** {@code name/version} of a prompt in the tag {@code mlflow.linkedPrompts}. */
  PROMPT("prompt", Kind.TEXT),
  /** All text of all spans, see {@link SpanText}. */
  TEXT("text", Kind.FULL_TEXT),
  TIMESTAMP_MS("timestamp_ms", Kind.TIME),
  END_TIME_MS("end_time_ms", Kind.TIME),
  EXECUTION_TIME_MS("execution_time_ms", Kind.NUMBER),
  INPUT_TOKENS("input_tokens", Kind.NUMBER),
  OUTPUT_TOKENS("output_tokens", Kind.NUMBER),
  TOTAL_TOKENS("total_tokens", Kind.NUMBER),
  CACHE_READ_INPUT_TOKENS("cache_read_input_tokens", Kind.NUMBER),
  CACHE_CREATION_INPUT_TOKENS("cache_creation_input_tokens", Kind.NUMBER),
  INPUT_COST("input_cost", Kind.NUMBER),
  OUTPUT_COST("output_cost", Kind.NUMBER),
  TOTAL_COST("total_cost", Kind.NUMBER),
  SPAN_COUNT("span_count", Kind.NUMBER);

  /** What values a field has. */
  public enum Kind {
    TEXT,
    FULL_TEXT,
    NUMBER,
    /** Milliseconds since the Unix epoch. */
    TIME
  }

  private final String key;
  private final Kind kind;

  TraceField(String key, Kind kind) {
    this.key = key;
    this.kind = kind;
  }

  public String key() {
    return key;
  }

  public Kind kind() {
    return kind;
  }
}
