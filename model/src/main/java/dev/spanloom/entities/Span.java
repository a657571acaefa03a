package dev.spanloom.entities;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A span as it was recorded: immutable and thread-safe. Counterpart of {@code
 * mlflow.entities.Span}. Beside MLflow's fields it keeps what OpenTelemetry says of a span (kind,
 * links, trace state, flags, resource, scope), so that its OTLP form is without loss.
 */
public final class Span {
  private final String traceId;
  private final String spanId;
  private final @Nullable String parentId;
  private final String otelTraceId;
  private final String name;
  private final SpanKind kind;
  private final long startTimeUnixNanos;
  private final long endTimeUnixNanos;
  private final SpanStatus status;
  private final Map<String, AttributeValue> attributes;
  private final List<SpanEvent> events;
  private final List<Link> links;
  private final String traceState;
  private final int flags;
  private final DroppedCounts dropped;
  private final OtelResource resource;
  private final OtelScope scope;

  private Span(Builder builder) {
    this.traceId = Objects.requireNonNull(builder.traceId, "traceId");
    this.spanId = Objects.requireNonNull(builder.spanId, "spanId");
    this.parentId =
        builder.parentId == null || builder.parentId.isEmpty() ? null : builder.parentId;
    this.otelTraceId =
        builder.otelTraceId != null ? builder.otelTraceId : TraceIds.toOtel(traceId).orElse("");
    this.name = builder.name;
    this.kind = builder.kind;
    this.startTimeUnixNanos = builder.startTimeUnixNanos;
    this.endTimeUnixNanos = builder.endTimeUnixNanos;
    this.status = builder.status;
    this.attributes = Collections.unmodifiableMap(builder.release());
    this.events = List.copyOf(builder.events);
    this.links = List.copyOf(builder.links);
    this.traceState = builder.traceState;
    this.flags = builder.flags;
    this.dropped = builder.dropped;
    this.resource = builder.resource;
    this.scope = builder.scope;
  }

  /**
   * How many items limits removed from a span.
   *
   * @param attributes attributes removed
   * @param events events removed
   * @param links links removed
   */
  public record DroppedCounts(int attributes, int events, int links) {
    public static final DroppedCounts NONE = new DroppedCounts(0, 0, 0);
  }

