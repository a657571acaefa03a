package dev.spanloom.entities;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody or something thinks of a trace or a span. Counterpart of {@code
 * mlflow.entities.Feedback}.
 *
 * <pre>{@code
 * Feedback.builder("correctness").value(true).source(AssessmentSource.human("bob")).rationale("looks right").build();
 * }</pre>
 */
public final class Feedback extends Assessment {
  /** The name of feedback that was given none. */
  public static final String DEFAULT_NAME = "feedback";

  static final String KIND = "feedback";

  private final @Nullable Object value;
  private final @Nullable AssessmentError error;

  private Feedback(Common common, @Nullable Object value, @Nullable AssessmentError error) {
    super(common);
    this.value = PlainValues.copy(value);
    this.error = error;
  }

  public static Builder builder(String name) {
    return new Builder(name);
  }

  /**
   * A boolean, number, string, list or map; null when there is only an {@link #error}, or neither:
   * clients of MLflow newer than 3.6 say so of what could not be judged.
   */
  public @Nullable Object value() {
    return value;
  }

  /** Why there is no value, or null. */
  public @Nullable AssessmentError error() {
    return error;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Builder toBuilder() {
    return new Builder(this, null);
  }

  /** A builder that starts from this feedback under another name. */
  public Builder toBuilder(String newName) {
    return new Builder(this, newName);
  }

  @Override
  Object payload() {
    return Optional.ofNullable(value).map(Object::toString).orElse("")
        + (error == null ? "" : error.toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Feedback that
        && common().equals(that.common())
        && Objects.equals(value, that.value)
        && Objects.equals(error, that.error);
  }

  @Override
  public int hashCode() {
    return Objects.hash(common(), value, error);
  }

  /** Collects feedback. Not thread-safe. */
  public static final class Builder extends Assessment.Builder<Builder> {
    private @Nullable Object value;
    private @Nullable AssessmentError error;
    private boolean needsContent = true;

    private Builder(String name) {
      super(name, new AssessmentSource(AssessmentSourceType.CODE));
      valid(true);
    }

    private Builder(Feedback from, @Nullable String newName) {
      super(from.common(), newName);
      value = from.value;
      error = from.error;
      needsContent = value != null || error != null;
    }

    /** A boolean, number, string, list or map of them. */
    public Builder value(@Nullable Object feedbackValue) {
      value = feedbackValue;
      return this;
    }

    public Builder error(@Nullable AssessmentError assessmentError) {
      error = assessmentError;
      return this;
    }

    public Builder error(Throwable exception) {
      return error(AssessmentError.fromException(exception));
    }

    /** Takes feedback as another client said it, be it without value and error. */
    Builder asSaid() {
      needsContent = false;
      return this;
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * @throws IllegalArgumentException when there is neither a value nor an error, unless this was
     *     made of feedback that has neither
     */
    @Override
    public Feedback build() {
      if (needsContent && value == null && error == null) {
        throw new IllegalArgumentException(
            "feedback without value and error (expected: at least one of them)");
      }
      return new Feedback(common(), value, error);
    }
  }
}
