package dev.spanloom;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.Destinations;
import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.destination.TracePage;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Attachment;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.internal.autolog.AutologLibraries;
import dev.spanloom.internal.hosting.Host;
import dev.spanloom.internal.hosting.Hosts;
import dev.spanloom.internal.open.OpenSpans;
import dev.spanloom.internal.settings.Settings;
import dev.spanloom.internal.woven.RegisteredAccess;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * MLflow Tracing: what a program calls. Counterpart of Python's module {@code mlflow}, with its
 * names in Java spelling.
 *
 * <pre>{@code
 * try (var span = Mlflow.startSpan("my_span")) {
 *   span.setInputs(Map.of("x", 1, "y", 2));
 *   span.setOutputs(3);
 * }
 * Trace trace = Mlflow.getTrace(Mlflow.getLastActiveTraceId().orElseThrow()).orElseThrow();
 * }</pre>
 *
 * <p>Starting, filling and ending spans never throws into the program and never waits for a disk or
 * a network; reading and assessing do wait, and throw {@link
 * dev.spanloom.entities.MlflowException}. All methods are thread-safe.
 */
public final class Mlflow {
  private static final String DATABRICKS = "databricks";
  private static final Object LOCK = new Object();
  private static volatile @Nullable Tracing current;
  private static boolean shutdownHooked;

  static {
    RegisteredAccess.register(new TracedCalls());
  }

  private Mlflow() {}

  // ---- spans

  /**
   * Starts a span as a child of the current one, or as the root of a new trace, and makes it
   * current until it is closed. Python's {@code mlflow.start_span}.
   *
   * @param name a blank name becomes {@code span}
   */
  public static LiveSpan startSpan(String name) {
    return spanBuilder(name).start();
  }

  /**
   * {@link #startSpan(String)} with a type of {@link dev.spanloom.entities.SpanType} or any other
   * text.
   */
  public static LiveSpan startSpan(String name, String spanType) {
    return spanBuilder(name).spanType(spanType).start();
  }

  /** {@link #startSpan(String)} with a type and attributes. */
  public static LiveSpan startSpan(
      String name, String spanType, Map<String, ? extends @Nullable Object> attributes) {
    return spanBuilder(name).spanType(spanType).attributes(attributes).start();
  }

  /** A span with more than that. */
  public static SpanBuilder spanBuilder(String name) {
    return new SpanBuilder(tracing(), name);
  }

  /**
   * Runs a block inside a span and returns what it returns. What it throws is recorded and thrown
   * on, unchanged.
   *
   * <pre>{@code
   * String answer = Mlflow.withSpan("ask", span -> client.ask(question));
   * }</pre>
   */
  public static <T extends @Nullable Object, X extends Throwable> T withSpan(
      String name, SpanFunction<T, X> block) throws X {
    return spanBuilder(name).call(block);
  }

  /** {@link #withSpan(String, SpanFunction)} with a type. */
  public static <T extends @Nullable Object, X extends Throwable> T withSpan(
      String name, String spanType, SpanFunction<T, X> block) throws X {
    return spanBuilder(name).spanType(spanType).call(block);
  }

  /**
   * Runs a block that returns nothing inside a span. What it throws is recorded and thrown on,
   * unchanged.
   */
  public static <X extends Throwable> void runWithSpan(String name, SpanAction<X> block) throws X {
    spanBuilder(name).run(block);
  }

  /** {@link #runWithSpan(String, SpanAction)} with a type. */
  public static <X extends Throwable> void runWithSpan(
      String name, String spanType, SpanAction<X> block) throws X {
    spanBuilder(name).spanType(spanType).run(block);
  }

  /**
   * Starts the root of a new trace without making it current; whoever starts it must end it. Use
   * {@link #spanBuilder} and {@link SpanBuilder#startNoContext} for parents, times, inputs and
   * tags. Python's {@code mlflow.start_span_no_context}.
   */
  public static LiveSpan startSpanNoContext(String name) {
    return spanBuilder(name).noParent().startNoContext();
  }

  /** Starts a child of a span without making it current; whoever starts it must end it. */
  public static LiveSpan startSpanNoContext(String name, String spanType, LiveSpan parent) {
    return spanBuilder(name).spanType(spanType).parent(parent).startNoContext();
  }

  /** A traced form of a function, with more than a name. Python's {@code mlflow.trace(fn)}. */
  public static TracedFunctions traced(String name) {
    return new TracedFunctions(name);
  }

