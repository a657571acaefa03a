package dev.spanloom.storage.internal.metrics;

import dev.spanloom.storage.MetricsQuery.Aggregation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of one group, and the figures that they come to. Percentiles come from the values
 * themselves or from a sketch of them. Not thread-safe.
 */
public final class Accumulator {
  private final @Nullable LatencySketch sketch;
  private double[] kept = new double[0];
  private long count;
  private long errors;
  private double sum;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private @Nullable Set<String> distinct;

  private Accumulator(@Nullable LatencySketch sketch) {
    this.sketch = sketch;
  }

  /** Keeps every value: exact, as large as what it is given. */
  public static Accumulator exact() {
    return new Accumulator(null);
  }

  /** Keeps a sketch: percentiles within {@link LatencySketch#RELATIVE_ERROR}. */
  public static Accumulator sketched() {
    return new Accumulator(new LatencySketch());
  }

  /** Adds a value; one that is not finite is none. */
  public void add(double value) {
    if (!Double.isFinite(value)) {
      return;
    }
    if (sketch != null) {
      sketch.add(value);
    } else {
      if (count == kept.length) {
        kept = Arrays.copyOf(kept, Math.max(16, 2 * kept.length));
      }
      kept[(int) count] = value;
    }
    count++;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  /**
   * Adds what is known of values that were summed up before.
   *
   * @param least the least of them; infinite where nobody asks for it
   * @param greatest the greatest of them; infinite where nobody asks for it
   */
  public void addSums(long values, double total, double least, double greatest) {
    count += values;
    sum += total;
    min = Math.min(min, least);
    max = Math.max(max, greatest);
  }

  /** Adds the encoded sketch of values that {@link #addSums} added. For {@link #sketched} ones. */
  public void addSketch(byte[] encoded) {
    if (sketch == null) {
      throw new IllegalStateException("exact figures cannot come from a sketch");
    }
    sketch.addEncoded(encoded);
  }

  /** Counts things that have no value but are there, and those of them that failed. */
  public void addCount(long things, long failed) {
    count += things;
    errors += failed;
  }

  /** Counts a name, once however often it comes. */
  public void addDistinct(String name) {
    if (distinct == null) {
      distinct = new HashSet<>();
    }
    if (distinct.add(name)) {
      count++;
    }
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /**
   * One figure.
   *
   * @param seconds what a rate is over
   * @return null when there is nothing
   */
  public @Nullable Double figure(Aggregation aggregation, double seconds) {
    if (count == 0) {
      return null;
    }
    return switch (aggregation.kind()) {
      case COUNT -> (double) count;
      case SUM -> sum;
      case AVG -> sum / count;
      case MIN -> min;
      case MAX -> max;
      case PERCENTILE ->
          sketch == null
              ? Percentiles.of(Arrays.copyOf(kept, (int) count), aggregation.percentile())
              : sketch.quantile(aggregation.percentile() / 100);
      case RATE -> count / seconds;
      case ERROR_SHARE -> (double) errors / count;
    };
  }
}
