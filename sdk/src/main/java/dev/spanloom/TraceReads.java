package dev.spanloom;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.TracePage;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.Attachment;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.internal.export.ExportPipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reading traces back, what is pending and what is running included. */
final class TraceReads {
  private static final Duration FLUSH = Duration.ofSeconds(10);

  private TraceReads() {}

  static Optional<Trace> getTrace(Tracing tracing, String traceId) {
    TraceRecord running = tracing.traces().find(traceId);
    ExportPipeline pipeline = running == null ? tracing.pipeline() : running.pipeline();
    // looked up before the store is, so that a span which ends meanwhile is found there
    List<SpanRecord> open = running == null ? List.of() : running.openSpans();
    tracing.traces().announceAll();
    pipeline.flushToRead(FLUSH);
    Destination destination = pipeline.destination();
    Optional<Trace> stored = destination.getTrace(traceId);
    return running == null
        ? stored
        : Optional.of(withOpenSpans(tracing, running, open, stored.orElse(null), destination));
  }

  static Optional<TraceInfo> getTraceInfo(Tracing tracing, String traceId) {
    TraceRecord running = tracing.traces().find(traceId);
    if (running != null) {
      return Optional.of(running.info(running.pipeline().destination()));
    }
    tracing.pipeline().flushToRead(FLUSH);
    return tracing.pipeline().destination().getTraceInfo(traceId);
  }

  private static Trace withOpenSpans(
      Tracing tracing,
      TraceRecord running,
      List<SpanRecord> openSpans,
      @Nullable Trace stored,
      Destination destination) {
    List<Span> spans = new ArrayList<>();
    Set<String> known = new HashSet<>();
    if (stored != null) {
      spans.addAll(stored.data().spans());
      spans.forEach(span -> known.add(span.spanId()));
    }
    for (SpanRecord open : openSpans) {
      if (!known.contains(open.spanId())) {
        spans.add(redacted(tracing, open));
      }
    }
    spans.sort(
        Comparator.comparing((Span span) -> !span.isRoot())
            .thenComparingLong(Span::startTimeUnixNanos)
            .thenComparing(Span::spanId));
    return new Trace(stored == null ? running.info(destination) : stored.info(), spans);
  }

  /** Processors see the copy of an open span before anybody else does. */
  private static Span redacted(Tracing tracing, SpanRecord open) {
    SpanRecord copy = open.copy();
    tracing.process(new LiveSpan(copy, false), copy);
    copy.releaseAttachments();
    return copy.toSpan();
  }

  /**
   * An attachment by the text that stands for it in a span.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for a text that is no reference
   */
  static Optional<Attachment> getAttachment(Tracing tracing, String reference) {
    Attachment.Reference named =
        Attachment.Reference.parse(reference)
            .orElseThrow(
                () ->
                    MlflowException.invalidParameter(
                        "reference: \""
                            + (reference.length() > 200 ? reference.substring(0, 200) : reference)
                            + "\" (expected:"
                            + " mlflow-attachment://<id>?content_type=<type>&trace_id=<trace id>)"));
    return attachmentBytes(tracing, named.traceId(), named.id())
        .map(bytes -> Attachment.stored(named.id(), named.contentType(), bytes));
  }

  /** An attachment by its id; its type is looked up in the spans that refer to it. */
  static Optional<Attachment> getAttachment(Tracing tracing, String traceId, String attachmentId) {
    return attachmentBytes(tracing, traceId, attachmentId)
        .map(
            bytes ->
                Attachment.stored(
                    attachmentId,
                    getTrace(tracing, traceId).stream()
                        .flatMap(trace -> trace.attachmentReferences().stream())
                        .filter(reference -> reference.id().equals(attachmentId))
                        .map(Attachment.Reference::contentType)
                        .findFirst()
                        .orElse("application/octet-stream"),
                    bytes));
  }

  private static Optional<byte[]> attachmentBytes(
      Tracing tracing, String traceId, String attachmentId) {
    TraceRecord running = tracing.traces().find(traceId);
    ExportPipeline pipeline = running == null ? tracing.pipeline() : running.pipeline();
    tracing.traces().announceAll();
    pipeline.flushToRead(FLUSH);
    return pipeline.destination().readAttachment(traceId, attachmentId);
  }

  static TracePage search(Tracing tracing, TraceSearch search) {
    Destination destination = flushed(tracing);
    return destination.searchTraces(inExperiments(tracing, destination, search));
  }

  /** Page after page of the destination and the experiments that are active now. */
  static Stream<Trace> stream(Tracing tracing, TraceSearch search) {
    Destination destination = flushed(tracing);
    TraceSearch first = inExperiments(tracing, destination, search);
    return Stream.iterate(
            destination.searchTraces(first),
            Objects::nonNull,
            page -> {
              String next = page.nextPageToken();
              return next == null
                  ? null
                  : destination.searchTraces(first.toBuilder().pageToken(next).build());
            })
        .flatMap(page -> page.traces().stream());
  }

  private static Destination flushed(Tracing tracing) {
    ExportPipeline pipeline = tracing.pipeline();
    tracing.traces().announceAll();
    pipeline.flushToRead(FLUSH);
    return pipeline.destination();
  }

  private static TraceSearch inExperiments(
      Tracing tracing, Destination destination, TraceSearch search) {
    if (!search.experimentIds().isEmpty()) {
      return search;
    }
    String active = tracing.config().experiment().resolve(destination).locationId();
    return search.toBuilder().experimentId(active == null ? Experiment.DEFAULT_ID : active).build();
  }
}