  /** The function, traced: its argument is the input, its result the output. */
  public static <A extends @Nullable Object, R extends @Nullable Object> Function<A, R> traced(
      String name, Function<A, R> function) {
    return traced(name).function(function);
  }

  /** The function, traced: its arguments are the inputs, its result the output. */
  public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      BiFunction<A, B, R> traced(String name, BiFunction<A, B, R> function) {
    return traced(name).biFunction(function);
  }

  /**
   * The supplier, traced: its result is the output. For a {@link Callable} see {@link
   * #traced(String)}.
   */
  public static <R extends @Nullable Object> Supplier<R> traced(String name, Supplier<R> supplier) {
    return traced(name).supplier(supplier);
  }

  /** The runnable, traced. */
  public static Runnable traced(String name, Runnable runnable) {
    return traced(name).runnable(runnable);
  }

  /**
   * An object that traces the calls of an interface and passes them on to another. Where {@link
   * Trace} stands on a method of the interface, on the method that implements it, or on one of the
   * two types, that says which methods are traced and how; where it stands nowhere, all methods of
   * the interface are traced. Needs no weaving; calls that the object makes on itself do not pass
   * through the proxy and are not seen.
   *
   * <pre>{@code
   * Search search = Mlflow.tracedProxy(Search.class, new WebSearch());
   * }</pre>
   *
   * @param type an interface
   * @param target not null; what it throws is recorded and thrown on, unchanged
   * @throws IllegalArgumentException when the type is no interface, or the target is null or does
   *     not implement it
   */
  public static <T> T tracedProxy(Class<T> type, T target) {
    return TracedProxy.of(type, target);
  }

  // ---- looking up

  /** The current span; one that records nothing when there is none. Never null. */
  public static LiveSpan getCurrentActiveSpan() {
    LiveSpan span = tracing().current(Context.current());
    return span == null ? LiveSpan.NO_OP : span;
  }

  /** The trace of the current span. */
  public static Optional<String> getActiveTraceId() {
    LiveSpan span = tracing().current(Context.current());
    return span == null || span.record() == null ? Optional.empty() : Optional.of(span.traceId());
  }

  /** The trace whose root ended last in this process. */
  public static Optional<String> getLastActiveTraceId() {
    return Optional.ofNullable(tracing().lastTrace(false));
  }

  /** The trace whose root ended last on this thread. */
  public static Optional<String> getLastActiveTraceIdOfThread() {
    return Optional.ofNullable(tracing().lastTrace(true));
  }

  /**
   * A trace with its spans. Waits until what ended of it is written; shows a trace that is still
   * running, its open spans without an end.
   *
   * @throws dev.spanloom.entities.MlflowException when the destination cannot be read
   */
  public static Optional<Trace> getTrace(String traceId) {
    return TraceReads.getTrace(tracing(), traceId);
  }

  /**
   * Reads back a file of a trace that was taken out of a span, with all that is pending. Empty when
   * it is not stored: its span has not ended, it was dropped, or where the trace is keeps none.
   *
   * @param reference the text {@code mlflow-attachment://…} in its place
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE for a text that is
   *     no reference
   */
  public static Optional<Attachment> getAttachment(String reference) {
    return TraceReads.getAttachment(tracing(), reference);
  }

  /**
   * The same by the ids of trace and attachment. Its type is that of a reference in the spans of
   * the trace; {@code application/octet-stream} without any.
   */
  public static Optional<Attachment> getAttachment(String traceId, String attachmentId) {
    return TraceReads.getAttachment(tracing(), traceId, attachmentId);
  }

  /**
   * One page of the traces that a search finds. Waits until what ended before is written. Python's
   * {@code mlflow.search_traces}.
   *
   * @throws dev.spanloom.entities.MlflowException when the destination cannot be read; with
   *     INVALID_PARAMETER_VALUE for a page token of another search
   */
  public static TracePage searchTraces(TraceSearch search) {
    return TraceReads.search(tracing(), search);
  }

  /**
   * The latest 100 traces of the active experiment of which a filter is true.
   *
   * <pre>{@code
   * Mlflow.searchTraces("tag.env = 'prod' AND (status = 'ERROR' OR execution_time_ms > 5000)");
   * }</pre>
   *
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE for a filter that
   *     cannot be read; the message says where and what was expected
   */
  public static TracePage searchTraces(String filterString) {
    return searchTraces(TraceSearch.builder().filter(filterString).build());
  }

