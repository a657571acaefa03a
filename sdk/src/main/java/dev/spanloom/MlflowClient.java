package dev.spanloom;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.TraceDeletion;
import dev.spanloom.destination.TracePage;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Attachment;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.rules.AssessmentRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The low-level interface: spans are started and ended by id, from anywhere, without a current
 * span. Counterpart of {@code mlflow.MlflowClient}. Thread-safe.
 *
 * <pre>{@code
 * LiveSpan root = client.startTrace("job");
 * LiveSpan step = client.startSpan("step", root.traceId(), root.spanId());
 * client.endSpan(step.traceId(), step.spanId());
 * client.endTrace(root.traceId());
 * }</pre>
 */
public final class MlflowClient {
  private static final Duration FLUSH = Duration.ofSeconds(10);

  private final Tracing tracing;

  MlflowClient(Tracing tracing) {
    this.tracing = tracing;
  }

  /**
   * Starts a trace and returns its root. For inputs, attributes, tags or an experiment use {@link
   * Mlflow#spanBuilder}.
   */
  public LiveSpan startTrace(String name) {
    return startTrace(name, builder -> {});
  }

  /** Starts a trace and returns its root. */
  public LiveSpan startTrace(String name, Consumer<SpanBuilder> options) {
    SpanBuilder builder = new SpanBuilder(tracing, name);
    options.accept(builder);
    return builder.noParent().endedById().startNoContext();
  }

  /**
   * Starts a span below an open one.
   *
   * @throws MlflowException with RESOURCE_DOES_NOT_EXIST when there is no such open span
   */
  public LiveSpan startSpan(String name, String traceId, String parentId) {
    return startSpan(name, traceId, parentId, builder -> {});
  }

  /**
   * Starts a span below an open one.
   *
   * @throws MlflowException with RESOURCE_DOES_NOT_EXIST when there is no such open span
   */
  public LiveSpan startSpan(
      String name, String traceId, String parentId, Consumer<SpanBuilder> options) {
    if (traceId.equals(TraceIds.NO_OP)) {
      return LiveSpan.NO_OP;
    }
    SpanBuilder builder = new SpanBuilder(tracing, name);
    options.accept(builder);
    return builder.parent(openSpan(traceId, parentId)).endedById().startNoContext();
  }

  public void endSpan(String traceId, String spanId) {
    endSpan(traceId, spanId, null, null, null);
  }

  /**
   * Sets what is given and ends a span.
   *
   * @throws MlflowException with RESOURCE_DOES_NOT_EXIST when there is no such open span
   */
  public void endSpan(
      String traceId,
      String spanId,
      @Nullable Object outputs,
      @Nullable Map<String, ?> attributes,
      @Nullable SpanStatus status) {
    if (!traceId.equals(TraceIds.NO_OP)) {
      openSpan(traceId, spanId).end(outputs, attributes, status);
    }
  }

  public void endTrace(String traceId) {
    endTrace(traceId, null, null, null);
  }

  /**
   * Sets what is given on the root of a trace and ends it.
   *
   * @throws MlflowException with RESOURCE_DOES_NOT_EXIST when no trace of that id is open
   */
  public void endTrace(
      String traceId,
      @Nullable Object outputs,
      @Nullable Map<String, ?> attributes,
      @Nullable SpanStatus status) {
    if (traceId.equals(TraceIds.NO_OP)) {
      return;
    }
    TraceRecord trace = tracing.traces().find(traceId);
    SpanRecord root = trace == null ? null : trace.root();
    if (root == null) {
      throw MlflowException.notFound(
          "trace " + traceId + " is not open (expected: a trace whose root has not ended)");
    }
    new LiveSpan(root, false).end(outputs, attributes, status);
  }

  private LiveSpan openSpan(String traceId, String spanId) {
    TraceRecord trace = tracing.traces().find(traceId);
    SpanRecord span = trace == null ? null : trace.openSpan(spanId);
    if (span == null) {
      throw MlflowException.notFound(
          "span "
              + spanId
              + " of trace "
              + traceId
              + " is not open (expected: a span that has not ended)");
    }
    return new LiveSpan(span, false);
  }

  public Optional<Trace> getTrace(String traceId) {
    return TraceReads.getTrace(tracing, traceId);
  }

  public Optional<TraceInfo> getTraceInfo(String traceId) {
    return TraceReads.getTraceInfo(tracing, traceId);
  }

  /**
   * Reads back a file of a trace that was taken out of a span, with all that is pending. Empty when
   * it is not stored: its span has not ended, it was dropped, or where the trace is keeps none.
   *
   * @param reference the text {@code mlflow-attachment://…} in its place
   * @throws MlflowException with INVALID_PARAMETER_VALUE for a text that is no reference
   */
  public Optional<Attachment> getAttachment(String reference) {
    return TraceReads.getAttachment(tracing, reference);
  }

