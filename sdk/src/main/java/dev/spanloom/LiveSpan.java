package dev.spanloom;

import dev.spanloom.entities.Attachment;
import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Link;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanLogLevel;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.internal.callsite.CloseSites;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A span that is open. Counterpart of {@code mlflow.entities.LiveSpan}.
 *
 * <pre>{@code
 * try (var span = Mlflow.startSpan("my_span", SpanType.CHAIN)) {
 *   span.setInputs(Map.of("x", 1));
 *   span.setOutputs(3);
 * }
 * }</pre>
 *
 * <p>Values are copied when they are set: what the program changes afterwards does not change the
 * trace. Nothing here throws into the program but the documented argument errors. After its end a
 * span ignores all changes but one: that it failed. {@link #recordException(Throwable)} and {@link
 * #setStatus(SpanStatus)} with ERROR still count then, from a {@code catch} around the block.
 * Thread-safe.
 */
public final class LiveSpan implements AutoCloseable {
  /**
   * Records nothing: what lookups answer when there is no span, and what a disabled tracer starts.
   */
  static final LiveSpan NO_OP = new LiveSpan(null, false);

  /**
   * In a context, hides the spans around it: what starts below continues another process's trace.
   */
  static final LiveSpan NONE = new LiveSpan(null, false);

  private final @Nullable SpanRecord record;
  private final boolean silencing;

  // Set once by activate(), on the thread that opens the span.
  private @Nullable Context previous;
  private @Nullable Context active;
  private @Nullable Thread owner;
  private volatile boolean closed;
  private volatile boolean leakedOnOwner;

  // Read by the thread that set it; another one looks for itself.
  private boolean blockEndKnown;

  LiveSpan(@Nullable SpanRecord record, boolean silencing) {
    this.record = record;
    this.silencing = silencing;
  }

  // ---- identity

  /** MLflow's trace id; {@code MLFLOW_NO_OP_SPAN_TRACE_ID} when nothing is recorded. */
  public String traceId() {
    return record == null ? TraceIds.NO_OP : record.trace().traceId();
  }

  /** 16 hex digits; empty when nothing is recorded. */
  public String spanId() {
    return record == null ? "" : record.spanId();
  }

  /** The parent's span id; null for a root and when nothing is recorded. */
  public @Nullable String parentId() {
    return record == null ? null : record.parentId();
  }

  /** True until the span has ended; false from the start when nothing is recorded. */
  public boolean isRecording() {
    return record != null && record.isRecording();
  }

  // ---- what was set

  public String name() {
    return record == null ? "" : record.name();
  }

  public String spanType() {
    return attribute(SpanAttributeKey.SPAN_TYPE) instanceof String type ? type : SpanType.UNKNOWN;
  }

  public SpanStatus status() {
    return record == null ? SpanStatus.UNSET : record.status();
  }

  /** The inputs as plain Java values, or null. */
  public @Nullable Object inputs() {
    return attribute(SpanAttributeKey.INPUTS);
  }

  /** The outputs as plain Java values, or null. */
  public @Nullable Object outputs() {
    return attribute(SpanAttributeKey.OUTPUTS);
  }

  /** One attribute as a plain Java value, or null. */
  public @Nullable Object attribute(String key) {
    AttributeValue value = record == null ? null : record.attribute(key);
    return value == null ? null : value.get();
  }

  /** All attributes as plain Java values. */
  public Map<String, @Nullable Object> attributes() {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    if (record != null) {
      record.attributes().forEach((key, value) -> plain.put(key, value.get()));
    }
    return plain;
  }

  public List<SpanEvent> events() {
    return record == null ? List.of() : record.events();
  }

  /** Nanoseconds since the Unix epoch; 0 when nothing is recorded. */
  public long startTimeUnixNanos() {
    return record == null ? 0 : record.startTimeUnixNanos();
  }

  /** Nanoseconds since the Unix epoch; 0 while the span is open. */
  public long endTimeUnixNanos() {
    return record == null ? 0 : record.endTimeUnixNanos();
  }

  /** True when inputs, or null in their place, were set. */
  public boolean hasInputs() {
    return record != null && record.attribute(SpanAttributeKey.INPUTS) != null;
  }

  /** True when outputs, or null in their place, were set. */
  public boolean hasOutputs() {
    return record != null && record.attribute(SpanAttributeKey.OUTPUTS) != null;
  }

  // ---- setting

  public LiveSpan setName(String name) {
    if (record != null && name != null) {
      record.setName(name);
    }
    return this;
  }

  /** A type of {@link SpanType}, or any other text. */
  public LiveSpan setSpanType(String spanType) {
    return setAttribute(SpanAttributeKey.SPAN_TYPE, spanType);
  }

  /** Any value: map, record, bean, collection, scalar, null. */
  public LiveSpan setInputs(@Nullable Object inputs) {
    return setAttribute(SpanAttributeKey.INPUTS, inputs);
  }

  /**
   * Any value: map, record, bean, collection, scalar, null; for a RETRIEVER span a list of
   * documents.
   */
  public LiveSpan setOutputs(@Nullable Object outputs) {
    return setAttribute(SpanAttributeKey.OUTPUTS, outputs);
  }

  /** Sets one attribute to any value. A null key is ignored. */
  public LiveSpan setAttribute(String key, @Nullable Object value) {
    if (record != null && key != null && record.isRecording()) {
      if (value instanceof AttributeValue encoded && !record.hasAttachments()) {
        record.setAttribute(key, encoded);
      } else {
        record.setAttribute(key, SpanAttachments.snapshot(value, record.trace()));
      }
    }
    return this;
  }

  /**
   * Sets attributes once they are needed: when somebody reads the span, processors see it, or it is
   * exported, then on the exporter's thread. For what is work to make of bytes that the program has
   * at hand. What is set afterwards comes on top. Where ended spans are kept on the disk, or go to
   * several destinations, the attributes are made when the span ends.
   *
   * @param sizeBytes about how much memory is held until then
   * @param attributes called once, on any thread, with what sets an attribute as {@link
   *     #setAttribute} does; must not block, and must not hold the span itself, which would then
   *     never be found to be forgotten. What it throws is logged
   */
  public LiveSpan setLater(
      int sizeBytes, Consumer<BiConsumer<String, @Nullable Object>> attributes) {
    if (record != null && attributes != null) {
      record.setLater(sizeBytes, attributes);
    }
    return this;
  }

  public LiveSpan setAttributes(Map<String, ?> attributes) {
    if (attributes != null) {
      attributes.forEach(this::setAttribute);
    }
    return this;
  }

  /** Takes an attribute away, as processors do that redact. */
  public LiveSpan removeAttribute(String key) {
    if (record != null) {
      record.removeAttribute(key);
    }
    return this;
  }

  /**
   * The files that the span holds: what is no text in its inputs, outputs and attributes, where
   * {@link Attachment#ref references} stand in their place. Without those that another span of the
   * trace has exported. For processors; copies the bytes.
   */
  public List<Attachment> attachments() {
    return record == null ? List.of() : record.attachments();
  }

  /**
   * Takes a file out of the span, as processors do that redact: a note stands in place of each
   * reference to it, and this span does not export it. The same goes for one to which the span has
   * no reference any more, whatever took that away.
   *
   * @param attachmentId as in {@link #attachments}
   */
  public LiveSpan removeAttachment(String attachmentId) {
    if (record != null && attachmentId != null) {
      record.removeAttachment(attachmentId);
    }
    return this;
  }

  /** Tokens used by this span itself. */
  public LiveSpan setTokenUsage(TokenUsage usage) {
    return usage == null
        ? this
        : setAttribute(SpanAttributeKey.CHAT_USAGE, usage.toAttributeValue());
  }

  /**
   * The tools that a chat model may call, in OpenAI's form. Python's {@code set_span_chat_tools}.
   *
   * @param tools each with {@code type} and, for the type {@code function}, a {@code function} that
   *     has a {@code name}
   * @throws IllegalArgumentException for a tool of another shape; the span is left untouched
   */
  public LiveSpan setChatTools(List<? extends Map<String, ?>> tools) {
    for (Map<String, ?> tool : tools) {
      boolean named =
          tool.get("function") instanceof Map<?, ?> function
              && function.get("name") instanceof String;
      if (!"function".equals(tool.get("type")) || !named) {
        throw new IllegalArgumentException(
            "chat tool: " + tool + " (expected: type \"function\" and a function with a name)");
      }
    }
    return setAttribute(SpanAttributeKey.CHAT_TOOLS, tools);
  }

  public LiveSpan setLogLevel(SpanLogLevel level) {
    return level == null ? this : setAttribute(SpanAttributeKey.LOG_LEVEL, level.severity());
  }

  public LiveSpan addEvent(SpanEvent event) {
    if (record != null && event != null) {
      record.addEvent(event);
    }
    return this;
  }

  /** An event now, by the clock of the trace: it lies within the span. */
  public LiveSpan addEvent(String name, Map<String, ? extends @Nullable Object> attributes) {
    return record == null || name == null
        ? this
        : addEvent(
            new SpanEvent(
                name, record.trace().nowUnixNanos(), attributes == null ? Map.of() : attributes));
  }

  /** An event now. */
  public LiveSpan addEvent(String name) {
    return addEvent(name, Map.of());
  }

  /**
   * Events with one text each, for streams, which have many: nothing is made of them until the span
   * is exported, and what their texts have in common is kept once. Else they are as those that
   * {@link #addEvent(SpanEvent)} adds.
   *
   * @param names of the first event that is added with this object, which is number 0, and of those
   *     that are added with it next; called when somebody looks at them, each time, by any thread;
   *     empty where that fails
   * @param timesUnixNanos of each, in nanoseconds since the Unix epoch; not kept
   * @param key of the attribute
   * @param template what the texts have in common; {@link TextTemplate#WHOLE} for nothing
   * @param utf8 holds the pieces of the texts; copied. What is not well-formed is replaced as
   *     {@link String} does
   * @param places where each piece of each text begins in the array, and where it ends; not kept
   * @param number how many events there are
   * @throws IndexOutOfBoundsException when the arrays do not hold that
   */
  public LiveSpan addTextEvents(
      IntFunction<String> names,
      long[] timesUnixNanos,
      String key,
      TextTemplate template,
      byte[] utf8,
      int[] places,
      int number) {
    int ends = Math.multiplyExact(2 * template.pieces(), number);
    Objects.checkFromIndexSize(0, ends, places.length);
    Objects.checkFromIndexSize(0, number, timesUnixNanos.length);
    for (int i = 0; i < ends; i += 2) {
      Objects.checkFromToIndex(places[i], places[i + 1], utf8.length);
    }
    if (record != null && names != null && key != null) {
      record.addTextEvents(names, timesUnixNanos, key, template, utf8, places, number);
    }
    return this;
  }

  /** Replaces all events, as processors do that redact. */
  public LiveSpan setEvents(List<SpanEvent> events) {
    if (record != null && events != null) {
      record.setEvents(events);
    }
    return this;
  }

  public LiveSpan addLink(Link link) {
    if (record != null && link != null) {
      record.addLink(link);
    }
    return this;
  }

  /** Points to another span. */
  public LiveSpan addLink(LiveSpan other) {
    return other == null || other.record == null
        ? this
        : addLink(new Link(other.traceId(), other.spanId()));
  }

  /**
   * OpenTelemetry's rules hold: OK is final, UNSET is ignored, only ERROR keeps a description.
   * After the end only ERROR counts, unless OK was set explicitly; the trace of a root fails with
   * it.
   */
  public LiveSpan setStatus(SpanStatus status) {
    if (record != null && status != null && !record.setStatus(status)) {
      LateRecords.setStatus(record, status);
    }
    return this;
  }

  public LiveSpan setStatus(SpanStatusCode code) {
    return code == null ? this : setStatus(new SpanStatus(code));
  }

  /**
   * Sets the status by name.
   *
   * @throws IllegalArgumentException for another text than {@code "OK"}, {@code "ERROR"} and {@code
   *     "UNSET"}
   */
  public LiveSpan setStatus(String code) {
    return setStatus(SpanStatusCode.parse(code));
  }

  /**
   * Adds the event of the exception and sets the status to ERROR. Does not throw it. Counts after
   * the end of the span too; an exception that is known to the span by then is not recorded twice.
   */
  public LiveSpan recordException(Throwable exception) {
    if (record != null && exception != null) {
      ExceptionRecords.record(record, exception);
    }
    return this;
  }

  /** Adds an exception event with this message and sets the status to ERROR, also after the end. */
  public LiveSpan recordException(String message) {
    if (record != null && message != null) {
      ExceptionRecords.record(record, message);
    }
    return this;
  }

  // ---- ending

  /**
   * Ends the span and makes the span around it the current one again. Closing twice is harmless.
   *
   * <p>Java does not tell {@code close()} that an exception leaves the block of a
   * try-with-resources statement. In woven code it is recorded all the same. Elsewhere the place of
   * the call tells <em>that</em> the block failed: unless the program said how it ended, by a
   * status or a recorded exception, the span gets the status ERROR and the attribute {@code
   * spanloom.exception.detected}. The exception itself is seen by {@code withSpan} and weaving, and
   * may still be given to {@link #recordException(Throwable)} in a {@code catch} around the block.
   * The setting {@code spanloom.close.detect-exceptions=false} switches the look at the caller off.
   */
  @Override
  public void close() {
    if (record != null
        && !blockEndKnown
        && ExceptionRecords.isEndUnknown(record)
        && CloseSites.isLeftByException()) {
      ExceptionRecords.recordUnseen(record);
    }
    end();
  }

  /** Ends the span as {@link #close} does, whoever calls it. */
  public void end() {
    end(0);
  }

  /**
   * Ends the span at a time of the past.
   *
   * @param endTimeUnixNanos nanoseconds since the Unix epoch; 0 for now
   */
  public void end(long endTimeUnixNanos) {
    if (record == null && active == null) {
      return;
    }
    deactivate();
    if (record != null) {
      Tracing.end(this, record, endTimeUnixNanos);
    }
  }

  /** Sets what is given and ends the span now. */
  public void end(
      @Nullable Object outputs, @Nullable Map<String, ?> attributes, @Nullable SpanStatus status) {
    end(outputs, attributes, status, 0);
  }

  /**
   * Sets what is given and ends the span. Python's {@code end(outputs, attributes, status,
   * end_time_ns)}.
   *
   * @param endTimeUnixNanos nanoseconds since the Unix epoch; 0 for now
   */
  public void end(
      @Nullable Object outputs,
      @Nullable Map<String, ?> attributes,
      @Nullable SpanStatus status,
      long endTimeUnixNanos) {
    if (attributes != null) {
      setAttributes(attributes);
    }
    if (outputs != null) {
      setOutputs(outputs);
    }
    if (status != null && isRecording()) {
      setStatus(status);
    }
    end(endTimeUnixNanos);
  }

  /** The span as it is now, unchangeable. Null when nothing is recorded. */
  public @Nullable Span toSpan() {
    return record == null ? null : record.toSpan();
  }

  /**
   * Makes a span current that was started without context, until the scope is closed; the span
   * itself stays open. For callbacks and for code that drives a span from several places.
   */
  public TracingContext.Opened makeCurrent() {
    if (record == null && !silencing) {
      return () -> {};
    }
    Scope scope = Contexts.attach(contextWith(Context.current()));
    return scope::close;
  }

  // ---- for this package

  /** Woven code tells how the block ends: {@link #close} need not find out. */
  void blockEnds() {
    blockEndKnown = true;
  }

  /** An exception leaves the span's block; unlike the program's own word it counts once. */
  void escaping(Throwable thrown) {
    if (record != null) {
      ExceptionRecords.recordEscaping(record, thrown);
    }
  }

  @Nullable SpanRecord record() {
    return record;
  }

  /** True for a root that was not sampled: spans below it record nothing either. */
  boolean isSilencing() {
    return silencing;
  }

  Context contextWith(Context base) {
    Context context = base.with(ContextKeys.SPAN, this);
    if (record != null && record.otelSpan() != null) {
      context = context.with(record.otelSpan());
    }
    return context;
  }

  void activate(Context base) {
    previous = base;
    active = contextWith(base);
    owner = Thread.currentThread();
    var unused = Contexts.attach(active);
  }

  /**
   * Makes the span around this one current again, and leaves this one open: its result is still to
   * come.
   */
  void suspend() {
    deactivate();
  }

  private void deactivate() {
    Context mine = active;
    Context before = previous;
    if (mine == null || before == null || closed) {
      return;
    }
    closed = true;
    if (Thread.currentThread() != owner) {
      leakedOnOwner = true;
      Tracing.LOG.log(
          System.Logger.Level.DEBUG,
          "span {0} was closed on another thread than it was opened",
          spanId());
      return;
    }
    Context current = Context.current();
    if (current == mine || isInside(current)) {
      var unused = Contexts.attach(before);
    } else {
      Tracing.LOG.log(System.Logger.Level.DEBUG, "span {0} was closed out of order", spanId());
    }
  }

  /**
   * True when this span is one of those around the current one: it is closed before what it holds.
   */
  private boolean isInside(Context current) {
    for (LiveSpan span = current.get(ContextKeys.SPAN); span != null; span = span.enclosing()) {
      if (span == this) {
        return true;
      }
    }
    // a scope or another library's context lies on top of this span's own
    return false;
  }

  /** The span that was current when this one was opened. */
  private @Nullable LiveSpan enclosing() {
    return previous == null ? null : previous.get(ContextKeys.SPAN);
  }

  /** This span, or the next one around it that was not closed behind this thread's back. */
  @Nullable LiveSpan skipLeaked() {
    LiveSpan span = this;
    while (span != null && span.leakedOnOwner && span.owner == Thread.currentThread()) {
      span = span.enclosing();
    }
    return span;
  }

  @Override
  public String toString() {
    return record == null
        ? "LiveSpan[no-op]"
        : "LiveSpan[name="
            + name()
            + ", traceId="
            + traceId()
            + ", spanId="
            + spanId()
            + ", parentId="
            + parentId()
            + ", type="
            + spanType()
            + "]";
  }
}
