package dev.spanloom.autolog.springai;

import dev.spanloom.Mlflow;
import dev.spanloom.TracingContext;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** The span of one observation, and where it lies. Kept in the observation. Thread-safe. */
final class ObservedSpan {
  private static final ContextKey<ObservedSpan> INNERMOST =
      ContextKey.named("spanloom.observed-span");

  private final @Nullable ObservedSpan parent;
  private final boolean isCallOfModel;
  private final ModelCall call;
  private final Context inside;

  /** Whether the application's OpenTelemetry has this span as well. */
  private final boolean isJoined;

  private volatile boolean isContinued;

  private ObservedSpan(
      @Nullable ObservedSpan parent,
      boolean isCallOfModel,
      Context around,
      ModelOperation operation,
      AutologOptions options) {
    this.parent = parent;
    this.isCallOfModel = isCallOfModel;
    try (Scope scope = around.makeCurrent()) {
      this.call = ModelCall.start(operation, CallContext.current(), options);
    }
    try (Scope scope = around.with(INNERMOST, this).makeCurrent();
        TracingContext.Opened entered = enter()) {
      this.inside = Context.current();
    }
    this.isJoined = Span.fromContextOrNull(inside) != Span.fromContextOrNull(around);
  }

  /**
   * Starts the span of an observation: below what is current, or, where the thread is another one
   * than that of the observation around it, below that.
   */
  static ObservedSpan start(
      Observation.Context observation,
      boolean isCallOfModel,
      ModelOperation operation,
      @Nullable String conversation,
      AutologOptions options) {
    ObservedSpan parent = ofParent(observation);
    if (parent == null) {
      parent = StreamedToolCalls.around();
    }
    if (parent == null) {
      // tools of version 2.0.0 have no parent, and a bridge behind us hides our context
      parent = SpanScopes.innermost();
    }
    Context current = Context.current();
    ObservedSpan innermost = current.get(INNERMOST);
    Context around =
        parent == null || (innermost != null && innermost.isInside(parent))
            ? current
            : parent.contextHere();
    if (conversation == null) {
      return new ObservedSpan(parent, isCallOfModel, around, operation, options);
    }
    // the session of the trace, whether it begins here or has begun
    ObservedSpan started;
    try (Scope scope = around.makeCurrent();
        TracingContext.Opened session = Mlflow.tracingContext().sessionId(conversation).open()) {
      started = new ObservedSpan(parent, isCallOfModel, Context.current(), operation, options);
    }
    try (TracingContext.Opened entered = started.call.span().makeCurrent()) {
      Mlflow.updateCurrentTrace(trace -> trace.sessionId(conversation));
    }
    return started;
  }

  ModelCall call() {
    return call;
  }

  /** Notes that another call of a model goes on with what this one began. */
  void continued() {
    isContinued = true;
  }

  boolean isContinued() {
    return isContinued;
  }

  /** The call of a model that this one goes on with; null for none. */
  @Nullable ObservedSpan callContinued() {
    return isCallOfModel && parent != null && parent.isCallOfModel ? parent : null;
  }

  /**
   * The context of what is done within the observation on this thread. What others, such as a
   * bridge to OpenTelemetry, put into the thread's context stays.
   */
  Context contextHere() {
    Span theirs = Span.fromContextOrNull(Context.current());
    return theirs == null || isJoined ? inside : inside.with(theirs);
  }

  private TracingContext.Opened enter() {
    return isCallOfModel ? call.enter() : call.span().makeCurrent();
  }

  private boolean isInside(ObservedSpan other) {
    for (ObservedSpan span = this; span != null; span = span.parent) {
      if (span == other) {
        return true;
      }
    }
    return false;
  }

  /** That of the nearest observation around one that has a span. */
  private static @Nullable ObservedSpan ofParent(Observation.Context observation) {
    ObservationView view = observation.getParentObservation();
    while (view != null) {
      ObservedSpan span = view.getContextView().get(ObservedSpan.class);
      if (span != null) {
        return span;
      }
      view = view.getContextView().getParentObservation();
    }
    return null;
  }

  static @Nullable ObservedSpan of(Observation.Context observation) {
    return observation.get(ObservedSpan.class);
  }
}
