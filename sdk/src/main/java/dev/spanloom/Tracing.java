package dev.spanloom;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.Destinations;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.OtelScope;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.internal.export.ExportPipeline;
import dev.spanloom.internal.export.ExportSettings;
import dev.spanloom.internal.export.ExportTarget;
import dev.spanloom.internal.export.LaneCounts;
import dev.spanloom.internal.log.SparseLog;
import dev.spanloom.internal.open.OpenSpans;
import dev.spanloom.internal.settings.Settings;
import dev.spanloom.internal.snapshot.Snapshots;
import dev.spanloom.internal.source.SourceMetadata;
import dev.spanloom.internal.spool.FileAllocation;
import dev.spanloom.internal.spool.SpoolSettings;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tracing of one process: its settings, the traces that are open, the pipelines to
 * destinations. {@link Mlflow} holds one; a reset makes another. Thread-safe.
 */
final class Tracing {
  static final System.Logger LOG = System.getLogger("dev.spanloom");

  private static final String ALSO = "spanloom.export.also";

  /** The destination of OpenTelemetry's environment variables. */
  private static final String OTLP = "otlp:";

  private static final String SCOPE_NAME = "dev.spanloom";

  /** How long a reset waits for what is pending, and then for the destinations. */
  static final Duration SHUTDOWN_FLUSH = Duration.ofSeconds(10);

  private static final Duration SHUTDOWN_CLOSE = Duration.ofSeconds(5);

  private final Settings settings;
  private final TracingConfig config;
  private final SpanLimits limits;
  private final OpenTraces traces;
  private final AttachmentRoom attachmentRoom;
  private final Map<String, ExportPipeline> pipelines = new ConcurrentHashMap<>();
  private final SparseLog abandonedLog = new SparseLog(LOG);
  private final SparseLog processorLog = new SparseLog(LOG);
  private final AtomicLong abandoned = new AtomicLong();

  @SuppressWarnings("ThreadLocalUsage") // a reset forgets what threads did, and there are few
  private final ThreadLocal<@Nullable LastTrace> lastTraceOfThread = new ThreadLocal<>();

  private volatile @Nullable LastTrace lastTrace;
  private volatile @Nullable TraceOrigin origin;
  private volatile @Nullable ExportPipeline currentPipeline;
  private @Nullable ExportMetrics metrics;
  private volatile boolean closed;

  /** What its id is made of, when somebody asks for it. */
  private record LastTrace(ExperimentRef experiment, String otelTraceId) {}

  Tracing(Settings settings, TracingConfig config) {
    this.settings = settings;
    this.config = config;
    this.limits = SpanLimits.from(settings);
    this.traces = new OpenTraces(this, settings);
    this.attachmentRoom = AttachmentRoom.from(settings);
  }

  Settings settings() {
    return settings;
  }

  TracingConfig config() {
    return config;
  }

  AttachmentRoom attachmentRoom() {
    return attachmentRoom;
  }

  OpenTraces traces() {
    return traces;
  }

  // ---- starting

