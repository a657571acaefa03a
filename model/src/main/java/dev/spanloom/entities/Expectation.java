package dev.spanloom.entities;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a trace or a span should have answered. Counterpart of {@code mlflow.entities.Expectation}.
 */
public final class Expectation extends Assessment {
  static final String KIND = "expectation";

  private final Object value;

  private Expectation(Common common, Object value) {
    super(common);
    this.value = Objects.requireNonNull(PlainValues.copy(value));
  }

  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** A boolean, number, string, list or map. */
  public Object value() {
    return value;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Builder toBuilder() {
    return new Builder(this, null);
  }

  /** A builder that starts from this expectation under another name. */
  public Builder toBuilder(String newName) {
    return new Builder(this, newName);
  }

  @Override
  Object payload() {
    return value;
  }

  /** Collects an expectation. Not thread-safe. */
  public static final class Builder extends Assessment.Builder<Builder> {
    private @Nullable Object value;

    private Builder(String name) {
      super(name, new AssessmentSource(AssessmentSourceType.HUMAN));
    }

    private Builder(Expectation from, @Nullable String newName) {
      super(from.common(), newName);
      value = from.value;
    }

    /** A boolean, number, string, list or map of them; not null. */
    public Builder value(Object expectedValue) {
      value = expectedValue;
      return this;
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * @throws IllegalArgumentException when there is no value
     */
    @Override
    public Expectation build() {
      if (value == null) {
        throw new IllegalArgumentException(
            "expectation without value (expected: anything but null)");
      }
      return new Expectation(common(), value);
    }
  }
}
