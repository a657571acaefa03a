package dev.spanloom;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.internal.export.PendingSpan;
import io.opentelemetry.context.Context;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Joins the spans of a finished trace to a trace that is open here. */
final class AddedTraces {
  /** What every trace says of itself, and another cannot say for it. */
  private static final Set<String> OF_ONE_TRACE =
      Set.of(TraceMetadataKey.INPUTS, TraceMetadataKey.OUTPUTS, ThreadKinds.METADATA_KEY);

  private AddedTraces() {}

  static void add(Tracing tracing, Trace trace, @Nullable LiveSpan target) {
    if (!tracing.config().isEnabled()) {
      return;
    }
    if (trace == null) {
      throw MlflowException.invalidParameter("trace: null (expected: a trace that has ended)");
    }
    check(trace);
    LiveSpan parent = target == null ? tracing.current(Context.current()) : target;
    if (parent != null && parent.record() != null) {
      join(trace, parent.record());
    } else if (parent == null) {
      addUnderNewRoot(tracing, trace);
    }
  }

  private static void check(Trace trace) {
    if (trace.info().state() == TraceState.IN_PROGRESS) {
      throw MlflowException.invalidParameter(
          "trace " + trace.info().traceId() + " is in progress (expected: a trace that has ended)");
    }
    Set<String> all = new HashSet<>();
    trace.data().spans().forEach(span -> all.add(span.spanId()));
    Set<String> seen = new HashSet<>();
    for (Span span : trace.data().spans()) {
      String parentId = span.parentId();
      if (parentId != null && all.contains(parentId) && !seen.contains(parentId)) {
        throw MlflowException.invalidParameter(
            "span "
                + span.spanId()
                + " stands before its parent "
                + parentId
                + " (expected: parents first)");
      }
      seen.add(span.spanId());
    }
  }

  private static void addUnderNewRoot(Tracing tracing, Trace trace) {
    Span remote =
        trace
            .data()
            .root()
            .orElseThrow(
                () ->
                    MlflowException.invalidParameter(
                        "trace " + trace.info().traceId() + " has no root span"));
    SpanBuilder builder =
        new SpanBuilder(tracing, "Remote Trace " + remote.name())
            .noParent()
            .startTimeUnixNanos(remote.startTimeUnixNanos() - 1);
    LiveSpan root = builder.startNoContext();
    if (root.record() == null) {
      return;
    }
    remote
        .attributeValues()
        .forEach(
            (key, value) -> {
              if (!key.equals(SpanAttributeKey.REQUEST_ID)) {
                root.setAttribute(key, value);
              }
            });
    join(trace, root.record());
    root.setStatus(remote.status());
    Long end = remote.endTimeUnixNanos();
    root.end(end == null ? 0 : end);
  }

  private static void join(Trace trace, SpanRecord parent) {
    TraceRecord into = parent.trace();
    Set<String> ids = new HashSet<>();
    trace.data().spans().forEach(span -> ids.add(span.spanId()));
    for (Span span : trace.data().spans()) {
      String parentId = span.parentId();
      Span clone =
          span.toBuilder()
              .traceId(into.traceId())
              .parentId(parentId == null || !ids.contains(parentId) ? parent.spanId() : parentId)
              .removeAttribute(SpanAttributeKey.REQUEST_ID)
              .build();
      EncodedSpan encoded = EncodedSpan.of(clone);
      into.pipeline().offer(PendingSpan.of(encoded, into.spoolContext(encoded)));
    }
    Map<String, String> metadata = new LinkedHashMap<>(trace.info().traceMetadata());
    metadata.keySet().removeAll(OF_ONE_TRACE);
    into.addMissing(trace.info().tags(), metadata);
  }
}