  /** Starts a span; a span that records nothing where tracing is off, not sampled, or fails. */
  LiveSpan start(SpanBuilder builder, boolean activate) {
    if (!config.isEnabled()) {
      return LiveSpan.NO_OP;
    }
    try {
      return doStart(builder, Context.current(), activate);
    } catch (RuntimeException | LinkageError e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a span could not be started; the program goes on without it",
          e);
      return LiveSpan.NO_OP;
    }
  }

  private LiveSpan doStart(SpanBuilder builder, Context context, boolean activate) {
    ScopeValues scope = context.get(ContextKeys.SCOPE);
    if (scope != null && Boolean.FALSE.equals(scope.enabled())) {
      return LiveSpan.NO_OP;
    }
    LiveSpan parent = builder.isRoot() ? null : builder.parent();
    if (parent == null && !builder.isRoot()) {
      parent = current(context);
    }
    if (parent != null && parent.record() == null) {
      return LiveSpan.NO_OP;
    }
    LiveSpan span =
        parent != null && parent.record() != null
            ? startChild(builder, parent.record(), context)
            : startRoot(builder, scope == null ? ScopeValues.NONE : scope, context);
    if (activate && (span.record() != null || span.isSilencing())) {
      span.activate(context);
    }
    return span;
  }

  private LiveSpan startChild(SpanBuilder builder, SpanRecord parent, Context context) {
    if (builder.destination() != null) {
      LOG.log(
          System.Logger.Level.WARNING,
          "span \""
              + builder.name()
              + "\": the destination "
              + builder.destination()
              + " is ignored, since only the first span of a trace has one");
    }
    TraceRecord trace = parent.trace();
    trace.addTags(builder.tags());
    long start =
        builder.startTimeUnixNanos() == 0 ? trace.nowUnixNanos() : builder.startTimeUnixNanos();
    OtelTracer tracer = config.otelTracer();
    io.opentelemetry.api.trace.Span otelSpan = null;
    if (tracer != null) {
      io.opentelemetry.api.trace.Span otelParent = parent.otelSpan();
      otelSpan =
          tracer.start(
              builder.name(),
              builder.kind(),
              otelParent == null ? context : context.with(otelParent),
              start);
      if (!otelSpan.isRecording()) {
        return LiveSpan.NO_OP;
      }
    }
    return open(builder, trace, parent.spanId(), otelSpan, start, false);
  }

  private LiveSpan startRoot(SpanBuilder builder, ScopeValues scope, Context context) {
    SpanContext remote = builder.isRoot() ? null : context.get(ContextKeys.REMOTE_PARENT);
    if (remote != null ? !remote.isSampled() : !isSampled(builder)) {
      return new LiveSpan(null, true);
    }
    OtelTracer tracer = config.otelTracer();
    if (tracer != null) {
      return startJoinedRoot(tracer, builder, scope, context, remote);
    }
    String otelTraceId =
        remote != null ? remote.getTraceId() : IdGenerator.random().generateTraceId();
    TraceRecord trace = trace(otelTraceId, builder, scope, remote != null);
    long start = builder.startTimeUnixNanos();
    if (start == 0) {
      // a trace that begins here begins with this span
      start = remote == null ? trace.startUnixNanos() : trace.nowUnixNanos();
    }
    return open(
        builder, trace, remote == null ? null : remote.getSpanId(), null, start, remote == null);
  }

  private LiveSpan startJoinedRoot(
      OtelTracer tracer,
      SpanBuilder builder,
      ScopeValues scope,
      Context context,
      @Nullable SpanContext remote) {
    Context parentContext = builder.isRoot() ? Context.root() : context;
    if (remote != null) {
      parentContext = parentContext.with(io.opentelemetry.api.trace.Span.wrap(remote));
    }
    SpanContext parent =
        io.opentelemetry.api.trace.Span.fromContext(parentContext).getSpanContext();
    long start = builder.startTimeUnixNanos() == 0 ? unixNanosNow() : builder.startTimeUnixNanos();
    io.opentelemetry.api.trace.Span otelSpan =
        tracer.start(builder.name(), builder.kind(), parentContext, start);
    if (!otelSpan.isRecording()) {
      return new LiveSpan(null, true);
    }
    TraceRecord trace =
        trace(otelSpan.getSpanContext().getTraceId(), builder, scope, parent.isRemote());
    String parentId = parent.isValid() ? parent.getSpanId() : null;
    return open(builder, trace, parentId, otelSpan, start, !parent.isRemote());
  }

  /** The record of a trace that begins here, or of one that is open here already. */
  private TraceRecord trace(
      String otelTraceId, SpanBuilder builder, ScopeValues scope, boolean partOfRemoteTrace) {
    TraceRecord trace =
        new TraceRecord(
            this,
            otelTraceId,
            pipeline(),
            experiment(builder, scope),
            limits,
            origin(),
            partOfRemoteTrace);
    trace.apply(scope);
    TraceRecord known = traces.add(trace);
    known.addTags(builder.tags());
    return known;
  }

  private LiveSpan open(
      SpanBuilder builder,
      TraceRecord trace,
      @Nullable String parentId,
      io.opentelemetry.api.trace.@Nullable Span otelSpan,
      long start,
      boolean root) {
    String spanId =
        otelSpan != null
            ? otelSpan.getSpanContext().getSpanId()
            : IdGenerator.random().generateSpanId();
    SpanRecord record =
        new SpanRecord(trace, spanId, parentId, builder.name(), builder.kind(), start, otelSpan);
    record.begin(SpanTypes.encoded(builder.spanType()), builder.functionName());
    if (!builder.attributes().isEmpty()) {
      builder
          .attributes()
          .forEach(
              (key, value) -> record.setAttribute(key, SpanAttachments.snapshot(value, trace)));
    }
    if (!builder.links().isEmpty()) {
      builder.links().forEach(record::addLink);
    }
    if (OpenSpans.areSitesKept()) {
      record.setStartSite(OpenSpans.callSite());
    }
    if (!trace.spanStarted(record, root)) {
      record.releaseAttachments();
      return LiveSpan.NO_OP;
    }
    trace.pipeline().started(record);
    if (trace.isReopenedBy(record)) {
      traces.keep(trace);
    }
    LiveSpan span = new LiveSpan(record, false);
    if (!builder.isEndedById()) {
      traces.watch(span, record);
    }
    return span;
  }

  private boolean isSampled(SpanBuilder builder) {
    double ratio =
        builder.samplingRatio() == null ? config.samplingRatio() : builder.samplingRatio();
    return ratio >= 1 || (ratio > 0 && ThreadLocalRandom.current().nextDouble() < ratio);
  }

  private ExperimentRef experiment(SpanBuilder builder, ScopeValues scope) {
    TraceLocation location =
        builder.destination() == null ? scope.destination() : builder.destination();
    return location == null ? config.experiment() : ExperimentRef.ofLocation(location);
  }

  // ---- ending

  static void end(LiveSpan span, SpanRecord record, long endTimeUnixNanos) {
    Tracing tracing = record.trace().tracing();
    try {
      tracing.doEnd(span, record, endTimeUnixNanos, false);
    } catch (RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.WARNING, "span " + record.spanId() + " could not be exported", e);
    }
  }

  /**
   * Ends a span.
   *
   * @param asItIs keeps the status that it has: the program did not close it
   */
  void doEnd(LiveSpan span, SpanRecord record, long endTimeUnixNanos, boolean asItIs) {
    TraceRecord trace = record.trace();
    long end = endTimeUnixNanos == 0 ? trace.nowUnixNanos() : endTimeUnixNanos;
    if (!trace.pipeline().isEncodingLater()) {
      record.settle();
    }
    boolean unwatched = record.otelSpan() == null && config.processors().isEmpty();
    boolean ended =
        unwatched
            ? record.endAtOnce(end, asItIs, config.isStatusOverwrittenOnExit())
            : endInSteps(span, record, end, asItIs);
    if (!ended) {
      LOG.log(System.Logger.Level.DEBUG, "span {0} was ended before", record.spanId());
      return;
    }
    boolean root = trace.spanEnds(record);
    if (!root) {
      trace.announce();
    }
    // in this order, so that whoever reads the trace meanwhile finds the span here or there
    if (!trace.pipeline().offer(record, root ? trace : null)) {
      record.dropped();
    }
    boolean last = trace.spanEnded(record);
    if (root) {
      LastTrace latest = new LastTrace(trace.experiment(), trace.otelTraceId());
      lastTrace = latest;
      lastTraceOfThread.set(latest);
    } else if (last && trace.hasNews()) {
      trace.pipeline().offer(trace);
    }
    if (last) {
      traces.remove(trace);
    }
  }

  /** The end of a span that processors and the application's OpenTelemetry take part in. */
  private boolean endInSteps(
      LiveSpan span, SpanRecord record, long endTimeUnixNanos, boolean asItIs) {
    if (!record.beginEnd(endTimeUnixNanos)) {
      return false;
    }
    JoinedSpans.takeNative(record);
    if (!asItIs) {
      record.settleStatus(config.isStatusOverwrittenOnExit());
    }
    process(span, record);
    record.finish();
    if (record.otelSpan() != null) {
      JoinedSpans.end(record, record.toSpan());
    }
    return true;
  }

  /**
   * Runs the processors; when one fails the content is withheld, since it may be what should have
   * been redacted.
   */
  void process(LiveSpan span, SpanRecord record) {
    for (LiveSpanProcessor processor : config.processors()) {
      try {
        processor.process(span);
      } catch (Throwable e) {
        if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
          throw fatal;
        }
        processorLog.warn(
            () ->
                "span processor "
                    + processor.getClass().getName()
                    + " failed with "
                    + e.getClass().getName()
                    + "; the content of span "
                    + record.spanId()
                    + " is withheld");
        record.withholdContent("<withheld: a span processor failed>");
        return;
      }
    }
  }

  /** Ends a span that the program forgot: it was garbage-collected. */
  void endAbandoned(SpanRecord record) {
    abandoned.incrementAndGet();
    record.addEvent(
        new SpanEvent(
            "spanloom.abandoned", record.trace().nowUnixNanos(), Map.of("reason", "never closed")));
    record.setAttribute("spanloom.span.abandoned", Snapshots.of(true, limits.values()));
    record.setStatus(
        SpanStatus.error("the span was never closed; it ended when it was garbage-collected"));
    abandonedLog.warn(
        () ->
            "span \""
                + record.name()
                + "\" ("
                + record.spanId()
                + ") was never closed; it is ended now, marked as abandoned");
    doEnd(new LiveSpan(record, false), record, 0, true);
  }

  // ---- looking

  /**
   * The current span of a context; null when there is none, a no-op one below a trace that is not
   * recorded.
   */
  @Nullable LiveSpan current(Context context) {
    LiveSpan span = context.get(ContextKeys.SPAN);
    LiveSpan ours = span == null || span == LiveSpan.NONE ? null : span.skipLeaked();
    SpanRecord record = ours == null ? null : ours.record();
    if (record != null && record.trace().tracing() != this) {
      ours = null; // left over from before a reset
    }
    return config.otelTracer() == null ? ours : JoinedSpans.innermost(this, context, ours);
  }

  @Nullable String lastTrace(boolean ofThisThread) {
    LastTrace last = ofThisThread ? lastTraceOfThread.get() : lastTrace;
    return last == null ? null : last.experiment.traceId(last.otelTraceId);
  }

  /** The pipeline of the tracking URI in force; null-safe and cheap. Opens nothing. */
  ExportPipeline pipeline() {
    ExportPipeline pipeline = currentPipeline;
    if (pipeline == null) {
      synchronized (pipelines) {
        pipeline = currentPipeline;
        if (pipeline == null) {
          String uri = trackingUri();
          pipeline = pipelines.computeIfAbsent(uri, this::newPipeline);
          currentPipeline = pipeline;
        }
      }
    }
    return pipeline;
  }

  String trackingUri() {
    String uri = config.trackingUri();
    return uri == null
        ? settings.text("MLFLOW_TRACKING_URI").orElseGet(Destinations::defaultUri)
        : uri;
  }

  void trackingUriChanged() {
    synchronized (pipelines) {
      currentPipeline = null;
    }
  }

  private ExportPipeline newPipeline(String uri) {
    boolean memoryByDefault =
        config.trackingUri() == null && config.destination() == null && uri.startsWith("memory:");
    if (memoryByDefault && settings.text("MLFLOW_TRACKING_URI").isEmpty()) {
      LOG.log(
          System.Logger.Level.INFO,
          "Traces are kept in memory only, the latest "
              + InMemoryDestination.DEFAULT_CAPACITY
              + ". To keep them in a file, add the module spanloom-embedded, or set MLFLOW_TRACKING_URI.");
    }
    Destination given = config.destination();
    List<ExportTarget> targets = new ArrayList<>();
    List<String> uris = given == null ? exportUris(uri) : List.of();
    if (given == null) {
      uris.stream().map(Tracing::target).forEach(targets::add);
    } else {
      targets.add(new ExportTarget(Destinations.withoutLogin(uri), () -> given));
    }
    // what the next process could not open by its URI is not worth keeping
    boolean spooled = given == null && Destinations.isDurable(uris.get(0));
    return new ExportPipeline(
        targets,
        ExportSettings.from(settings),
        spooled ? SpoolSettings.from(settings).orElse(null) : null,
        FileAllocation.DISK,
        this::fallbackExperiment,
        () -> openSpansOf(uri));
  }

  private static ExportTarget target(String uri) {
    return new ExportTarget(
        Destinations.withoutLogin(Destinations.canonicalUri(uri)), () -> Destinations.open(uri));
  }

  /**
   * Where traces go whose tracking URI is this one, the place that is read from first. As in
   * MLflow, an OpenTelemetry endpoint takes the place of the tracking URI unless both are wanted.
   */
  private List<String> exportUris(String uri) {
    Set<String> uris = new LinkedHashSet<>();
    boolean toOtlp = isOtlpWanted();
    if (!toOtlp || settings.flag("MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT", false)) {
      uris.add(uri);
    }
    if (toOtlp) {
      uris.add(OTLP);
    }
    uris.addAll(alsoTo());
    return List.copyOf(uris);
  }

  private boolean isOtlpWanted() {
    boolean hasEndpoint =
        settings.text("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT").isPresent()
            || settings.text("OTEL_EXPORTER_OTLP_ENDPOINT").isPresent();
    if (!hasEndpoint || !settings.flag("MLFLOW_ENABLE_OTLP_EXPORTER", true)) {
      return false;
    }
    try {
      Destinations.check(OTLP);
      return true;
    } catch (IllegalArgumentException e) {
      LOG.log(
          System.Logger.Level.INFO,
          "Traces do not go to the OpenTelemetry endpoint that is set: for that, add the module"
              + " spanloom-destination-otlp; MLFLOW_ENABLE_OTLP_EXPORTER=false says that they"
              + " should not.");
      return false;
    }
  }

  /**
   * Where traces go beside the tracking URI. The first span is no place to fail: what is wrong is
   * said.
   */
  private List<String> alsoTo() {
    List<String> uris = new ArrayList<>();
    for (String uri : settings.text(ALSO).orElse("").split(",", -1)) {
      try {
        if (!uri.isBlank()) {
          Destinations.check(uri.strip());
          uris.add(uri.strip());
        }
      } catch (IllegalArgumentException e) {
        LOG.log(System.Logger.Level.WARNING, ALSO + ": " + e.getMessage() + "; it is not used");
      }
    }
    return uris;
  }

  private Stream<SpanRecord> openSpansOf(String uri) {
    ExportPipeline pipeline = pipelines.get(uri);
    return traces.all().stream()
        .filter(trace -> trace.pipeline() == pipeline)
        .flatMap(trace -> trace.openSpans().stream());
  }

  private String fallbackExperiment(Destination destination) {
    String id = config.experiment().resolve(destination).locationId();
    return id == null ? Experiment.DEFAULT_ID : id;
  }

  TraceOrigin origin() {
    TraceOrigin known = origin;
    if (known == null) {
      synchronized (this) {
        known = origin;
        if (known == null) {
          known =
              new TraceOrigin(
                  SourceMetadata.find(settings, Version.current()),
                  resource(),
                  new OtelScope(SCOPE_NAME, Version.current()));
          origin = known;
        }
      }
    }
    return known;
  }

  private OtelResource resource() {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    attributes.put("telemetry.sdk.language", "java");
    attributes.put("telemetry.sdk.name", "spanloom");
    attributes.put("telemetry.sdk.version", Version.current());
    settings.text("OTEL_RESOURCE_ATTRIBUTES").ifPresent(text -> addPairs(text, attributes));
    settings.text("OTEL_SERVICE_NAME").ifPresent(name -> attributes.put("service.name", name));
    return new OtelResource(attributes);
  }

  private static void addPairs(String text, Map<String, @Nullable Object> into) {
    for (String pair : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        into.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
    }
  }

  // ---- ending it all

  boolean flush(Duration timeout) {
    traces.announceAll();
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean all = true;
    for (ExportPipeline pipeline : pipelines.values()) {
      all &= pipeline.flush(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
    return all;
  }

  /** All spans that are open now, trace by trace. */
  List<OpenSpans.OpenSpan> openSpans() {
    return traces.all().stream()
        .flatMap(trace -> trace.openSpans().stream())
        .map(
            span ->
                new OpenSpans.OpenSpan(
                    span.trace().traceId(), span.spanId(), span.name(), span.startSite()))
        .toList();
  }

  ExportStats stats() {
    List<ExportPipeline.Counts> counts =
        pipelines.values().stream().map(ExportPipeline::counts).toList();
    List<LaneCounts> lanes = counts.stream().flatMap(one -> one.lanes().stream()).toList();
    return new ExportStats(
        counts.stream().mapToLong(ExportPipeline.Counts::ended).sum(),
        lanes.stream().mapToLong(LaneCounts::written).sum(),
        lanes.stream().mapToLong(LaneCounts::droppedSpans).sum(),
        lanes.stream().mapToLong(LaneCounts::queued).sum(),
        lanes.stream().mapToLong(LaneCounts::queuedBytes).sum(),
        lanes.stream().mapToLong(LaneCounts::failedWrites).sum(),
        abandoned.get(),
        counts.stream().mapToLong(ExportPipeline.Counts::spoolBytes).sum(),
        new AttachmentStats(
            attachmentRoom.taken(),
            lanes.stream().mapToLong(LaneCounts::attachmentsWritten).sum(),
            attachmentRoom.tooLarge(),
            attachmentRoom.withoutRoom()
                + lanes.stream().mapToLong(LaneCounts::attachmentsDropped).sum()),
        lanes.stream().map(DestinationStats::of).toList());
  }

  /** Shows the counts in the metrics of an OpenTelemetry; null for none. */
  synchronized void setMetricsOf(@Nullable OpenTelemetry openTelemetry) {
    if (metrics != null) {
      metrics.close();
    }
    metrics = null;
    try {
      metrics = openTelemetry == null ? null : ExportMetrics.register(this, openTelemetry);
    } catch (RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.WARNING, "the metrics of the export are not shown: " + e);
    }
  }

  /** Writes what is pending, as far as the time goes, and lets go of destinations and threads. */
  void close(Duration timeout) {
    closed = true;
    setMetricsOf(null);
    traces.close();
    flush(timeout);
    Duration each = timeout.compareTo(SHUTDOWN_CLOSE) < 0 ? timeout : SHUTDOWN_CLOSE;
    pipelines.values().forEach(pipeline -> pipeline.close(each));
  }

  /** False once it is being shut down. */
  boolean isOpen() {
    return !closed;
  }

  static long unixNanosNow() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
