package dev.spanloom.entities;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An assessment of a kind that came after this library, such as MLflow's {@code issue}: kept as it
 * was read.
 */
public final class OtherAssessment extends Assessment {
  private final String kind;
  private final Map<String, @Nullable Object> content;

  OtherAssessment(Common common, String kind, Map<String, @Nullable Object> content) {
    super(common);
    this.kind = kind;
    this.content = PlainValues.copyMap(content);
  }

  @Override
  public String kind() {
    return kind;
  }

  /** The fields of the kind. */
  public Map<String, @Nullable Object> content() {
    return content;
  }

  @Override
  public Builder toBuilder() {
    return new Builder(this);
  }

  @Override
  Object payload() {
    return content;
  }

  /** Collects changes to such an assessment. Not thread-safe. */
  public static final class Builder extends Assessment.Builder<Builder> {
    private final String kind;
    private final Map<String, @Nullable Object> content;

    private Builder(OtherAssessment from) {
      super(from.common(), null);
      kind = from.kind;
      content = from.content;
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    public OtherAssessment build() {
      return new OtherAssessment(common(), kind, content);
    }
  }
}
