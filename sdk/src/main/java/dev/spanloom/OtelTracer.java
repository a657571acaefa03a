package dev.spanloom;

import dev.spanloom.entities.SpanKind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.concurrent.TimeUnit;

/**
 * Starts OpenTelemetry spans of the application's own provider, marked as ours while they start.
 * Thread-safe.
 */
final class OtelTracer {
  /** Set while we start a span, so that our processor does not take it for somebody else's. */
  static final ThreadLocal<Boolean> STARTING = ThreadLocal.withInitial(() -> false);

  private final io.opentelemetry.api.trace.Tracer tracer;

  OtelTracer(io.opentelemetry.api.trace.Tracer tracer) {
    this.tracer = tracer;
  }

  Span start(String name, SpanKind kind, Context parent, long startTimeUnixNanos) {
    STARTING.set(true);
    try {
      return tracer
          .spanBuilder(name)
          .setParent(parent)
          .setSpanKind(otelKind(kind))
          .setStartTimestamp(startTimeUnixNanos, TimeUnit.NANOSECONDS)
          .startSpan();
    } finally {
      STARTING.remove();
    }
  }

  private static io.opentelemetry.api.trace.SpanKind otelKind(SpanKind kind) {
    return kind == SpanKind.UNSPECIFIED
        ? io.opentelemetry.api.trace.SpanKind.INTERNAL
        : io.opentelemetry.api.trace.SpanKind.valueOf(kind.name());
  }
}
