package dev.spanloom.entities;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A judgement of a trace or of one of its spans: {@link Feedback}, {@link Expectation}, or a kind
 * of a newer MLflow. Immutable and thread-safe. Counterpart of {@code mlflow.entities.Assessment}.
 */
public abstract sealed class Assessment permits Feedback, Expectation, OtherAssessment {
  /** The metadata key of the run that an assessment came from. */
  public static final String SOURCE_RUN_ID = "mlflow.assessment.sourceRunId";

  private final Common common;

  Assessment(Common common) {
    this.common = common;
  }

  /** What all kinds share. */
  record Common(
      @Nullable String assessmentId,
      String name,
      @Nullable String traceId,
      @Nullable String spanId,
      AssessmentSource source,
      long createTimeUnixMillis,
      long lastUpdateTimeUnixMillis,
      @Nullable String rationale,
      Map<String, String> metadata,
      @Nullable String overrides,
      @Nullable Boolean valid) {
    Common {
      Objects.requireNonNull(source, "source");
      if (name.isBlank()) {
        throw new IllegalArgumentException(
            "assessment name: \"" + name + "\" (expected: some text)");
      }
      metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
  }

  /** {@code a-} and 32 hex digits; null until a store has taken the assessment. */
  public @Nullable String assessmentId() {
    return common.assessmentId();
  }

  public String name() {
    return common.name();
  }

  /** The trace; null until the assessment is logged. */
  public @Nullable String traceId() {
    return common.traceId();
  }

  /** The span it is about; null when it is about the whole trace. */
  public @Nullable String spanId() {
    return common.spanId();
  }

  public AssessmentSource source() {
    return common.source();
  }

  /** Milliseconds since the Unix epoch. */
  public long createTimeUnixMillis() {
    return common.createTimeUnixMillis();
  }

  /** Milliseconds since the Unix epoch. */
  public long lastUpdateTimeUnixMillis() {
    return common.lastUpdateTimeUnixMillis();
  }

  /** Why; null when not said. */
  public @Nullable String rationale() {
    return common.rationale();
  }

  public Map<String, String> metadata() {
    return common.metadata();
  }

  /** The id of the assessment that this one replaces; null when it replaces none. */
  public @Nullable String overrides() {
    return common.overrides();
  }

  /** False once another assessment overrides this one; null where it was never said. */
  public @Nullable Boolean valid() {
    return common.valid();
  }

  /** False only for an assessment that another one overrides. */
  public boolean isValid() {
    return !Boolean.FALSE.equals(common.valid());
  }

  /** The run that it came from; null when none. */
  public @Nullable String runId() {
    return common.metadata().get(SOURCE_RUN_ID);
  }

  /** The kind, as JSON has it: {@code feedback}, {@code expectation} or another word. */
  public abstract String kind();

  /** A builder that starts from this assessment. */
  public abstract Builder<?> toBuilder();

  /** MLflow's JSON shape. Python's {@code to_dictionary}. */
  public Map<String, @Nullable Object> toMap() {
    return AssessmentDict.write(this);
  }

  /**
   * Reads MLflow's JSON shape.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it holds no feedback, expectation or
   *     other kind
   */
  public static Assessment fromMap(Map<String, ? extends @Nullable Object> map) {
    return AssessmentDict.read(map);
  }

  Common common() {
    return common;
  }

  /** What a kind adds, for {@link #equals} and {@link #toString}. */
  abstract Object payload();

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Assessment that
        && kind().equals(that.kind())
        && common.equals(that.common)
        && payload().equals(that.payload());
  }

  @Override
  public int hashCode() {
    return Objects.hash(common, payload());
  }

  @Override
  public String toString() {
    return getClass().getSimpleName()
        + "["
        + name()
        + "="
        + payload()
        + ", source="
        + source()
        + ", id="
        + assessmentId()
        + "]";
  }

  /**
   * Collects an assessment. Not thread-safe.
   *
   * @param <B> the builder of the kind
   */
  public abstract static sealed class Builder<B extends Builder<B>>
      permits Feedback.Builder, Expectation.Builder, OtherAssessment.Builder {
    private @Nullable String assessmentId;
    private final String name;
    private @Nullable String traceId;
    private @Nullable String spanId;
    private AssessmentSource source;
    private long createTime = System.currentTimeMillis();
    private long lastUpdateTime = createTime;
    private @Nullable String rationale;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private @Nullable String overrides;
    private @Nullable Boolean valid;

    Builder(String name, AssessmentSource source) {
      this.name = Objects.requireNonNull(name, "name");
      this.source = source;
    }

    Builder(Common from, @Nullable String newName) {
      this(newName == null ? from.name() : newName, from.source());
      assessmentId = from.assessmentId();
      traceId = from.traceId();
      spanId = from.spanId();
      createTime = from.createTimeUnixMillis();
      lastUpdateTime = from.lastUpdateTimeUnixMillis();
      rationale = from.rationale();
      metadata.putAll(from.metadata());
      overrides = from.overrides();
      valid = from.valid();
    }

    abstract B self();

    public abstract Assessment build();

    public B assessmentId(@Nullable String id) {
      assessmentId = id;
      return self();
    }

    public B traceId(@Nullable String id) {
      traceId = id;
      return self();
    }

    public B spanId(@Nullable String id) {
      spanId = id;
      return self();
    }

    public B source(AssessmentSource assessmentSource) {
      source = Objects.requireNonNull(assessmentSource, "source");
      return self();
    }

    public B createTimeUnixMillis(long millis) {
      createTime = millis;
      return self();
    }

    public B lastUpdateTimeUnixMillis(long millis) {
      lastUpdateTime = millis;
      return self();
    }

    public B rationale(@Nullable String text) {
      rationale = text;
      return self();
    }

    /** Adds one entry. */
    public B metadata(String key, String value) {
      metadata.put(key, value);
      return self();
    }

    /** Adds entries; those of the same key are replaced. */
    public B metadata(Map<String, String> entries) {
      metadata.putAll(entries);
      return self();
    }

    public B overrides(@Nullable String replacedAssessmentId) {
      overrides = replacedAssessmentId;
      return self();
    }

    public B valid(@Nullable Boolean isValid) {
      valid = isValid;
      return self();
    }

    Common common() {
      return new Common(
          assessmentId,
          name,
          traceId,
          spanId,
          source,
          createTime,
          lastUpdateTime,
          rationale,
          metadata,
          overrides,
          valid);
    }
  }
}
