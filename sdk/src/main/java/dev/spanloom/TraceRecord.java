package dev.spanloom;

import dev.spanloom.destination.Destination;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.OtelScope;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.internal.export.ExportPipeline;
import dev.spanloom.internal.export.RootTexts;
import dev.spanloom.internal.export.SpoolContext;
import dev.spanloom.internal.export.SpooledInfo;
import dev.spanloom.internal.export.TraceInfoSource;
import dev.spanloom.internal.spool.SharedRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A trace with open spans in this process: what the program says of it, and which spans are open.
 * Thread-safe: all state is guarded by the record itself. Locks are taken trace first, never from
 * within a span.
 */
final class TraceRecord extends TraceInfoSource {
  private static final String DROPPED_SPANS = "spanloom.trace.droppedSpans";

  private final Tracing tracing;
  private final String otelTraceId;
  private final ExportPipeline pipeline;
  private final ExperimentRef experiment;
  private final SpanLimits limits;
  private final TraceOrigin origin;
  private final boolean partOfRemoteTrace;
  private final long startUnixNanos = Tracing.unixNanosNow();
  private final long startTicks = System.nanoTime();
  private final String threadKind = ThreadKinds.ofCurrentThread();

  // most traces have one span open at a time, or end so soon that a map would be their largest cost
  private @Nullable SpanRecord onlyOpenSpan;
  private Map<String, SpanRecord> openSpans = Map.of();
  // empty until something is put in: most traces have none of these
  private Map<String, String> tags = Map.of();
  private Map<String, String> metadata = Map.of();
  private List<Assessment> assessments = List.of();
  private String name = "";
  private @Nullable String clientRequestId;
  private @Nullable String requestPreview;
  private @Nullable String responsePreview;
  private volatile @Nullable SpanRecord reopenedBy;
  private volatile boolean announced;
  private volatile @Nullable SharedRecord context;
  private volatile @Nullable TraceAttachments attachments;
  private @Nullable String rootSpanId;
  private @Nullable SpanRecord unreadRoot; // has ended, and its values are still to be made
  private @Nullable AttributeValue rootInputs;
  private @Nullable AttributeValue rootOutputs;
  private TraceState state = TraceState.IN_PROGRESS;
  private long durationNanos;
  private long requestTimeUnixNanos;
  private boolean rootEnded;
  private boolean stateGiven;
  private @Nullable TraceInfoSource amendedState;
  private boolean informed;
  private int spanCount;
  private int droppedSpans;

  TraceRecord(
      Tracing tracing,
      String otelTraceId,
      ExportPipeline pipeline,
      ExperimentRef experiment,
      SpanLimits limits,
      TraceOrigin origin,
      boolean partOfRemoteTrace) {
    this.tracing = tracing;
    this.otelTraceId = otelTraceId;
    this.pipeline = pipeline;
    this.experiment = experiment;
    this.limits = limits;
    this.origin = origin;
    this.partOfRemoteTrace = partOfRemoteTrace;
    this.requestTimeUnixNanos = startUnixNanos;
  }

  Tracing tracing() {
    return tracing;
  }

  String traceId() {
    return experiment.traceId(otelTraceId);
  }

  ExperimentRef experiment() {
    return experiment;
  }

  /** What spans say of that id; null where it follows from their OpenTelemetry id. */
  @Nullable AttributeValue saidTraceId() {
    return experiment.saidTraceId(otelTraceId);
  }

  private Map<String, String> tagsToChange() {
    if (tags.isEmpty()) {
      tags = new LinkedHashMap<>();
    }
    return tags;
  }

  private Map<String, String> metadataToChange() {
    if (metadata.isEmpty()) {
      metadata = new LinkedHashMap<>();
    }
    return metadata;
  }

  String otelTraceId() {
    return otelTraceId;
  }

  ExportPipeline pipeline() {
    return pipeline;
  }

  SpanLimits limits() {
    return limits;
  }

  OtelResource resource() {
    return origin.resource();
  }

  OtelScope scope() {
    return origin.scope();
  }

  /** Made by the first snapshot that finds one, which holds no lock: most traces have none. */
  TraceAttachments attachments() {
    TraceAttachments known = attachments;
    if (known == null) {
      synchronized (this) {
        known = attachments;
        if (known == null) {
          known = new TraceAttachments(traceId(), tracing.attachmentRoom());
          attachments = known;
        }
      }
    }
    return known;
  }

