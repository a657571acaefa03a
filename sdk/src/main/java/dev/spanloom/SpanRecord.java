package dev.spanloom;

import dev.spanloom.destination.TraceAttachment;
import dev.spanloom.entities.Attachment;
import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Link;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanKind;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.internal.proto.SpanMessage;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.internal.export.PendingSpan;
import dev.spanloom.internal.export.StartedSpan;
import dev.spanloom.internal.spool.SharedRecord;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of one open span. {@link LiveSpan} is the program's handle of it; the record
 * does not know the handle, so that a forgotten handle can be noticed. Thread-safe: all state is
 * guarded by the record itself.
 */
final class SpanRecord implements PendingSpan, StartedSpan {
  /** More exceptions than a block has that pass through several hands. */
  private static final int MAX_REMEMBERED = 8;

  private final TraceRecord trace;
  private final String spanId;
  private final @Nullable String parentId;
  private final SpanKind kind;
  private final long startTimeUnixNanos;
  private final io.opentelemetry.api.trace.@Nullable Span otelSpan;

  private String name;
  private final AttributeTable attributes = new AttributeTable();
  private final SpanEvents events = new SpanEvents();
  private List<Link> links = List.of();
  // set under the lock; what it holds is guarded by the lock
  private volatile @Nullable SpanAttachments attachments;
  private volatile @Nullable DeferredAttributes deferred; // set under the lock
  private SpanStatus status = SpanStatus.UNSET;
  private long endTimeUnixNanos;
  private @Nullable StackTraceElement startSite;
  // recorded already, so that whoever sees them next does not record them again
  private List<WeakReference<Throwable>> remembered = List.of();
  private boolean failed;
  private boolean okOfExit;
  private boolean adopted;
  private boolean ending;
  private volatile boolean ended;
  // between its end, or a later amendment, and its encoding: what is said meanwhile is sent anyway
  private boolean waiting;
  private boolean encoded;
  private volatile long startSegment;
  private int droppedAttributes;
  private int droppedEvents;
  private int droppedLinks;
  private int sizeBytes;

  @SuppressWarnings("UnusedVariable") // only kept alive: an unreachable reference is never enqueued
  private @Nullable Object watch;

  SpanRecord(
      TraceRecord trace,
      String spanId,
      @Nullable String parentId,
      String name,
      SpanKind kind,
      long startTimeUnixNanos,
      io.opentelemetry.api.trace.@Nullable Span otelSpan) {
    this.trace = trace;
    this.spanId = spanId;
    this.parentId = parentId;
    this.name = name;
    this.kind = kind;
    this.startTimeUnixNanos = startTimeUnixNanos;
    this.otelSpan = otelSpan;
    AttributeValue saidId = trace.saidTraceId();
    if (saidId != null) {
      attributes.put(SpanAttributeKey.REQUEST_ID, saidId, Integer.MAX_VALUE);
    }
  }

  /** The first attributes, set before anything else knows the record. */
  void begin(AttributeValue spanType, @Nullable AttributeValue functionName) {
    attributes.put(SpanAttributeKey.SPAN_TYPE, spanType, Integer.MAX_VALUE);
    if (functionName != null) {
      attributes.put(SpanAttributeKey.FUNCTION_NAME, functionName, Integer.MAX_VALUE);
    }
  }

  /** A copy that nothing else knows, to be shown while the span goes on. */
  SpanRecord copy() {
    settle();
    synchronized (this) {
      return copySettled(events.toList(), status);
    }
  }

  /** A copy that nothing else knows, with other events and another status. */
  SpanRecord copyWith(List<SpanEvent> itsEvents, SpanStatus itsStatus) {
    settle();
    synchronized (this) {
      return copySettled(itsEvents, itsStatus);
    }
  }

  private SpanRecord copySettled(List<SpanEvent> itsEvents, SpanStatus itsStatus) {
    SpanRecord copy = new SpanRecord(trace, spanId, parentId, name, kind, startTimeUnixNanos, null);
    attributes.forEach((key, value) -> copy.attributes.put(key, value, Integer.MAX_VALUE));
    copy.events.replaceAll(itsEvents);
    copy.links = new ArrayList<>(links);
    copy.status = itsStatus;
    return copy;
  }