  public static Builder builder(String traceId, String spanId) {
    return new Builder().traceId(traceId).spanId(spanId);
  }

  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.traceId = traceId;
    builder.spanId = spanId;
    builder.parentId = parentId;
    builder.otelTraceId = otelTraceId;
    builder.name = name;
    builder.kind = kind;
    builder.startTimeUnixNanos = startTimeUnixNanos;
    builder.endTimeUnixNanos = endTimeUnixNanos;
    builder.status = status;
    builder.attributes(attributes);
    builder.events = events;
    builder.links = links;
    builder.traceState = traceState;
    builder.flags = flags;
    builder.dropped = dropped;
    builder.resource = resource;
    builder.scope = scope;
    return builder;
  }

  /** MLflow's trace id, such as {@code tr-} and 32 hex digits. */
  public String traceId() {
    return traceId;
  }

  /** MLflow's older name of {@link #traceId}. */
  public String requestId() {
    return traceId;
  }

  /** 16 lower-case hex digits. */
  public String spanId() {
    return spanId;
  }

  /** The parent's span id; null for a root. */
  public @Nullable String parentId() {
    return parentId;
  }

  public boolean isRoot() {
    return parentId == null;
  }

  /** OpenTelemetry's trace id, 32 hex digits; empty where the trace id holds none. */
  public String otelTraceId() {
    return otelTraceId;
  }

  public String name() {
    return name;
  }

  public SpanKind kind() {
    return kind;
  }

  /** Nanoseconds since the Unix epoch. */
  public long startTimeUnixNanos() {
    return startTimeUnixNanos;
  }

  /** Nanoseconds since the Unix epoch; null while the span is open. */
  public @Nullable Long endTimeUnixNanos() {
    return endTimeUnixNanos == 0 ? null : endTimeUnixNanos;
  }

  public boolean isEnded() {
    return endTimeUnixNanos != 0;
  }

  /** End minus start in nanoseconds, never negative; null while the span is open. */
  public @Nullable Long durationNanos() {
    return endTimeUnixNanos == 0 ? null : Math.max(0, endTimeUnixNanos - startTimeUnixNanos);
  }

  public SpanStatus status() {
    return status;
  }

  /** The span type; {@code UNKNOWN} when none was set. */
  public String spanType() {
    return attribute(SpanAttributeKey.SPAN_TYPE) instanceof String type ? type : SpanType.UNKNOWN;
  }

  /** The inputs as plain Java values, or null when none were set. */
  public @Nullable Object inputs() {
    return attribute(SpanAttributeKey.INPUTS);
  }

  /**
   * The outputs as plain Java values (null, Boolean, String, Long, Double, List, Map), or null when
   * none were set.
   */
  public @Nullable Object outputs() {
    return attribute(SpanAttributeKey.OUTPUTS);
  }

  /**
   * The inputs read as a type: a record, a bean, an enum, a collection's raw class or a scalar.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when they do not fit
   */
  public <T> @Nullable T inputsAs(Class<T> type) {
    return JsonBinding.bind(inputs(), type);
  }

  /**
   * The outputs read as a type: a record, a bean, an enum, a collection's raw class or a scalar.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when they do not fit
   */
  public <T> @Nullable T outputsAs(Class<T> type) {
    return JsonBinding.bind(outputs(), type);
  }

  /**
   * The outputs read as a list of a type.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when they are no list or an element does
   *     not fit
   */
  public <T> List<T> outputsAsListOf(Class<T> elementType) {
    return JsonBinding.bindList(outputs(), elementType);
  }

  /**
   * The documents among the outputs of a RETRIEVER span; elements of another shape are left out.
   */
  public List<Document> documents() {
    if (!(outputs() instanceof List<?> items)) {
      return List.of();
    }
    return items.stream().flatMap(item -> JsonBinding.document(item).stream()).toList();
  }

  /** Tokens used by this span itself; empty when it says nothing of them. */
  public Optional<TokenUsage> tokenUsage() {
    return TokenUsage.fromValue(attribute(SpanAttributeKey.CHAT_USAGE));
  }

  /**
   * The cost of this span itself as it says it; empty when it says none. What its model and tokens
   * cost by list price is told by {@link dev.spanloom.entities.price.PriceBook#cost(Span)}.
   */
  public Optional<LlmCost> llmCost() {
    return LlmCost.fromValue(attribute(SpanAttributeKey.LLM_COST));
  }

  /**
   * The name of the model that this span called, as the first of these says it: {@code
   * mlflow.llm.model}, {@code gen_ai.response.model}, {@code gen_ai.request.model}, {@code
   * llm.model_name}, {@code model} among the inputs, {@code model} among the outputs. Null when
   * none does.
   */
  public @Nullable String modelName() {
    return ModelNames.of(this);
  }

  /** One attribute as a plain Java value, or null. */
  public @Nullable Object attribute(String key) {
    AttributeValue value = attributes.get(key);
    return value == null ? null : value.get();
  }

  /** All attributes as plain Java values, decoded now. */
  public Map<String, @Nullable Object> attributes() {
    Map<String, @Nullable Object> decoded = new LinkedHashMap<>();
    attributes.forEach((key, value) -> decoded.put(key, value.get()));
    return Collections.unmodifiableMap(decoded);
  }

  /** All attributes in their encoded form, in the order in which they were set. */
  public Map<String, AttributeValue> attributeValues() {
    return attributes;
  }

  public List<SpanEvent> events() {
    return events;
  }

  public List<Link> links() {
    return links;
  }

  /** The W3C {@code tracestate}; empty when there is none. */
  public String traceState() {
    return traceState;
  }

  /** The W3C flags as OTLP carries them. */
  public int flags() {
    return flags;
  }

  public DroppedCounts dropped() {
    return dropped;
  }

  public OtelResource resource() {
    return resource;
  }

  public OtelScope scope() {
    return scope;
  }

  /**
   * The size of this span as MLflow counts it: the bytes of its dict form as JSON text whose
   * non-ASCII characters are escaped. Counted without making that text.
   */
  public long jsonSizeBytes() {
    return SpanDictLength.of(this);
  }

  /** MLflow's dict form of a span. Python's {@code to_dict}. */
  public Map<String, @Nullable Object> toMap() {
    return SpanDict.write(this);
  }

  /**
   * Reads the dict form of a span, as MLflow 2, MLflow 3.0 to 3.17 and MLflow's TypeScript SDK
   * write it.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it is none of them
   */
  public static Span fromMap(Map<String, ? extends @Nullable Object> map) {
    return SpanDict.read(map);
  }

  /** The encoded OTLP {@code Span} message; resource and scope are not part of it. */
  public byte[] toOtlp() {
    return SpanProto.encode(this);
  }

  /**
   * Reads an encoded OTLP {@code Span} message.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when the bytes are no span or its ids are
   *     empty
   */
  public static Span fromOtlp(byte[] span) {
    return fromOtlp(span, OtelResource.EMPTY, OtelScope.EMPTY);
  }

  /**
   * Reads an encoded OTLP {@code Span} message of a known resource and scope.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when the bytes are no span or its ids are
   *     empty
   */
  public static Span fromOtlp(byte[] span, OtelResource resource, OtelScope scope) {
    return SpanProto.decode(span, resource, scope);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Span that
        && spanId.equals(that.spanId)
        && traceId.equals(that.traceId)
        && Objects.equals(parentId, that.parentId)
        && otelTraceId.equals(that.otelTraceId)
        && name.equals(that.name)
        && kind == that.kind
        && startTimeUnixNanos == that.startTimeUnixNanos
        && endTimeUnixNanos == that.endTimeUnixNanos
        && status.equals(that.status)
        && attributes.equals(that.attributes)
        && events.equals(that.events)
        && links.equals(that.links)
        && traceState.equals(that.traceState)
        && flags == that.flags
        && dropped.equals(that.dropped)
        && resource.equals(that.resource)
        && scope.equals(that.scope);
  }

  @Override
  public int hashCode() {
    return Objects.hash(traceId, spanId);
  }

  @Override
  public String toString() {
    return "Span[name="
        + name
        + ", traceId="
        + traceId
        + ", spanId="
        + spanId
        + ", parentId="
        + parentId
        + ", type="
        + spanType()
        + ", status="
        + status.statusCode()
        + "]";
  }

  /** Collects a span. Not thread-safe. */
  public static final class Builder {
    private @Nullable String traceId;
    private @Nullable String spanId;
    private @Nullable String parentId;
    private @Nullable String otelTraceId;
    private String name = "";
    private SpanKind kind = SpanKind.UNSPECIFIED;
    private long startTimeUnixNanos;
    private long endTimeUnixNanos;
    private SpanStatus status = SpanStatus.UNSET;
    private LinkedHashMap<String, AttributeValue> attributes = new LinkedHashMap<>();
    private boolean attributesReleased;
    private List<SpanEvent> events = List.of();
    private List<Link> links = List.of();
    private String traceState = "";
    private int flags;
    private DroppedCounts dropped = DroppedCounts.NONE;
    private OtelResource resource = OtelResource.EMPTY;
    private OtelScope scope = OtelScope.EMPTY;

    private Builder() {}

    /**
     * Sets the trace id; the OpenTelemetry id follows it unless {@link #otelTraceId} says
     * otherwise.
     */
    public Builder traceId(String id) {
      this.traceId = id;
      this.otelTraceId = null;
      return this;
    }

    public Builder spanId(String id) {
      this.spanId = id;
      return this;
    }

    /** Null or empty for a root. */
    public Builder parentId(@Nullable String id) {
      this.parentId = id;
      return this;
    }

    /** For traces whose MLflow id is not made from the OpenTelemetry id: 32 hex digits. */
    public Builder otelTraceId(String hex) {
      this.otelTraceId = hex;
      return this;
    }

    public Builder name(String text) {
      this.name = Objects.requireNonNull(text, "name");
      return this;
    }

    public Builder kind(SpanKind spanKind) {
      this.kind = Objects.requireNonNull(spanKind, "kind");
      return this;
    }

    public Builder startTimeUnixNanos(long nanos) {
      this.startTimeUnixNanos = nanos;
      return this;
    }

    /** 0 while the span is open. */
    public Builder endTimeUnixNanos(long nanos) {
      this.endTimeUnixNanos = nanos;
      return this;
    }

    public Builder status(SpanStatus spanStatus) {
      this.status = Objects.requireNonNull(spanStatus, "status");
      return this;
    }

    public Builder spanType(String type) {
      return attribute(SpanAttributeKey.SPAN_TYPE, AttributeValue.of(type));
    }

    public Builder inputs(@Nullable Object plain) {
      return attribute(SpanAttributeKey.INPUTS, AttributeValue.of(plain));
    }

    public Builder outputs(@Nullable Object plain) {
      return attribute(SpanAttributeKey.OUTPUTS, AttributeValue.of(plain));
    }

    public Builder attribute(String key, AttributeValue value) {
      owned().put(key, value);
      return this;
    }

    public Builder removeAttribute(String key) {
      owned().remove(key);
      return this;
    }

    /** Replaces all attributes. */
    public Builder attributes(Map<String, AttributeValue> values) {
      attributes = new LinkedHashMap<>(values);
      attributesReleased = false;
      return this;
    }

    /** The attributes to change: a copy, once a span has been built of them. */
    private Map<String, AttributeValue> owned() {
      if (attributesReleased) {
        attributes = new LinkedHashMap<>(attributes);
        attributesReleased = false;
      }
      return attributes;
    }

    /** The attributes for a span, which nobody changes any more. */
    private Map<String, AttributeValue> release() {
      attributesReleased = true;
      return attributes;
    }

    public Builder events(List<SpanEvent> spanEvents) {
      this.events = List.copyOf(spanEvents);
      return this;
    }

    public Builder links(List<Link> spanLinks) {
      this.links = List.copyOf(spanLinks);
      return this;
    }

    public Builder traceState(String text) {
      this.traceState = Objects.requireNonNull(text, "traceState");
      return this;
    }

    public Builder flags(int w3cFlags) {
      this.flags = w3cFlags;
      return this;
    }

    public Builder dropped(DroppedCounts counts) {
      this.dropped = Objects.requireNonNull(counts, "dropped");
      return this;
    }

    public Builder resource(OtelResource otelResource) {
      this.resource = Objects.requireNonNull(otelResource, "resource");
      return this;
    }

    public Builder scope(OtelScope otelScope) {
      this.scope = Objects.requireNonNull(otelScope, "scope");
      return this;
    }

    public Span build() {
      return new Span(this);
    }
  }
}