  TraceOrigin origin() {
    return origin;
  }

  long ageNanos() {
    return ageNanos(System.nanoTime());
  }

  /** Its age at a reading of {@link System#nanoTime}. */
  long ageNanos(long ticks) {
    return ticks - startTicks;
  }

  /**
   * The wall clock as of the trace's start plus what has passed since: it never runs backwards
   * within a trace.
   */
  long nowUnixNanos() {
    return startUnixNanos + ageNanos();
  }

  long startUnixNanos() {
    return startUnixNanos;
  }

  /** Registers a span; false, and counted, when the trace has too many. */
  synchronized boolean spanStarted(SpanRecord span, boolean root) {
    if (spanCount >= limits.maxSpansPerTrace()) {
      droppedSpans++;
      metadataToChange().put(DROPPED_SPANS, Integer.toString(droppedSpans));
      return false;
    }
    spanCount++;
    if (spanCount > 1 && !hasOpenSpans()) {
      reopenedBy = span;
    }
    addOpen(span);
    if (root && rootSpanId == null) {
      rootSpanId = span.spanId();
      requestTimeUnixNanos = span.startTimeUnixNanos();
      name = span.name();
    }
    return true;
  }

  /**
   * Tells the destination of the trace, if it was not told before. A trace of one span that ends at
   * once is told of only once, with its end; others when their first span has ended, when somebody
   * reads, or when they have been open for a second.
   */
  void announce() {
    if (!announced && !partOfRemoteTrace) {
      announced = true;
      pipeline.offer(this);
    }
  }

  /** True for a span that opened the trace again after all others had ended. */
  boolean isReopenedBy(SpanRecord span) {
    return reopenedBy == span;
  }

  boolean isPartOfRemoteTrace() {
    return partOfRemoteTrace;
  }

  synchronized @Nullable SpanRecord openSpan(String spanId) {
    SpanRecord only = onlyOpenSpan;
    return only != null && only.spanId().equals(spanId) ? only : openSpans.get(spanId);
  }

  synchronized List<SpanRecord> openSpans() {
    return onlyOpenSpan != null ? List.of(onlyOpenSpan) : List.copyOf(openSpans.values());
  }

  synchronized boolean hasOpenSpans() {
    return onlyOpenSpan != null || !openSpans.isEmpty();
  }

  private void addOpen(SpanRecord span) {
    if (!hasOpenSpans()) {
      onlyOpenSpan = span;
      return;
    }
    if (onlyOpenSpan != null) {
      openSpans = new LinkedHashMap<>(8);
      openSpans.put(onlyOpenSpan.spanId(), onlyOpenSpan);
      onlyOpenSpan = null;
    }
    openSpans.put(span.spanId(), span);
  }

  private void removeOpen(SpanRecord span) {
    if (onlyOpenSpan == span) {
      onlyOpenSpan = null;
    } else if (!openSpans.isEmpty()) {
      openSpans.remove(span.spanId());
    }
  }

  synchronized @Nullable SpanRecord root() {
    return rootSpanId == null ? null : openSpan(rootSpanId);
  }

  /**
   * Notes the end of a span that is still to be found among the open ones; true when it is the
   * root.
   */
  synchronized boolean spanEnds(SpanRecord span) {
    boolean root = span.spanId().equals(rootSpanId);
    if (root) {
      rootEnded(span);
    }
    return root;
  }

  /** Lets go of a span that has ended; true when no span of the trace is open any more. */
  synchronized boolean spanEnded(SpanRecord span) {
    removeOpen(span);
    boolean last = !hasOpenSpans();
    if (last) {
      reopenedBy = null;
    }
    return last;
  }

  private void rootEnded(SpanRecord root) {
    rootEnded = true;
    synchronized (root) { // once, not for each of these
      durationNanos = Math.max(0, root.endTimeUnixNanos() - root.startTimeUnixNanos());
      name = root.name();
      if (state == TraceState.IN_PROGRESS) {
        state = TraceState.fromStatus(root.status().statusCode());
      }
    }
    if (root.isSettled()) {
      readRoot(root);
    } else {
      unreadRoot = root;
    }
  }

