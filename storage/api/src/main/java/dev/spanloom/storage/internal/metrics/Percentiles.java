package dev.spanloom.storage.internal.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The exact percentile of numbers at hand. */
public final class Percentiles {
  private Percentiles() {}

  /**
   * By linear interpolation between the two nearest ranks, as MLflow does.
   *
   * @param values in any order; are not changed
   * @param percentile 0 to 100
   * @return null when there are none
   */
  public static @Nullable Double of(double[] values, double percentile) {
    if (values.length == 0) {
      return null;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double rank = percentile / 100 * (sorted.length - 1);
    int below = (int) Math.floor(rank);
    double low = sorted[below];
    double part = rank - below;
    return part == 0 ? low : low + (sorted[below + 1] - low) * part;
  }
}
