package dev.spanloom;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Link;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanKind;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.TraceIds;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Records the spans that others start with the application's OpenTelemetry as spans of our traces.
 * Thread-safe.
 */
final class SpanloomSpanProcessor implements SpanProcessor {
  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {
    if (OtelTracer.STARTING.get()) {
      return;
    }
    try {
      adopt(Mlflow.tracing(), parentContext, span);
    } catch (RuntimeException | LinkageError e) {
      Tracing.LOG.log(
          System.Logger.Level.DEBUG, "a span of OpenTelemetry could not be recorded", e);
    }
  }

  private static void adopt(Tracing tracing, Context parentContext, ReadWriteSpan span) {
    ScopeValues scope = parentContext.get(ContextKeys.SCOPE);
    if (!tracing.config().isEnabled() || (scope != null && Boolean.FALSE.equals(scope.enabled()))) {
      return;
    }
    LiveSpan around = parentContext.get(ContextKeys.SPAN);
    if (around != null && around.isSilencing()) {
      return;
    }
    SpanContext parent = span.getParentSpanContext();
    SpanData data = span.toSpanData();
    TraceRecord trace =
        tracing.traces().find(TraceIds.fromOtel(span.getSpanContext().getTraceId()));
    boolean root = trace == null && !parent.isValid();
    if (trace == null) {
      trace =
          tracing
              .traces()
              .add(
                  new TraceRecord(
                      tracing,
                      span.getSpanContext().getTraceId(),
                      tracing.pipeline(),
                      tracing.config().experiment(),
                      SpanLimits.from(tracing.settings()),
                      tracing.origin(),
                      parent.isValid()));
      trace.apply(scope == null ? ScopeValues.NONE : scope);
    }
    SpanRecord record =
        new SpanRecord(
            trace,
            span.getSpanContext().getSpanId(),
            parent.isValid() ? parent.getSpanId() : null,
            span.getName(),
            SpanKind.valueOf(span.getKind().name()),
            data.getStartEpochNanos(),
            span);
    record.setAdopted();
    record.setAttribute(SpanAttributeKey.SPAN_TYPE, SpanTypes.encoded(SpanType.UNKNOWN));
    if (!trace.spanStarted(record, root)) {
      return;
    }
    trace.pipeline().started(record);
    if (root) {
      trace.pipeline().offer(trace);
    }
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    Tracing tracing = Mlflow.tracing();
    TraceRecord trace =
        tracing.traces().find(TraceIds.fromOtel(span.getSpanContext().getTraceId()));
    @Nullable SpanRecord record =
        trace == null ? null : trace.openSpan(span.getSpanContext().getSpanId());
    if (record == null || !record.isRunning()) {
      return;
    }
    SpanData data = span.toSpanData();
    record.setName(data.getName());
    for (LinkData link : data.getLinks()) {
      record.addLink(
          new Link(
              TraceIds.fromOtel(link.getSpanContext().getTraceId()),
              link.getSpanContext().getSpanId()));
    }
    record.setAttribute(
        "otel.scope.name", AttributeValue.of(data.getInstrumentationScopeInfo().getName()));
    tracing.doEnd(new LiveSpan(record, false), record, data.getEndEpochNanos(), false);
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }
}