  private void readRoot(SpanRecord root) {
    rootInputs = root.attribute(SpanAttributeKey.INPUTS);
    rootOutputs = root.attribute(SpanAttributeKey.OUTPUTS);
    unreadRoot = null;
  }

  private synchronized @Nullable SpanRecord unreadRoot() {
    return unreadRoot;
  }

  /**
   * Notes that a span was amended after its end: a root that failed after all makes the trace fail,
   * unless the program said what becomes of the trace.
   */
  void spanAmended(SpanRecord span) {
    TraceInfoSource news;
    synchronized (this) {
      TraceState late = TraceState.fromStatus(span.status().statusCode());
      if (!rootEnded || stateGiven || late == state || !span.spanId().equals(rootSpanId)) {
        return;
      }
      state = late;
      if (amendedState == null) {
        amendedState = new AmendedState();
      }
      news = amendedState;
    }
    pipeline.offer(news);
  }

  /**
   * The state of the trace and nothing else: tags and assessments may have changed in the store
   * since the trace ended, and what is known of them here is old.
   */
  private final class AmendedState extends TraceInfoSource {
    @Override
    public void encodeTo(ProtoWriter out) {
      synchronized (TraceRecord.this) {
        SpooledInfo.head(out, otelTraceId, millis(requestTimeUnixNanos), state);
        SpooledInfo.duration(out, millis(durationNanos));
        SpooledInfo.partial(out);
      }
    }

    @Override
    public SharedRecord context() {
      return TraceRecord.this.context();
    }

    @Override
    public TraceInfo takeInfo(Destination destination) {
      var location = experiment.resolve(destination);
      synchronized (TraceRecord.this) {
        return TraceInfo.builder(traceId())
            .traceLocation(location)
            .requestTimeUnixMillis(millis(requestTimeUnixNanos))
            .executionDurationMillis(millis(durationNanos))
            .state(state)
            .build();
      }
    }
  }

  /** What the root took and gave, in short. Made when the trace is exported, not when it ends. */
  private void addPreviews(TraceInfo.Builder info) {
    RootTexts.of(rootInputs, rootOutputs).addTo(info);
    if (requestPreview != null) {
      info.requestPreview(requestPreview);
    }
    if (responsePreview != null) {
      info.responsePreview(responsePreview);
    }
  }

  synchronized boolean rootHasEnded() {
    return rootEnded;
  }

  /** The context scope's values, which apply to traces that start inside it. */
  synchronized void apply(ScopeValues values) {
    if (!values.metadata().isEmpty()) {
      metadataToChange().putAll(values.metadata());
    }
    if (!values.tags().isEmpty()) {
      values.tags().forEach(tagsToChange()::putIfAbsent);
      tags.remove(TraceTagKey.TRACE_NAME); // the name of the trace is its root's
    }
  }

  void update(TraceUpdate update) {
    synchronized (this) {
      tagsToChange().putAll(update.tags());
      metadataToChange().putAll(update.metadata());
      clientRequestId =
          update.clientRequestId() == null ? clientRequestId : update.clientRequestId();
      requestPreview = nonEmpty(update.requestPreview(), requestPreview);
      responsePreview = nonEmpty(update.responsePreview(), responsePreview);
      if (update.state() != null) {
        state = update.state();
        stateGiven = true;
      }
      informed = true;
    }
    pipeline.offer(this);
  }

  private static @Nullable String nonEmpty(@Nullable String given, @Nullable String otherwise) {
    return given == null || given.isEmpty() ? otherwise : given;
  }

  /** Tags that a span brings along; those that only a store may set are left out. */
  void addTags(Map<String, String> given) {
    if (given.isEmpty()) {
      return;
    }
    synchronized (this) {
      given.forEach(
          (key, value) -> {
            if (!TraceTagKey.isImmutable(key)) {
              setTag(key, value);
            }
          });
    }
  }

  synchronized void setTag(String key, String value) {
    tagsToChange().put(key, value);
    informed = true;
  }

  /** False when there is no such tag. */
  synchronized boolean removeTag(String key) {
    return tagsToChange().remove(key) != null;
  }

  synchronized Map<String, String> metadata() {
    return Map.copyOf(metadata);
  }