  /** A span that the application's OpenTelemetry started: the application ends it, not we. */
  synchronized boolean isAdopted() {
    return adopted;
  }

  synchronized void setAdopted() {
    adopted = true;
  }

  /** Where the program started the span; null unless that is kept. */
  synchronized @Nullable StackTraceElement startSite() {
    return startSite;
  }

  synchronized void setStartSite(@Nullable StackTraceElement site) {
    startSite = site;
  }

  /** Called while only the starting thread knows the handle. */
  void setWatch(Object reference) {
    watch = reference;
  }

  TraceRecord trace() {
    return trace;
  }

  @Override
  public String spanId() {
    return spanId;
  }

  @Nullable String parentId() {
    return parentId;
  }

  long startTimeUnixNanos() {
    return startTimeUnixNanos;
  }

  io.opentelemetry.api.trace.@Nullable Span otelSpan() {
    return otelSpan;
  }

  synchronized String name() {
    return name;
  }

  synchronized void setName(String text) {
    if (isOpen("setName")) {
      name = text;
    }
  }

  synchronized SpanStatus status() {
    return status;
  }

  /**
   * An explicit OK is final, UNSET says nothing, and only ERROR keeps a description:
   * OpenTelemetry's rules. False when the span has ended.
   */
  synchronized boolean setStatus(SpanStatus wanted) {
    if (status.statusCode() != SpanStatusCode.OK
        && wanted.statusCode() != SpanStatusCode.UNSET
        && !ended) {
      status = wanted.statusCode() == SpanStatusCode.ERROR ? wanted : SpanStatus.OK;
    }
    return !ended;
  }

  /** What an exception says stays, even where a clean exit overwrites what the program said. */
  synchronized void setFailed(SpanStatus wanted) {
    setStatus(wanted);
    failed = status.statusCode() == SpanStatusCode.ERROR;
  }

  /** True while the span runs and nothing was said about how it ends. */
  synchronized boolean isUndecided() {
    return !ending && status.statusCode() == SpanStatusCode.UNSET;
  }

  /** Adds the event of an exception with its status; false when the span has ended. */
  synchronized boolean addFailure(SpanEvent event, SpanStatus wanted) {
    if (ended) {
      return false;
    }
    addEvent(event);
    setFailed(wanted);
    return true;
  }

  /**
   * Notes that an exception is recorded on this span; false when this very one was noted before.
   */
  synchronized boolean remember(Throwable exception) {
    for (WeakReference<Throwable> one : remembered) {
      if (one.refersTo(exception)) {
        return false;
      }
    }
    if (remembered.isEmpty()) {
      remembered = new ArrayList<>(2);
    } else if (remembered.size() >= MAX_REMEMBERED) {
      remembered.remove(0);
    }
    remembered.add(new WeakReference<>(exception));
    return true;
  }

  /** What became of an amendment. */
  enum Amendment {
    /** The span says so already, may not be changed so, or has not ended. */
    NONE,
    /** It will be exported with the span. */
    ADDED,
    /** The span has been exported, and is to be offered again. */
    TO_BE_SENT
  }

  /**
   * Adds to a span that has ended: an explicit OK stays, one that came from a clean exit gives way.
   */
  synchronized Amendment amend(List<SpanEvent> late, SpanStatus error) {
    boolean statusChanges =
        !status.equals(error) && (status.statusCode() != SpanStatusCode.OK || okOfExit);
    if (!ended || (late.isEmpty() && !statusChanges)) {
      return Amendment.NONE;
    }
    for (SpanEvent event : late) {
      keep(event);
    }
    if (statusChanges) {
      status = error;
      attributes.remove(ExceptionRecords.DETECTED);
    }
    if (waiting) {
      return Amendment.ADDED;
    }
    waitForExport();
    return Amendment.TO_BE_SENT;
  }

  /** The queue did not take it: what is said later is sent on its own. */
  synchronized void dropped() {
    waiting = false;
  }

  private void waitForExport() {
    waiting = true;
    sizeBytes = 128 + events.sizeBytes() + 256 * links.size() + attributes.sizeBytes();
    DeferredAttributes waits = deferred;
    if (waits != null) {
      sizeBytes += waits.sizeBytes();
    }
  }

