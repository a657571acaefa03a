package dev.spanloom.entities;

import dev.spanloom.entities.internal.json.JsonReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a trace beside its spans. Immutable and thread-safe. Counterpart of {@code
 * mlflow.entities.TraceInfo} (V3); the names of the legacy API are there as aliases.
 *
 * @param traceId such as {@code tr-} and 32 hex digits
 * @param clientRequestId the program's own id of the request; null when not set
 * @param traceLocation where the trace lives
 * @param requestPreview the inputs in short; null when not set
 * @param responsePreview the outputs in short; null when not set
 * @param requestTimeUnixMillis start of the trace, milliseconds since the Unix epoch
 * @param executionDurationMillis null while the trace runs
 * @param state the state
 * @param traceMetadata facts of the trace, fixed once it is logged
 * @param tags labels, changeable at any time
 * @param assessments feedback and expectations
 */
public record TraceInfo(
    String traceId,
    @Nullable String clientRequestId,
    TraceLocation traceLocation,
    @Nullable String requestPreview,
    @Nullable String responsePreview,
    long requestTimeUnixMillis,
    @Nullable Long executionDurationMillis,
    TraceState state,
    Map<String, String> traceMetadata,
    Map<String, String> tags,
    List<Assessment> assessments) {
  public TraceInfo {
    Objects.requireNonNull(traceId, "traceId");
    Objects.requireNonNull(traceLocation, "traceLocation");
    Objects.requireNonNull(state, "state");
    traceMetadata = Entries.of(traceMetadata);
    tags = Entries.of(tags);
    assessments = List.copyOf(assessments);
  }

  public static Builder builder(String traceId) {
    return new Builder(traceId);
  }

  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Legacy name of {@link #traceId}. */
  public String requestId() {
    return traceId;
  }

  /** Legacy name of {@link #requestTimeUnixMillis}. */
  public long timestampMs() {
    return requestTimeUnixMillis;
  }

  /** Legacy name of {@link #executionDurationMillis}. */
  public @Nullable Long executionTimeMs() {
    return executionDurationMillis;
  }

  /** Legacy name of {@link #state}. */
  public TraceState status() {
    return state;
  }

  /** Legacy name of {@link #traceMetadata}. */
  public Map<String, String> requestMetadata() {
    return traceMetadata;
  }

  /** The experiment of the trace; null where it lives elsewhere. */
  public @Nullable String experimentId() {
    return traceLocation.experimentId();
  }

  /** The name of the trace, which is its root span's; null when not known. */
  public @Nullable String name() {
    return tags.get(TraceTagKey.TRACE_NAME);
  }

  /** Tokens used by the whole trace; empty when nothing says. */
  public Optional<TokenUsage> tokenUsage() {
    String text = traceMetadata.get(TraceMetadataKey.TOKEN_USAGE);
    return text == null ? Optional.empty() : TokenUsage.fromValue(JsonReader.readOrText(text));
  }

  /** Cost of the whole trace; empty when it is unknown. */
  public Optional<LlmCost> cost() {
    String text = traceMetadata.get(TraceMetadataKey.COST);
    return text == null ? Optional.empty() : LlmCost.fromValue(JsonReader.readOrText(text));
  }

  /** MLflow's dict form. Python's {@code to_dict}. */
  public Map<String, @Nullable Object> toMap() {
    return TraceInfoDict.write(this);
  }

  /** MLflow's wire form, as its REST API carries it. */
  public Map<String, @Nullable Object> toWireMap() {
    return TraceInfoDict.writeWire(this);
  }

  /**
   * The wire form of the legacy V2 API: maps as lists of {@code {key, value}}, an unknown duration
   * as 0.
   */
  public Map<String, @Nullable Object> toV2WireMap() {
    return TraceInfoDict.writeV2Wire(this);
  }

  /**
   * Reads the dict form or the wire form, V3 or V2.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it is none of them
   */
  public static TraceInfo fromMap(Map<String, ? extends @Nullable Object> map) {
    return TraceInfoDict.read(map);
  }

  /** Collects a trace info. Not thread-safe. */
  public static final class Builder {
    private String traceId;
    private @Nullable String clientRequestId;
    private TraceLocation traceLocation = TraceLocation.defaultExperiment();
    private @Nullable String requestPreview;
    private @Nullable String responsePreview;
    private long requestTimeUnixMillis;
    private @Nullable Long executionDurationMillis;
    private TraceState state = TraceState.STATE_UNSPECIFIED;
    private final Entries.Builder traceMetadata;
    private final Entries.Builder tags;
    private List<Assessment> assessments = List.of();

    private Builder(String traceId) {
      this.traceId = traceId;
      this.traceMetadata = new Entries.Builder();
      this.tags = new Entries.Builder();
    }

    private Builder(TraceInfo from) {
      traceId = from.traceId;
      clientRequestId = from.clientRequestId;
      traceLocation = from.traceLocation;
      requestPreview = from.requestPreview;
      responsePreview = from.responsePreview;
      requestTimeUnixMillis = from.requestTimeUnixMillis;
      executionDurationMillis = from.executionDurationMillis;
      state = from.state;
      traceMetadata = new Entries.Builder(from.traceMetadata);
      tags = new Entries.Builder(from.tags);
      assessments = from.assessments;
    }

    public Builder traceId(String id) {
      traceId = id;
      return this;
    }

    public Builder clientRequestId(@Nullable String id) {
      clientRequestId = id;
      return this;
    }

    public Builder traceLocation(TraceLocation location) {
      traceLocation = location;
      return this;
    }

    public Builder experimentId(String id) {
      return traceLocation(TraceLocation.experiment(id));
    }

    public Builder requestPreview(@Nullable String text) {
      requestPreview = text;
      return this;
    }

    public Builder responsePreview(@Nullable String text) {
      responsePreview = text;
      return this;
    }

    public Builder requestTimeUnixMillis(long millis) {
      requestTimeUnixMillis = millis;
      return this;
    }

    public Builder executionDurationMillis(@Nullable Long millis) {
      executionDurationMillis = millis;
      return this;
    }

    public Builder state(TraceState traceState) {
      state = traceState;
      return this;
    }

    public Builder metadata(String key, String value) {
      traceMetadata.put(key, value);
      return this;
    }

    /** Adds entries; those of the same key are replaced. */
    public Builder metadata(Map<String, String> entries) {
      traceMetadata.putAll(entries);
      return this;
    }

    public Builder removeMetadata(String key) {
      traceMetadata.remove(key);
      return this;
    }

    public Builder tag(String key, String value) {
      tags.put(key, value);
      return this;
    }

    /** Adds entries; those of the same key are replaced. */
    public Builder tags(Map<String, String> entries) {
      tags.putAll(entries);
      return this;
    }

    public Builder removeTag(String key) {
      tags.remove(key);
      return this;
    }

    /** Replaces all assessments. */
    public Builder assessments(List<? extends Assessment> all) {
      assessments = List.copyOf(all);
      return this;
    }

    public TraceInfo build() {
      return new TraceInfo(
          traceId,
          clientRequestId,
          traceLocation,
          requestPreview,
          responsePreview,
          requestTimeUnixMillis,
          executionDurationMillis,
          state,
          traceMetadata.build(),
          tags.build(),
          assessments);
    }
  }
}
