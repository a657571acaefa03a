package dev.spanloom.bench.store;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a trace of the workload: everything but its texts.
 *
 * @param number its place in the workload
 * @param experiment 0, 1 or 2
 * @param correctness of the feedback of that name; null when there is none
 * @param quality of the feedback of that name, 1 to 5; null when there is none
 */
record TraceSpec(
    int number,
    String traceId,
    int experiment,
    long timeMillis,
    long durationMillis,
    boolean error,
    String name,
    String team,
    String env,
    String channel,
    String session,
    String user,
    String commit,
    String appVersion,
    @Nullable Boolean correctness,
    @Nullable Double quality,
    List<SpanSpec> spans) {
  boolean anySpan(Predicate<SpanSpec> condition) {
    for (SpanSpec span : spans) {
      if (condition.test(span)) {
        return true;
      }
    }
    return false;
  }
}
