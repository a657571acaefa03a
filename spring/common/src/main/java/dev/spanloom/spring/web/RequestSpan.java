package dev.spanloom.spring.web;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.TracingContext;
import dev.spanloom.entities.SpanKind;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The span of one request: path and query are its inputs, the status its output. Headers and bodies
 * are never looked at. Thread-safe.
 */
final class RequestSpan {
  private static final int FIRST_SERVER_ERROR = 500;

  private final String method;
  private final LiveSpan span;
  private final AtomicBoolean ended = new AtomicBoolean();

  private RequestSpan(String method, LiveSpan span) {
    this.method = method;
    this.span = span;
  }

  /** Opens it below what the thread has; nothing is current yet. */
  static RequestSpan open(String method, String path, @Nullable String query) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    inputs.put("path", path);
    if (query != null) {
      inputs.put("query", query);
    }
    return new RequestSpan(
        method,
        Mlflow.spanBuilder(method)
            .spanType(SpanType.CHAIN)
            .kind(SpanKind.SERVER)
            .inputs(inputs)
            .startNoContext());
  }

  TracingContext.Opened makeCurrent() {
    return span.makeCurrent();
  }

  void failed(Throwable error) {
    span.recordException(error);
  }

  void cancelled() {
    span.addEvent("cancelled");
  }

  /**
   * Ends it, once.
   *
   * @param route the pattern that was matched, such as {@code /orders/{id}}; null for none
   * @param status null when there was no answer
   */
  void end(@Nullable String route, @Nullable Integer status) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    if (route != null) {
      span.setName(method + " " + route);
    }
    if (status != null) {
      span.setOutputs(Map.of("status", status));
      if (status >= FIRST_SERVER_ERROR && span.status().equals(SpanStatus.UNSET)) {
        span.setStatus(SpanStatus.error("HTTP status " + status));
      }
    }
    span.end();
  }
}