  /**
   * The same by the ids of trace and attachment. Its type is that of a reference in the spans of
   * the trace; {@code application/octet-stream} without any.
   */
  public Optional<Attachment> getAttachment(String traceId, String attachmentId) {
    return TraceReads.getAttachment(tracing, traceId, attachmentId);
  }

  public TracePage searchTraces(TraceSearch search) {
    return TraceReads.search(tracing, search);
  }

  /** All traces that a search finds, its page after page read as the stream goes on. */
  public Stream<Trace> streamTraces(TraceSearch search) {
    return TraceReads.stream(tracing, search);
  }

  /** Deletes traces of the active experiment by id, and returns how many. */
  public int deleteTraces(List<String> traceIds) {
    String id = tracing.config().experiment().resolve(store()).locationId();
    return deleteTraces(TraceDeletion.ofIds(id == null ? Experiment.DEFAULT_ID : id, traceIds));
  }

  /** Deletes traces, and returns how many. */
  public int deleteTraces(TraceDeletion deletion) {
    return flushedStore().deleteTraces(deletion);
  }

  /**
   * Sets a tag of a trace, running or stored. The tags that only a store may set are left alone,
   * with a warning.
   */
  public void setTraceTag(String traceId, String key, String value) {
    TraceRecord running = tracing.traces().find(traceId);
    if (running != null) {
      running.setTag(key, value);
      running.pipeline().offer(running);
    } else if (TraceTagKey.isImmutable(key)) {
      warnImmutable(key);
    } else {
      flushedStore().setTraceTag(traceId, key, value);
    }
  }

  /**
   * Deletes a tag of a trace, running or stored.
   *
   * @throws MlflowException with RESOURCE_DOES_NOT_EXIST when there is none
   */
  public void deleteTraceTag(String traceId, String key) {
    TraceRecord running = tracing.traces().find(traceId);
    if (running != null) {
      if (!running.removeTag(key)) {
        throw MlflowException.notFound("trace " + traceId + " has no tag \"" + key + "\"");
      }
      // the store may have seen the tag in an earlier word about this trace
      running.pipeline().flush(FLUSH);
      Destination destination = running.pipeline().destination();
      if (destination
          .getTraceInfo(traceId)
          .filter(info -> info.tags().containsKey(key))
          .isPresent()) {
        destination.deleteTraceTag(traceId, key);
      }
    } else if (TraceTagKey.isImmutable(key)) {
      warnImmutable(key);
    } else {
      flushedStore().deleteTraceTag(traceId, key);
    }
  }

  private static void warnImmutable(String key) {
    Tracing.LOG.log(System.Logger.Level.WARNING, "the tag \"" + key + "\" cannot be changed");
  }

  /** Logs an assessment on a trace, running or stored; returns it as it was stored. */
  public Assessment logAssessment(String traceId, Assessment assessment) {
    if (traceId == null || traceId.equals(TraceIds.NO_OP)) {
      return assessment;
    }
    Assessment placed = assessment.toBuilder().traceId(traceId).build();
    TraceRecord running = tracing.traces().find(traceId);
    if (running != null && !running.rootHasEnded()) {
      Assessment identified = AssessmentRules.identified(placed, traceId);
      running.addAssessment(identified);
      return identified;
    }
    return flushedStore().createAssessment(placed);
  }

  /**
   * Replaces feedback by a new one of the same name and span; the old one is kept as overridden.
   *
   * @throws IllegalArgumentException when the assessment is no feedback
   */
  public Feedback overrideFeedback(
      String traceId, String assessmentId, Object value, Consumer<Feedback.Builder> changes) {
    Assessment old = flushedStore().getAssessment(traceId, assessmentId);
    if (!(old instanceof Feedback feedback)) {
      throw new IllegalArgumentException(
          "assessment " + assessmentId + " is " + old.kind() + " (expected: feedback)");
    }
    Feedback.Builder builder =
        Feedback.builder(feedback.name())
            .traceId(traceId)
            .spanId(feedback.spanId())
            .value(value)
            .overrides(assessmentId);
    changes.accept(builder);
    return (Feedback) store().createAssessment(builder.build());
  }

  /** Changes a stored assessment; metadata is added to what is there. */
  public Assessment updateAssessment(String traceId, String assessmentId, Assessment changed) {
    return flushedStore()
        .updateAssessment(changed.toBuilder().traceId(traceId).assessmentId(assessmentId).build());
  }

  public Assessment getAssessment(String traceId, String assessmentId) {
    return flushedStore().getAssessment(traceId, assessmentId);
  }

  /** Deletes an assessment; what it overrode is valid again. */
  public void deleteAssessment(String traceId, String assessmentId) {
    flushedStore().deleteAssessment(traceId, assessmentId);
  }

  private Destination flushedStore() {
    tracing.traces().announceAll();
    tracing.pipeline().flush(FLUSH);
    return store();
  }

  private Destination store() {
    return tracing.pipeline().destination();
  }
}