  /**
   * Has attributes made once they are needed, in front of all that is set afterwards.
   *
   * @param size about how many bytes they hold until then
   */
  void setLater(int size, Consumer<BiConsumer<String, @Nullable Object>> values) {
    DeferredAttributes waiting;
    synchronized (this) {
      if (!isOpen("setLater")) {
        return;
      }
      waiting = deferred;
      if (waiting == null) {
        waiting = new DeferredAttributes();
        deferred = waiting;
      }
    }
    waiting.add(size, values);
  }

  /** True when all attributes are made. */
  boolean isSettled() {
    DeferredAttributes waiting = deferred;
    return waiting == null || waiting.isSettled();
  }

  /** Makes the attributes that wait for it. Not to be called with a lock of the trace or span. */
  void settle() {
    DeferredAttributes waiting = deferred;
    if (waiting != null && !waiting.isSettled()) {
      waiting.settle(this::putDeferred);
    }
  }

  /** Sets a value that was to be set before the span ended, and may come afterwards. */
  private void putDeferred(String key, @Nullable Object value) {
    if (value instanceof AttributeValue encoded && !hasAttachments()) {
      synchronized (this) {
        put(key, encoded);
      }
      return;
    }
    SpanAttachments.Value snapshot = SpanAttachments.snapshot(value, trace);
    synchronized (this) {
      hold(snapshot.attachments());
      put(key, snapshot.encoded());
      keepReferredAttachments();
    }
  }

  @Nullable AttributeValue attribute(String key) {
    settle();
    synchronized (this) {
      return attributes.get(key);
    }
  }

  Map<String, AttributeValue> attributes() {
    settle();
    synchronized (this) {
      return attributes.toMap();
    }
  }

  void setAttribute(String key, AttributeValue value) {
    settle();
    synchronized (this) {
      if (isOpen("setAttribute")) {
        put(key, value);
      }
    }
  }

  private void put(String key, AttributeValue value) {
    if (!attributes.put(key, value, trace.limits().maxAttributes())) {
      droppedAttributes++;
    }
  }

  /** Sets a value of the program, with the bytes that were taken out of it. */
  void setAttribute(String key, SpanAttachments.Value value) {
    if (value.attachments().isEmpty() && !hasAttachments()) {
      setAttribute(key, value.encoded());
    } else {
      setHolding(key, value);
    }
  }

  /** Whether an attribute that is set over may hold a reference to a file. */
  boolean hasAttachments() {
    return attachments != null;
  }

  private void setHolding(String key, SpanAttachments.Value value) {
    settle();
    synchronized (this) {
      if (isOpen("setAttribute")) {
        hold(value.attachments());
        put(key, value.encoded());
        keepReferredAttachments();
      } else {
        value.attachments().forEach(trace.attachments()::release);
      }
    }
  }

  private void hold(List<TraceAttachments.Held> found) {
    if (found.isEmpty()) {
      return;
    }
    SpanAttachments holding = attachments;
    if (holding == null) {
      holding = new SpanAttachments(trace.attachments());
      attachments = holding;
    }
    holding.add(found);
  }

  /** What is referred to no more may go: its value was set over, or has not come in. */
  private void keepReferredAttachments() {
    SpanAttachments held = attachments;
    if (held != null && !ended) {
      held.keepReferred(attributes);
    }
  }

  /** Lets go of them, for a record that is never exported. */
  synchronized void releaseAttachments() {
    SpanAttachments held = attachments;
    if (held != null) {
      held.releaseAll();
    }
  }

  void removeAttribute(String key) {
    settle();
    synchronized (this) {
      if (isOpen("removeAttribute")) {
        attributes.remove(key);
        keepReferredAttachments();
      }
    }
  }

  List<Attachment> attachments() {
    settle();
    synchronized (this) {
      SpanAttachments held = attachments;
      return held == null ? List.of() : held.list();
    }
  }

  void removeAttachment(String attachmentId) {
    settle();
    synchronized (this) {
      if (isOpen("removeAttachment")) {
        attributes.replaceAll((key, value) -> SpanAttachments.without(attachmentId, value));
        keepReferredAttachments();
      }
    }
  }

