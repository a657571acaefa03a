package dev.spanloom;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Link;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanKind;
import dev.spanloom.entities.SpanLogLevel;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.TraceLocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span with more than a name. Not thread-safe. Counterpart of the parameters of {@code
 * mlflow.start_span} and {@code mlflow.start_span_no_context}.
 *
 * <pre>{@code
 * try (var span = Mlflow.spanBuilder("search").spanType(SpanType.RETRIEVER).attribute("k", 5).start()) { … }
 * }</pre>
 */
public final class SpanBuilder {
  private static final String UNNAMED = "span";

  private final Tracing tracing;
  private final String name;
  private String spanType = SpanType.UNKNOWN;
  private SpanKind kind = SpanKind.INTERNAL;
  // empty until something is put in: most spans have none of these
  private Map<String, @Nullable Object> attributes = Map.of();
  private Map<String, String> tags = Map.of();
  private List<Link> links = List.of();
  private @Nullable LiveSpan parent;
  private boolean root;
  private @Nullable TraceLocation destination;
  private @Nullable Double samplingRatio;
  private long startTimeUnixNanos;
  private boolean endedById;
  private @Nullable AttributeValue functionName;

  SpanBuilder(Tracing tracing, @Nullable String name) {
    this.tracing = tracing;
    this.name = name == null || name.isBlank() ? UNNAMED : name;
  }

  /** A type of {@link SpanType}, or any other text; {@code UNKNOWN} unless set. */
  public SpanBuilder spanType(String type) {
    spanType = type == null ? SpanType.UNKNOWN : type;
    return this;
  }

  /** OpenTelemetry's kind; INTERNAL unless set. */
  public SpanBuilder kind(SpanKind spanKind) {
    kind = spanKind == null ? SpanKind.INTERNAL : spanKind;
    return this;
  }

  public SpanBuilder inputs(@Nullable Object inputs) {
    return attribute(SpanAttributeKey.INPUTS, inputs);
  }

  public SpanBuilder attribute(String key, @Nullable Object value) {
    if (key != null) {
      if (attributes.isEmpty()) {
        attributes = new LinkedHashMap<>();
      }
      attributes.put(key, value);
    }
    return this;
  }

  public SpanBuilder attributes(Map<String, ? extends @Nullable Object> values) {
    if (values != null) {
      values.forEach(this::attribute);
    }
    return this;
  }

  public SpanBuilder logLevel(SpanLogLevel level) {
    return attribute(SpanAttributeKey.LOG_LEVEL, level.severity());
  }

  /** Tags of the trace that this span begins or joins. */
  public SpanBuilder tags(Map<String, String> values) {
    if (values != null && !values.isEmpty()) {
      if (tags.isEmpty()) {
        tags = new LinkedHashMap<>();
      }
      tags.putAll(values);
    }
    return this;
  }

  public SpanBuilder link(Link link) {
    if (link != null) {
      if (links.isEmpty()) {
        links = new ArrayList<>();
      }
      links.add(link);
    }
    return this;
  }

  /**
   * The parent, instead of the current span. Below a span that records nothing, nothing is
   * recorded.
   */
  public SpanBuilder parent(LiveSpan span) {
    parent = span;
    return this;
  }

  /** Begins a trace of its own, whatever span is current. */
  public SpanBuilder noParent() {
    root = true;
    return this;
  }

  /** The experiment of the trace; ignored, with a warning, on a span that is no root. */
  public SpanBuilder destination(TraceLocation location) {
    destination = location;
    return this;
  }

  /** The experiment of the trace; ignored, with a warning, on a span that is no root. */
  public SpanBuilder experimentId(String id) {
    return destination(TraceLocation.experiment(id));
  }

  /**
   * The share of traces that are recorded, instead of the global one; only a root asks.
   *
   * @param ratio 0 to 1
   * @throws IllegalArgumentException outside of that
   */
  public SpanBuilder samplingRatio(double ratio) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("samplingRatio: " + ratio + " (expected: 0 to 1)");
    }
    samplingRatio = ratio;
    return this;
  }

  /** When the span began, in nanoseconds since the Unix epoch; now unless set. */
  public SpanBuilder startTimeUnixNanos(long unixNanos) {
    startTimeUnixNanos = unixNanos;
    return this;
  }

  /** Starts the span and makes it the current one until it is closed. */
  public LiveSpan start() {
    return tracing.start(this, true);
  }

  /** Starts the span without making it current. Whoever starts it must end it. */
  public LiveSpan startNoContext() {
    return tracing.start(this, false);
  }

  /** Runs a block inside the span. What it throws is recorded and thrown on. */
  public <T extends @Nullable Object, X extends Throwable> T call(SpanFunction<T, X> block)
      throws X {
    LiveSpan span = start();
    try {
      return block.apply(span);
    } catch (Throwable e) {
      span.escaping(e);
      throw e;
    } finally {
      span.end();
    }
  }

  /** Runs a block inside the span. What it throws is recorded and thrown on. */
  public <X extends Throwable> void run(SpanAction<X> block) throws X {
    LiveSpan span = start();
    try {
      block.accept(span);
    } catch (Throwable e) {
      span.escaping(e);
      throw e;
    } finally {
      span.end();
    }
  }

  /** The program keeps only ids, and ends the span by them: losing the handle is no mistake. */
  SpanBuilder endedById() {
    endedById = true;
    return this;
  }

  /** The attribute {@code mlflow.spanFunctionName}, encoded once for all calls of a function. */
  SpanBuilder functionName(AttributeValue name) {
    functionName = name;
    return this;
  }

  @Nullable AttributeValue functionName() {
    return functionName;
  }

  boolean isEndedById() {
    return endedById;
  }

  String name() {
    return name;
  }

  String spanType() {
    return spanType;
  }

  SpanKind kind() {
    return kind;
  }

  Map<String, @Nullable Object> attributes() {
    return attributes;
  }

  Map<String, String> tags() {
    return tags;
  }

  List<Link> links() {
    return links;
  }

  @Nullable LiveSpan parent() {
    return parent;
  }

  boolean isRoot() {
    return root;
  }

  @Nullable TraceLocation destination() {
    return destination;
  }

  @Nullable Double samplingRatio() {
    return samplingRatio;
  }

  long startTimeUnixNanos() {
    return startTimeUnixNanos;
  }
}
