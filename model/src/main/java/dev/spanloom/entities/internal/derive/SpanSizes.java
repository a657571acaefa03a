package dev.spanloom.entities.internal.derive;

import java.util.Arrays;

/** The sizes of the spans of a trace in bytes, as far as {@link SizeStats} needs them. */
public record SpanSizes(long count, long sum, long max, long p25, long p50, long p75) {
  public static SpanSizes of(long[] sizes) {
    long[] sorted = sizes.clone();
    Arrays.sort(sorted);
    return new SpanSizes(
        sorted.length,
        Arrays.stream(sorted).sum(),
        sorted.length == 0 ? 0 : sorted[sorted.length - 1],
        (long) percentile(sorted, 0.25),
        (long) percentile(sorted, 0.5),
        (long) percentile(sorted, 0.75));
  }

  /** By linear interpolation between the two nearest ranks; 0 of nothing. */
  static double percentile(long[] sorted, double share) {
    if (sorted.length == 0) {
      return 0.0;
    }
    double index = share * (sorted.length - 1);
    int below = (int) Math.floor(index);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (index - below);
  }
}