  @Override
  public List<TraceAttachment> takeAttachments() {
    return attachments == null ? List.of() : takeHeld();
  }

  private synchronized List<TraceAttachment> takeHeld() {
    SpanAttachments held = attachments;
    attachments = null;
    return held == null ? List.of() : held.take(attributes);
  }

  @Override
  public void lost(TraceAttachment attachment) {
    trace.attachments().lost(attachment.attachmentId());
  }

  synchronized List<SpanEvent> events() {
    return events.toList();
  }

  synchronized void addEvent(SpanEvent event) {
    if (isOpen("addEvent")) {
      keep(event);
    }
  }

  synchronized void addTextEvents(
      IntFunction<String> names,
      long[] timesUnixNanos,
      String key,
      TextTemplate template,
      byte[] utf8,
      int[] places,
      int number) {
    if (!isOpen("addTextEvents")) {
      return;
    }
    int room = roomForEvents(number);
    if (room > 0) {
      events.addTexts(names, timesUnixNanos, key, template, utf8, places, room);
    }
  }

  private void keep(SpanEvent event) {
    if (roomForEvents(1) == 1) {
      events.add(event);
    }
  }

  /** How many of some events there is room for; the others are counted as dropped. */
  private int roomForEvents(int number) {
    int room = Math.min(number, Math.max(0, trace.limits().maxEvents() - events.size()));
    droppedEvents += number - room;
    return room;
  }

  synchronized void setEvents(List<SpanEvent> all) {
    if (isOpen("setEvents")) {
      events.replaceAll(all);
    }
  }

  synchronized void addLink(Link link) {
    if (!isOpen("addLink")) {
      return;
    }
    if (links.isEmpty()) {
      links = new ArrayList<>(2);
    }
    if (links.size() >= trace.limits().maxLinks()) {
      droppedLinks++;
    } else {
      links.add(link);
    }
  }

  synchronized List<Link> links() {
    return List.copyOf(links);
  }

  /**
   * True for the one caller that may end the span. Until {@link #finish} it can still be changed.
   */
  synchronized boolean beginEnd(long unixNanos) {
    if (ending) {
      return false;
    }
    ending = true;
    endTimeUnixNanos = Math.max(unixNanos, startTimeUnixNanos);
    return true;
  }

  /**
   * Sets the status that a span has which the program ends: what was set explicitly stays, unless
   * told otherwise; the mark of an exception stays in any case.
   */
  synchronized void settleStatus(boolean overwriteOnExit) {
    if ((overwriteOnExit && !failed) || status.statusCode() == SpanStatusCode.UNSET) {
      okOfExit = status.statusCode() != SpanStatusCode.OK;
      status = SpanStatus.OK;
    }
  }

  /**
   * Ends a span that nobody needs to look at in between, all under one lock: begins the end,
   * settles the status unless it is to stay as it is, and finishes. False when it was ended before.
   */
  synchronized boolean endAtOnce(long unixNanos, boolean asItIs, boolean overwriteOnExit) {
    if (!beginEnd(unixNanos)) {
      return false;
    }
    if (!asItIs) {
      settleStatus(overwriteOnExit);
    }
    finish();
    return true;
  }

  synchronized void finish() {
    waitForExport();
    ended = true;
    watch = null;
  }

  @Override
  public EncodedSpan encode(ProtoWriter scratch) {
    TraceOrigin from = trace.origin();
    scratch.reset();
    encodeTo(scratch);
    return new EncodedSpan(
        scratch.toByteArray(), from.encodedResource(), "", from.encodedScope(), "");
  }

  /** The same bytes that {@code toSpan().toOtlp()} makes. */
  @Override
  public void encodeTo(ProtoWriter out) {
    settle();
    synchronized (this) {
      encodeSettled(out);
    }
  }