  /**
   * Adds tags and metadata of a trace that joins this one; where both say something, this one's
   * stay.
   */
  synchronized void addMissing(Map<String, String> otherTags, Map<String, String> otherMetadata) {
    otherTags.forEach(
        (key, value) -> {
          if (!key.equals(TraceTagKey.TRACE_NAME)) {
            tagsToChange().putIfAbsent(key, value);
          }
        });
    otherMetadata.forEach(
        (key, value) -> {
          if (!originMetadata().containsKey(key)) {
            metadataToChange().putIfAbsent(key, value);
          }
        });
  }

  void addAssessment(Assessment assessment) {
    synchronized (this) {
      if (assessments.isEmpty()) {
        assessments = new ArrayList<>();
      }
      assessments.add(assessment);
      informed = true;
    }
    pipeline.offer(this);
  }

  /**
   * Spans of a remote trace travel alone, unless the program said something of the trace itself.
   */
  boolean hasNews() {
    synchronized (this) {
      return !partOfRemoteTrace || informed;
    }
  }

  @Override
  public TraceInfo takeInfo(Destination destination) {
    return info(destination);
  }

  @Override
  public SharedRecord context() {
    SharedRecord known = context;
    if (known == null) {
      known = origin.spoolContext(experiment);
      context = known;
    }
    return known;
  }

  /** The same for a span of this trace that has a resource and a scope of its own. */
  SharedRecord spoolContext(EncodedSpan span) {
    return SpoolContext.encode(
        span, origin.metadata(experiment), experiment.name(), experiment.location());
  }

  /** What {@link #info} says, but for what the reader knows from the root span. */
  @Override
  public synchronized void encodeTo(ProtoWriter out) {
    SpooledInfo.head(out, otelTraceId, millis(requestTimeUnixNanos), stateToSay());
    SpooledInfo.texts(out, clientRequestId, requestPreview, responsePreview);
    if (rootEnded) {
      SpooledInfo.duration(out, millis(durationNanos));
    }
    if (!partOfRemoteTrace) {
      SpooledInfo.ofOrigin(out);
      SpooledInfo.metadata(out, ThreadKinds.METADATA_KEY, threadKind);
    }
    metadata.forEach((key, value) -> SpooledInfo.metadata(out, key, value));
    if (rootSpanId != null) {
      SpooledInfo.tag(out, TraceTagKey.TRACE_NAME, name);
      if (rootEnded) {
        SpooledInfo.rootEnded(out, rootSpanId);
      }
    }
    tags.forEach((key, value) -> SpooledInfo.tag(out, key, value));
    assessments.forEach(assessment -> SpooledInfo.assessment(out, assessment));
  }

  private TraceState stateToSay() {
    return partOfRemoteTrace && state == TraceState.IN_PROGRESS
        ? TraceState.STATE_UNSPECIFIED
        : state;
  }

  /** What is known of the trace now. Looks the experiment up, which may block. */
  TraceInfo info(Destination destination) {
    var location = experiment.resolve(destination);
    SpanRecord root = unreadRoot();
    if (root != null) {
      root.settle(); // without the lock
    }
    synchronized (this) {
      if (root != null) {
        readRoot(root);
      }
      TraceInfo.Builder info =
          TraceInfo.builder(traceId())
              .clientRequestId(clientRequestId)
              .traceLocation(location)
              .requestPreview(requestPreview)
              .responsePreview(responsePreview)
              .requestTimeUnixMillis(millis(requestTimeUnixNanos))
              .executionDurationMillis(rootEnded ? Long.valueOf(millis(durationNanos)) : null)
              .state(stateToSay())
              .metadata(originMetadata())
              .assessments(assessments);
      if (rootSpanId != null) {
        info.tag(TraceTagKey.TRACE_NAME, name);
      }
      info.tags(tags);
      if (rootEnded) {
        addPreviews(info);
      }
      if (!partOfRemoteTrace) {
        info.metadata(ThreadKinds.METADATA_KEY, threadKind);
      }
      return info.metadata(metadata).build();
    }
  }

  /** Where the program comes from; of a remote trace only the process that began it says so. */
  private Map<String, String> originMetadata() {
    return partOfRemoteTrace ? Map.of() : origin.metadata(experiment);
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
