package dev.spanloom.entities.internal.derive;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all spans of a trace come to. Lists show tokens and costs as text, and stores keep them so:
 * each is there as a value or as its JSON, and becomes the other when somebody asks. Immutable and
 * thread-safe.
 */
public final class TraceSums {
  /** Of no spans. */
  public static final TraceSums NONE = of(null, null, SpanSizes.of(new long[0]));

  private final @Nullable Sum<TokenUsage> usage;
  private final @Nullable Sum<LlmCost> cost;
  private final SpanSizes sizes;

  private TraceSums(@Nullable Sum<TokenUsage> usage, @Nullable Sum<LlmCost> cost, SpanSizes sizes) {
    this.usage = usage;
    this.cost = cost;
    this.sizes = sizes;
  }

  /** The sums; null where no span says. */
  public static TraceSums of(@Nullable TokenUsage usage, @Nullable LlmCost cost, SpanSizes sizes) {
    return new TraceSums(
        usage == null ? null : new Sum<>(usage, null),
        cost == null ? null : new Sum<>(cost, null),
        sizes);
  }

  /**
   * The sums as {@link #usageJson} and {@link #costJson} gave them.
   *
   * @param usage null where no span says
   * @param cost null where no span says
   */
  public static TraceSums ofJson(@Nullable String usage, @Nullable String cost, SpanSizes sizes) {
    return new TraceSums(
        usage == null ? null : new Sum<>(null, usage),
        cost == null ? null : new Sum<>(null, cost),
        sizes);
  }

  /** Tokens of the whole trace; null when no span says. */
  public @Nullable TokenUsage usage() {
    return usage == null
        ? null
        : usage.value(json -> TokenUsage.fromValue(JsonReader.read(json)).orElse(null));
  }

  /** Cost of the whole trace; null when no span says. */
  public @Nullable LlmCost cost() {
    return cost == null
        ? null
        : cost.value(json -> LlmCost.fromValue(JsonReader.read(json)).orElse(null));
  }

  /** The JSON of {@link #usage} as MLflow's metadata has it; null when no span says. */
  public @Nullable String usageJson() {
    return usage == null ? null : usage.json(value -> JsonWriter.write(value.toMap()));
  }

  /** The JSON of {@link #cost} as MLflow's metadata has it; null when no span says. */
  public @Nullable String costJson() {
    return cost == null ? null : cost.json(value -> JsonWriter.write(value.toMap()));
  }

  /** The sizes of the spans. */
  public SpanSizes sizes() {
    return sizes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TraceSums sums
        && Objects.equals(usage(), sums.usage())
        && Objects.equals(cost(), sums.cost())
        && sizes.equals(sums.sizes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(usage(), cost(), sizes);
  }

  @Override
  public String toString() {
    return "TraceSums[usage=" + usageJson() + ", cost=" + costJson() + ", sizes=" + sizes + "]";
  }

  /** A value or its JSON. Both are immutable, so that it does no harm when two threads make one. */
  private static final class Sum<T> {
    private @Nullable T value;
    private @Nullable String json;

    Sum(@Nullable T value, @Nullable String json) {
      this.value = value;
      this.json = json;
    }

    @Nullable T value(Function<String, @Nullable T> read) {
      T known = value;
      if (known == null && json != null) {
        known = read.apply(json);
        value = known;
      }
      return known;
    }

    String json(Function<T, String> write) {
      String known = json;
      if (known == null) {
        known = write.apply(Objects.requireNonNull(value));
        json = known;
      }
      return known;
    }
  }
}