  /**
   * All traces that a search finds, its page after page read as the stream goes on: {@code
   * mlflow.search_traces} without {@code max_results}.
   */
  public static Stream<Trace> streamTraces(TraceSearch search) {
    return TraceReads.stream(tracing(), search);
  }

  /** The latest 100 traces of the active experiment. */
  public static TracePage searchTraces() {
    return searchTraces(TraceSearch.builder().build());
  }

  // ---- changing traces

  /**
   * Changes the trace of the current span: tags, metadata, user, session, request id, previews,
   * state. Warns when there is no current span. Python's {@code mlflow.update_current_trace}.
   *
   * <pre>{@code
   * Mlflow.updateCurrentTrace(t -> t.sessionId("s-1").user("u-1").tag("env", "prod"));
   * }</pre>
   */
  public static void updateCurrentTrace(Consumer<TraceUpdate> changes) {
    TraceUpdate update = new TraceUpdate();
    changes.accept(update);
    LiveSpan span = tracing().current(Context.current());
    if (span == null || span.record() == null) {
      if (isTracingEnabled() && span == null) {
        Tracing.LOG.log(
            System.Logger.Level.WARNING, "updateCurrentTrace outside of a span changes nothing");
      }
      return;
    }
    span.record().trace().update(update);
  }

  /** Sets a tag of a trace, running or stored. */
  public static void setTraceTag(String traceId, String key, String value) {
    client().setTraceTag(traceId, key, value);
  }

  /**
   * Deletes a tag of a trace, running or stored.
   *
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_DOES_NOT_EXIST when there is none
   */
  public static void deleteTraceTag(String traceId, String key) {
    client().deleteTraceTag(traceId, key);
  }

  /** Deletes traces of the active experiment by id, and returns how many. */
  public static int deleteTraces(List<String> traceIds) {
    return client().deleteTraces(traceIds);
  }

  /**
   * Logs a trace of one finished span in one call, and returns its id. Python's {@code
   * mlflow.log_trace}.
   */
  public static String logTrace(Consumer<LoggedTrace> trace) {
    LoggedTrace logged = new LoggedTrace();
    trace.accept(logged);
    return logged.log(tracing());
  }

  /**
   * Joins the spans of a finished trace of another program to the current span; without one they
   * get a root of their own. Python's {@code mlflow.add_trace}.
   *
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE when the trace is
   *     not finished, or when a child stands before its parent
   */
  public static void addTrace(Trace trace) {
    AddedTraces.add(tracing(), trace, null);
  }

  /** Joins the spans of a finished trace of another program to a span. */
  public static void addTrace(Trace trace, LiveSpan target) {
    AddedTraces.add(tracing(), trace, target);
  }

  // ---- assessing

  /** Logs feedback by value: boolean, number, text, list or map. Source is the code. */
  public static Feedback logFeedback(String traceId, String name, Object value) {
    return (Feedback) logAssessment(traceId, Feedback.builder(name).value(value).build());
  }

  /**
   * Logs feedback.
   *
   * <pre>{@code
   * Mlflow.logFeedback(traceId, Feedback.builder("correct").value(true).source(AssessmentSource.human("bob")).build());
   * }</pre>
   */
  public static Feedback logFeedback(String traceId, Feedback feedback) {
    return (Feedback) logAssessment(traceId, feedback);
  }

  /** Logs an expectation by value. Source is a person. */
  public static Expectation logExpectation(String traceId, String name, Object value) {
    return (Expectation) logAssessment(traceId, Expectation.builder(name).value(value).build());
  }

  public static Expectation logExpectation(String traceId, Expectation expectation) {
    return (Expectation) logAssessment(traceId, expectation);
  }

  /** Logs an assessment on a trace, running or stored; returns it as it was stored. */
  public static Assessment logAssessment(String traceId, Assessment assessment) {
    return client().logAssessment(traceId, assessment);
  }

  /**
   * Replaces feedback by a new one of the same name and span; the old one is kept as overridden.
   *
   * @param changes sets value, rationale, source and metadata of the new one
   */
  public static Feedback overrideFeedback(
      String traceId, String assessmentId, Object value, Consumer<Feedback.Builder> changes) {
    return client().overrideFeedback(traceId, assessmentId, value, changes);
  }

  /** Changes a stored assessment; metadata is added to what is there. */
  public static Assessment updateAssessment(
      String traceId, String assessmentId, Assessment changed) {
    return client().updateAssessment(traceId, assessmentId, changed);
  }

