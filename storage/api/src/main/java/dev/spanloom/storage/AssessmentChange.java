package dev.spanloom.storage;

import dev.spanloom.entities.AssessmentError;
import dev.spanloom.entities.MlflowException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to change of an assessment; what is not named stays. Immutable and thread-safe. Counterpart
 * of the fields of MLflow's {@code update_assessment}.
 *
 * <pre>{@code
 * AssessmentChange.builder().feedback(false, null).rationale("looked again").build();
 * }</pre>
 */
public final class AssessmentChange {
  private final @Nullable String name;
  private final @Nullable FeedbackContent feedback;
  private final @Nullable Object expectation;
  private final @Nullable String rationale;
  private final Map<String, String> metadata;

  private AssessmentChange(Builder from) {
    name = from.name;
    feedback = from.feedback;
    expectation = from.expectation;
    rationale = from.rationale;
    metadata = Map.copyOf(from.metadata);
  }

  /** What feedback says: a value, or why there is none. */
  public record FeedbackContent(@Nullable Object value, @Nullable AssessmentError error) {
    public FeedbackContent {
      if (value == null && error == null) {
        throw MlflowException.invalidParameter(
            "feedback without value and error (expected: at least one of them)");
      }
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  public @Nullable String name() {
    return name;
  }

  public @Nullable FeedbackContent feedback() {
    return feedback;
  }

  /** The new value of an expectation. */
  public @Nullable Object expectation() {
    return expectation;
  }

  public @Nullable String rationale() {
    return rationale;
  }

  /** Entries to add or replace. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Collects a change. Not thread-safe. */
  public static final class Builder {
    private @Nullable String name;
    private @Nullable FeedbackContent feedback;
    private @Nullable Object expectation;
    private @Nullable String rationale;
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private Builder() {}

    /**
     * @throws MlflowException with INVALID_PARAMETER_VALUE when it is blank
     */
    public Builder name(String newName) {
      if (newName.isBlank()) {
        throw MlflowException.invalidParameter(
            "assessment name: \"" + newName + "\" (expected: some text)");
      }
      name = newName;
      return this;
    }

    /**
     * Replaces value and error of feedback.
     *
     * @throws MlflowException with INVALID_PARAMETER_VALUE when both are null
     */
    public Builder feedback(@Nullable Object value, @Nullable AssessmentError error) {
      feedback = new FeedbackContent(value, error);
      return this;
    }

    /** Replaces the value of an expectation. */
    public Builder expectation(Object value) {
      expectation = value;
      return this;
    }

    public Builder rationale(String text) {
      rationale = text;
      return this;
    }

    /** Adds or replaces one entry. */
    public Builder metadata(String key, String value) {
      metadata.put(key, value);
      return this;
    }

    /** Adds or replaces entries. */
    public Builder metadata(Map<String, String> entries) {
      metadata.putAll(entries);
      return this;
    }

    public AssessmentChange build() {
      return new AssessmentChange(this);
    }
  }
}
