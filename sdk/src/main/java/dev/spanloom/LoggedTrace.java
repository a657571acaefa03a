package dev.spanloom;

import dev.spanloom.entities.SpanAttributeKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A trace of one finished span. Not thread-safe. Counterpart of the parameters of {@code
 * mlflow.log_trace}.
 */
public final class LoggedTrace {
  private String name = "Task";
  private @Nullable Object request;
  private @Nullable Object response;
  private final Map<String, @Nullable Object> intermediateOutputs = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
  private final Map<String, String> tags = new LinkedHashMap<>();
  private @Nullable Long startTimeMillis;
  private @Nullable Long executionTimeMillis;

  LoggedTrace() {}

  /** {@code Task} unless set. */
  public LoggedTrace name(String traceName) {
    name = traceName;
    return this;
  }

  public LoggedTrace request(@Nullable Object inputs) {
    request = inputs;
    return this;
  }

  public LoggedTrace response(@Nullable Object outputs) {
    response = outputs;
    return this;
  }

  public LoggedTrace intermediateOutput(String step, @Nullable Object output) {
    intermediateOutputs.put(step, output);
    return this;
  }

  public LoggedTrace attribute(String key, @Nullable Object value) {
    attributes.put(key, value);
    return this;
  }

  public LoggedTrace tag(String key, String value) {
    tags.put(key, value);
    return this;
  }

  /** Milliseconds since the Unix epoch; now unless set. */
  public LoggedTrace startTimeMillis(long unixMillis) {
    startTimeMillis = unixMillis;
    return this;
  }

  /** Counts only together with a start time. */
  public LoggedTrace executionTimeMillis(long millis) {
    executionTimeMillis = millis;
    return this;
  }

  String log(Tracing tracing) {
    SpanBuilder builder =
        new SpanBuilder(tracing, name).noParent().attributes(attributes).tags(tags);
    long start = startTimeMillis == null ? 0 : TimeUnit.MILLISECONDS.toNanos(startTimeMillis);
    LiveSpan span = builder.startTimeUnixNanos(start).startNoContext();
    if (request != null) {
      span.setInputs(request);
    }
    if (response != null) {
      span.setOutputs(response);
    }
    if (!intermediateOutputs.isEmpty()) {
      span.setAttribute(SpanAttributeKey.INTERMEDIATE_OUTPUTS, intermediateOutputs);
    }
    span.end(
        start == 0 || executionTimeMillis == null
            ? 0
            : start + TimeUnit.MILLISECONDS.toNanos(executionTimeMillis));
    return span.traceId();
  }
}