  public static Assessment getAssessment(String traceId, String assessmentId) {
    return client().getAssessment(traceId, assessmentId);
  }

  /** Deletes an assessment; what it overrode is valid again. */
  public static void deleteAssessment(String traceId, String assessmentId) {
    client().deleteAssessment(traceId, assessmentId);
  }

  // ---- context

  /**
   * User, session, tags and more for all traces that start inside a scope. Python's {@code
   * mlflow.tracing.context}.
   */
  public static TracingContext tracingContext() {
    return new TracingContext();
  }

  /** The executor, its tasks running in the context of the thread that submitted them. */
  public static ExecutorService wrap(ExecutorService executor) {
    return Context.taskWrapping(executor);
  }

  /** The executor, its tasks running in the context of the thread that submitted them. */
  public static ScheduledExecutorService wrap(ScheduledExecutorService executor) {
    return Context.taskWrapping(executor);
  }

  /** The executor, its tasks running in the context of the thread that submitted them. */
  public static Executor wrap(Executor executor) {
    return Context.taskWrapping(executor);
  }

  /** The task, running in this thread's present context wherever it runs. */
  public static Runnable wrap(Runnable task) {
    return Context.current().wrap(task);
  }

  /** The task, running in this thread's present context wherever it runs. */
  public static <T> Callable<T> wrap(Callable<T> task) {
    return Context.current().wrap(task);
  }

  /** The function, running in this thread's present context wherever it runs. */
  public static <T, R> Function<T, R> wrapFunction(Function<T, R> function) {
    return Context.current().wrapFunction(function);
  }

  /** The supplier, running in this thread's present context wherever it runs. */
  public static <T> Supplier<T> wrapSupplier(Supplier<T> supplier) {
    return Context.current().wrapSupplier(supplier);
  }

  /**
   * Headers that carry the current span to another process: {@code traceparent}, and {@code
   * baggage} for user and session. Empty, with a warning, when there is no current span.
   */
  public static Map<String, String> tracingHeaders() {
    return Propagation.headers(tracing());
  }

  /**
   * Continues the trace of another process: spans that start inside the scope are children of the
   * span in its headers. Missing or malformed headers begin new traces, without an error.
   *
   * @param headers names in any case; of a value that is a collection the first element counts
   */
  public static TracingContext.Opened continueTrace(Map<String, ?> headers) {
    return Propagation.continueTrace(headers);
  }

  // ---- set-up

  /**
   * Makes the experiment of a name the active one; creates it when there is none. Python's {@code
   * mlflow.set_experiment}. When the server cannot be reached now, the program goes on: its traces
   * wait, and the experiment is looked up when they are sent.
   *
   * @return the experiment; one without an id (an empty text) when it could not be looked up yet
   * @throws IllegalArgumentException for an empty name or one of more than 500 characters
   * @throws MlflowException with INVALID_STATE for the name of a deleted one
   */
  public static Experiment setExperiment(String name) {
    Experiment.checkName(name);
    Tracing tracing = tracing();
    ExperimentRef named = ExperimentRef.ofName(name);
    Experiment experiment;
    try {
      experiment = named.lookUp(tracing.pipeline().destination());
    } catch (RetryLaterException e) {
      experiment = notFoundYet("", name, e);
    }
    tracing.config().setExperiment(named);
    return experiment;
  }

  private static Experiment notFoundYet(String id, String name, RetryLaterException e) {
    Tracing.LOG.log(
        System.Logger.Level.WARNING,
        "Experiment \"{0}\" cannot be looked up yet, which is done when traces are sent: {1}",
        name.isEmpty() ? id : name,
        e.getMessage());
    return new Experiment(id, name, null, Experiment.ACTIVE, 0, 0, Map.of());
  }

  /**
   * Makes an experiment the active one. When the server cannot be reached now, the program goes on.
   *
   * @return the experiment; one without a name (an empty text) when it could not be looked up
   * @throws MlflowException with RESOURCE_DOES_NOT_EXIST when there is none of that id
   */
  public static Experiment setExperimentById(String experimentId) {
    Tracing tracing = tracing();
    Experiment experiment;
    try {
      experiment =
          tracing
              .pipeline()
              .destination()
              .getExperiment(experimentId)
              .orElseThrow(
                  () ->
                      MlflowException.notFound(
                          "experiment "
                              + experimentId
                              + " does not exist (expected: the id of an experiment)"));
    } catch (RetryLaterException e) {
      experiment = notFoundYet(experimentId, "", e);
    }
    tracing.config().setExperiment(ExperimentRef.ofId(experimentId));
    return experiment;
  }

