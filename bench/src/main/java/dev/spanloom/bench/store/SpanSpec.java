package dev.spanloom.bench.store;

/**
 * What is known of a span of the workload: everything but its texts.
 *
 * @param parent the number of its parent in the trace; -1 of the root
 * @param startNanos nanoseconds since the Unix epoch
 * @param retries 0 to 5
 * @param score 0 to 1, two or three decimals
 * @param inputTokens 0 of a span that calls no model
 * @param cost US dollars; 0 of a span that calls no model
 */
record SpanSpec(
    String name,
    String type,
    int parent,
    long startNanos,
    long durationNanos,
    boolean error,
    String model,
    String provider,
    double temperature,
    String region,
    String tier,
    int retries,
    boolean cacheHit,
    double score,
    int inputTokens,
    int outputTokens,
    double cost) {
  boolean callsModel() {
    return inputTokens > 0;
  }
}
