package dev.spanloom.storage.internal.metrics;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many values of which size there were, in buckets that grow by a constant factor, so that any
 * quantile is known within {@link #RELATIVE_ERROR}. Sketches add up and are taken off again without
 * loss; a difference may hold negative counts as long as it is added to something. Takes any finite
 * number; what is closer to zero than {@link #SMALLEST} is zero. Not thread-safe.
 */
public final class LatencySketch {
  /** A quantile of values of one sign is off by at most this share of its size. */
  public static final double RELATIVE_ERROR = 0.01;

  static final double SMALLEST = 1e-9;

  private static final double GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
  private static final double LOG_GROWTH = StrictMath.log(GROWTH);
  private static final double LOG_SMALLEST = StrictMath.log(SMALLEST);

  /** Of the lower border of a bucket, in logarithms; the middle is off by the same either way. */
  private static final double LOG_MIDDLE = Math.log(2 / (1 + 1 / GROWTH));

  // counts[i] is of bucket lowest + i; buckets are in the order of their values: zero is bucket 0,
  // bucket k > 0 ends at SMALLEST * GROWTH^(k - 1), and -k is its mirror image
  private long[] counts = new long[0];
  private int lowest;
  private long total;

  // StrictMath: a value is looked for in the bucket that another machine put it into
  private static int bucket(double value) {
    double size = Math.abs(value);
    if (size < SMALLEST) {
      return 0;
    }
    int bucket = 1 + (int) Math.ceil((StrictMath.log(size) - LOG_SMALLEST) / LOG_GROWTH);
    return value < 0 ? -bucket : bucket;
  }

  private static double middle(int bucket) {
    if (bucket == 0) {
      return 0;
    }
    double log = Math.log(SMALLEST) + (Math.abs(bucket) - 2) * LOG_GROWTH + LOG_MIDDLE;
    double size = Math.min(Math.exp(log), Double.MAX_VALUE);
    return bucket < 0 ? -size : size;
  }

  /** Counts a value. */
  public void add(double value) {
    add(value, 1);
  }

  /**
   * Counts a value several times, or, with a negative number, takes it off.
   *
   * @throws IllegalArgumentException for a value that is not finite
   */
  public void add(double value, long times) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value: " + value + " (expected: a finite number)");
    }
    addTo(bucket(value), times);
  }

  /** Adds another one. */
  public void add(LatencySketch other) {
    for (int i = 0; i < other.counts.length; i++) {
      addTo(other.lowest + i, other.counts[i]);
    }
  }

  /** Takes another one off. */
  public void subtract(LatencySketch other) {
    for (int i = 0; i < other.counts.length; i++) {
      addTo(other.lowest + i, -other.counts[i]);
    }
  }

  private void addTo(int bucket, long times) {
    if (times == 0) {
      return;
    }
    if (counts.length == 0) {
      counts = new long[8];
      lowest = bucket - 4;
    } else if (bucket < lowest) {
      int more = lowest - bucket + counts.length / 2;
      long[] grown = new long[counts.length + more];
      System.arraycopy(counts, 0, grown, more, counts.length);
      counts = grown;
      lowest -= more;
    } else if (bucket - lowest >= counts.length) {
      counts = Arrays.copyOf(counts, bucket - lowest + 1 + counts.length / 2);
    }
    counts[bucket - lowest] += times;
    total += times;
  }

  /** How many values it has. */
  public long count() {
    return total;
  }

  public boolean isEmpty() {
    for (long count : counts) {
      if (count != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The value below which a share of all lies, by linear interpolation between the two nearest
   * ranks.
   *
   * @param share 0 to 1
   * @return null when there are no values
   */
  public @Nullable Double quantile(double share) {
    if (total <= 0) {
      return null;
    }
    double rank = share * (total - 1);
    long below = (long) Math.floor(rank);
    double low = atRank(below);
    double part = rank - below;
    return part == 0 ? low : low + (atRank(below + 1) - low) * part;
  }

  private double atRank(long rank) {
    long passed = 0;
    int last = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        passed += counts[i];
        last = lowest + i;
        if (passed > rank) {
          break;
        }
      }
    }
    return middle(last);
  }

  /**
   * A compact form: for each bucket that is not empty its distance from the one before, and its
   * count, as variable-length integers.
   */
  public byte[] encode() {
    long[] all = counts;
    byte[] out = new byte[64];
    int size = 0;
    int before = 0;
    for (int i = 0; i < all.length; i++) {
      long count = all[i];
      if (count != 0) {
        if (out.length - size < 2 * Varints.MOST_BYTES) {
          out = Arrays.copyOf(out, out.length * 2);
        }
        int bucket = lowest + i;
        size = Varints.write(out, size, Varints.zigzag(bucket - before));
        size = Varints.write(out, size, Varints.zigzag(count));
        before = bucket;
      }
    }
    return Arrays.copyOf(out, size);
  }

  /**
   * Adds an encoded one.
   *
   * @throws IllegalArgumentException for bytes that {@link #encode} did not make
   */
  public void addEncoded(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    long bucket = 0;
    while (in.hasRemaining()) {
      bucket += Varints.unzigzag(Varints.read(in));
      if (Math.abs(bucket) > bucket(Double.MAX_VALUE)) {
        throw new IllegalArgumentException("sketch with a bucket " + bucket + " (damaged?)");
      }
      addTo((int) bucket, Varints.unzigzag(Varints.read(in)));
    }
  }

  /** See {@link #addEncoded}. */
  public static LatencySketch decode(byte[] encoded) {
    LatencySketch sketch = new LatencySketch();
    sketch.addEncoded(encoded);
    return sketch;
  }
}