  /**
   * Sets where new traces go, such as {@code sqlite:traces.db}, {@code http://127.0.0.1:5000} (a
   * server of ours or of MLflow) or {@code memory:}. Python's {@code mlflow.set_tracking_uri}.
   *
   * @throws IllegalArgumentException when nothing on the class path knows the scheme; the message
   *     names those known
   */
  public static void setTrackingUri(String uri) {
    Destinations.check(Objects.requireNonNull(uri, "uri"));
    Tracing tracing = tracing();
    tracing.config().setDestination(null);
    tracing.config().setTrackingUri(uri);
    tracing.trackingUriChanged();
  }

  public static String getTrackingUri() {
    return tracing().trackingUri();
  }

  /** Sends new traces to a destination that the program made itself, and reads from it. */
  public static void setDestination(Destination destination) {
    Tracing tracing = tracing();
    tracing.config().setDestination(destination);
    tracing
        .config()
        .setTrackingUri("custom:" + Integer.toHexString(System.identityHashCode(destination)));
    tracing.trackingUriChanged();
  }

  /**
   * Sets the experiment, or the schema of a Unity Catalog, of new traces; null undoes that. A
   * catalog is Databricks': another tracking URI is replaced by {@code databricks} where the module
   * for it is on the class path. Python's {@code mlflow.tracing.set_destination}.
   */
  public static void setDestination(@Nullable TraceLocation location) {
    Tracing tracing = tracing();
    tracing
        .config()
        .setDestinationExperiment(location == null ? null : ExperimentRef.ofLocation(location));
    if (location != null
        && location.isInUnityCatalog()
        && tracing.config().destination() == null
        && !tracing.trackingUri().toLowerCase(Locale.ROOT).startsWith(DATABRICKS)
        && Destinations.isDurable(DATABRICKS)) {
      setTrackingUri(DATABRICKS);
    }
  }

  /** Replaces the span processors; none clears them. They run in this order. */
  public static void configure(LiveSpanProcessor... spanProcessors) {
    tracing().config().setProcessors(Arrays.asList(spanProcessors));
  }

  /** Replaces the span processors until the scope is closed. */
  public static TracingContext.Opened configureScope(LiveSpanProcessor... spanProcessors) {
    TracingConfig config = tracing().config();
    List<LiveSpanProcessor> before = config.processors();
    config.setProcessors(Arrays.asList(spanProcessors));
    return () -> config.setProcessors(before);
  }

