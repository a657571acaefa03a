package dev.spanloom.server.otlp;

/** Is told of spans that are rejected before a store sees them. Thread-safe. */
public interface Rejections {
  /** Bytes or JSON that are no span, and spans without ids. */
  String UNREADABLE = "unreadable";

  /** Spans beyond {@link SpanLimits}. */
  String LIMIT = "limit";

  /** The experiment that the spans are to go to cannot be had. */
  String EXPERIMENT = "experiment";

  /**
   * A span was rejected.
   *
   * @param kind one of those above
   */
  void rejected(String kind);
}