  private void encodeSettled(ProtoWriter out) {
    waiting = false;
    encoded = true;
    SpanMessage.head(out, trace.otelTraceId(), spanId, "", parentId, name);
    SpanMessage.kindAndTimes(out, SpanKinds.number(kind), startTimeUnixNanos, endTimeUnixNanos);
    attributes.forEach((key, value) -> SpanMessage.attribute(out, key, value.anyValue()));
    events.encodeTo(out);
    for (Link link : links) {
      SpanMessage.link(
          out,
          TraceIds.toOtel(link.traceId()).orElse(""),
          link.spanId(),
          link.traceState(),
          link.attributes(),
          link.droppedAttributesCount(),
          link.flags());
    }
    SpanMessage.dropped(out, droppedAttributes, droppedEvents, droppedLinks);
    SpanMessage.status(out, SpanKinds.number(status.statusCode()), status.description());
  }

  @Override
  public synchronized boolean isAmended() {
    return encoded;
  }

  @Override
  public synchronized void encodeStartTo(ProtoWriter out) {
    SpanMessage.head(out, trace.otelTraceId(), spanId, "", parentId, name);
    SpanMessage.kindAndTimes(out, SpanKinds.number(kind), startTimeUnixNanos, 0);
    AttributeValue type = attributes.get(SpanAttributeKey.SPAN_TYPE);
    if (type != null) {
      SpanMessage.attribute(out, SpanAttributeKey.SPAN_TYPE, type.anyValue());
    }
    AttributeValue saidId = trace.saidTraceId();
    if (saidId != null) {
      SpanMessage.attribute(out, SpanAttributeKey.REQUEST_ID, saidId.anyValue());
    }
  }

  @Override
  public SharedRecord context() {
    return trace.context();
  }

  @Override
  public long startSegment() {
    return startSegment;
  }

  @Override
  public void setStartSegment(long sequence) {
    startSegment = sequence;
  }

  /** As of the end of the span, or of the amendment for which it is sent again. */
  @Override
  public synchronized int sizeBytes() {
    return sizeBytes;
  }

  boolean isRecording() {
    return !ended;
  }

  /** False once the span is ending, which is when its end time is known. */
  @Override
  public synchronized boolean isRunning() {
    return !ending;
  }

  synchronized long endTimeUnixNanos() {
    return endTimeUnixNanos;
  }

  /** The span as it is now. */
  Span toSpan() {
    settle();
    synchronized (this) {
      return toSettledSpan();
    }
  }

  private Span toSettledSpan() {
    return Span.builder(trace.traceId(), spanId)
        .parentId(parentId)
        .name(name)
        .kind(kind)
        .startTimeUnixNanos(startTimeUnixNanos)
        .endTimeUnixNanos(endTimeUnixNanos)
        .status(status)
        .attributes(attributes.toMap())
        .events(events.toList())
        .links(links)
        .dropped(new Span.DroppedCounts(droppedAttributes, droppedEvents, droppedLinks))
        .resource(trace.resource())
        .scope(trace.scope())
        .build();
  }

  /**
   * Takes away everything that a program may have put into the span, for when a processor that
   * should have redacted it failed.
   */
  void withholdContent(String reason) {
    settle();
    synchronized (this) {
      withholdSettled(reason);
    }
  }

  private void withholdSettled(String reason) {
    AttributeValue marker = AttributeValue.of(reason);
    attributes.replaceAll(
        (key, value) ->
            key.equals(SpanAttributeKey.SPAN_TYPE) || key.equals(SpanAttributeKey.REQUEST_ID)
                ? value
                : marker);
    keepReferredAttachments();
    List<SpanEvent> bare = new ArrayList<>(events.size());
    for (SpanEvent event : events.toList()) {
      bare.add(new SpanEvent(event.name(), event.timestamp(), Map.of("spanloom.withheld", reason)));
    }
    events.replaceAll(bare);
    List<Link> bareLinks = new ArrayList<>(links.size());
    for (Link link : links) {
      bareLinks.add(
          new Link(link.traceId(), link.spanId(), Map.of(), link.traceState(), link.flags(), 0));
    }
    links = bareLinks;
    if (!status.description().isEmpty()) {
      status = new SpanStatus(status.statusCode(), reason);
    }
  }

  private boolean isOpen(String call) {
    if (ended) {
      Tracing.LOG.log(
          System.Logger.Level.DEBUG, "{0} on span {1} after its end is ignored", call, spanId);
    }
    return !ended;
  }
}