  /**
   * Sets the share of traces that are recorded. A root that is not sampled silences all below it.
   *
   * @param ratio 0 to 1
   */
  public static void setSamplingRatio(double ratio) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("samplingRatio: " + ratio + " (expected: 0 to 1)");
    }
    tracing().config().setSamplingRatio(ratio);
  }

  /** True makes a clean exit overwrite an explicit ERROR with OK; false, the default, keeps it. */
  public static void setStatusOverwrittenOnExit(boolean overwritten) {
    tracing().config().setStatusOverwrittenOnExit(overwritten);
  }

  /**
   * Weaves this JVM: {@link Trace} methods are traced from now on, and spans in plain
   * try-with-resources see the exceptions that escape them. Classes that are loaded already are
   * woven too. Needs the module spanloom-weaving, and a JVM that lets an agent attach to itself;
   * the build plugin and {@code -javaagent} need neither. Called again, it does nothing.
   * Thread-safe.
   *
   * @return true when weaving is in force; false when it is not possible here, which a WARNING
   *     explains
   */
  public static boolean enableWeaving() {
    return Weaving.activate();
  }

  /**
   * Traces the AI libraries whose integrations ({@code spanloom-autolog-…}) are on the class path:
   * clients that are built from now on, and what the libraries tell of themselves. An INFO says
   * what that is, a WARNING what is not possible here. Python's {@code mlflow.autolog}.
   *
   * <p>{@code spanloom.autolog.LIBRARY=false} leaves a library out; {@code
   * spanloom.autolog.content=false} records no prompts and answers; {@code
   * spanloom.autolog.silent=true} says nothing. With {@code -javaagent} nothing needs to be called.
   * Called again, it does nothing. Thread-safe.
   *
   * @return the names of the libraries that are traced, such as {@code openai}
   */
  public static List<String> autolog() {
    return Autolog.enable();
  }

  /** Turns tracing on. Python's {@code mlflow.tracing.enable}. */
  public static void enable() {
    tracing().config().setEnabled(true);
  }

  /**
   * Turns tracing off: spans that start from now on record nothing. Python's {@code
   * mlflow.tracing.disable}.
   */
  public static void disable() {
    tracing().config().setEnabled(false);
  }

  public static boolean isTracingEnabled() {
    return tracing().config().isEnabled();
  }

  /**
   * Joins the application's OpenTelemetry: our spans become spans of its tracers, nested with its
   * own. For its own spans to be recorded too, build its tracer provider with {@link
   * #openTelemetrySpanProcessor}. Its meters show {@link #exportStats}. Null parts again.
   */
  public static void setOpenTelemetry(@Nullable OpenTelemetry openTelemetry) {
    Tracing tracing = tracing();
    tracing.setMetricsOf(openTelemetry);
    tracing
        .config()
        .setOtelTracer(
            openTelemetry == null
                ? null
                : new OtelTracer(openTelemetry.getTracer("dev.spanloom", Version.current())));
  }

  /** True when our spans are spans of the application's OpenTelemetry. */
  public static boolean isOpenTelemetryJoined() {
    return tracing().config().otelTracer() != null;
  }

  /** Records the spans of the application's OpenTelemetry as spans of our traces. */
  public static SpanProcessor openTelemetrySpanProcessor() {
    return new SpanloomSpanProcessor();
  }

  /** The low-level interface, which works by ids. Python's {@code MlflowClient}. */
  public static MlflowClient client() {
    return new MlflowClient(tracing());
  }

  /**
   * Waits until all spans that ended before are written; false when that did not come about in
   * time.
   */
  public static boolean flush(Duration timeout) {
    return tracing().flush(timeout);
  }

  /** {@link #flush(Duration)} with 30 seconds. Python's {@code flush_trace_async_logging}. */
  public static boolean flush() {
    return flush(Duration.ofSeconds(30));
  }

  /** What became of the spans so far, and what waits. Cheap enough to be asked every second. */
  public static ExportStats exportStats() {
    return tracing().stats();
  }

  /**
   * Writes what is pending, closes destinations, and forgets all that was set. The next call starts
   * anew. Python's {@code mlflow.tracing.reset}.
   */
  public static void reset() {
    reset(Tracing.SHUTDOWN_FLUSH);
  }

  /**
   * {@link #reset()} that waits at most about so long for what is pending. What is not written then
   * stays in the spool, for the next process; without a spool it is lost.
   */
  public static void reset(Duration timeout) {
    Tracing old;
    synchronized (LOCK) {
      old = current;
      current = null;
      OpenSpans.setSource(List::of);
      AutologLibraries.reset();
    }
    if (old != null) {
      old.close(timeout);
    }
  }

  /** A host ends the program in its own order, maybe after this: then what is there is written. */
  private static void endOfProcess() {
    Host host = Hosts.current();
    Tracing tracing = current;
    if (host == null) {
      reset();
    } else if (tracing != null) {
      var unused = tracing.flush(host.shutdownTimeout());
    }
  }

  static Tracing tracing() {
    Tracing tracing = current;
    return tracing != null ? tracing : create();
  }

  private static Tracing create() {
    synchronized (LOCK) {
      Tracing tracing = current;
      if (tracing == null) {
        Settings settings = Settings.ofProcess();
        TracingConfig config = new TracingConfig(settings);
        if (!settings.flag("MLFLOW_USE_DEFAULT_TRACER_PROVIDER", true)) {
          config.setOtelTracer(
              new OtelTracer(
                  GlobalOpenTelemetry.get().getTracer("dev.spanloom", Version.current())));
        }
        tracing = new Tracing(settings, config);
        if (config.otelTracer() != null) {
          tracing.setMetricsOf(GlobalOpenTelemetry.get());
        }
        OpenSpans.setSource(tracing::openSpans);
        current = tracing;
        hookShutdown();
      }
      return tracing;
    }
  }

  private static void hookShutdown() {
    if (!shutdownHooked) {
      shutdownHooked = true;
      try {
        Runtime.getRuntime().addShutdownHook(new Thread(Mlflow::endOfProcess, "spanloom-shutdown"));
      } catch (IllegalStateException e) {
        Tracing.LOG.log(System.Logger.Level.DEBUG, "the process is shutting down already");
      }
    }
  }
}
