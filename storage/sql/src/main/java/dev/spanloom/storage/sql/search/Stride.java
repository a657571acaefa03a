package dev.spanloom.storage.sql.search;

import dev.spanloom.storage.sql.Blocks;

/**
 * How far a walk through the numbers of traces goes at once. Candidates cost a look at their rows,
 * and those of a block come together: so it goes no farther than those that are wanted probably
 * are, and never so far that too many come at once. Not thread-safe.
 */
final class Stride {
  /** So many candidates may come at once. */
  static final int BATCH = 512;

  private static final long BLOCK = 1L << Blocks.SHIFT;

  /** What comes is not spread evenly. */
  private static final double MARGIN = 1.25;

  /** How far it goes before it knows more than how many there are at most. */
  private final double first;

  private long missing;

  /** Candidates in each number, as far as is known. */
  private double density;

  private long length;

  /**
   * A walk that has not begun.
   *
   * @param traces how many candidates there are at most
   * @param numbers among how many numbers
   * @param wanted how many candidates will be enough, most likely
   */
  Stride(long traces, long numbers, int wanted) {
    missing = wanted;
    density = (double) Math.max(1, traces) / Math.max(1, numbers);
    first = BATCH / density;
  }

  /** How many numbers to walk through now: whole blocks. */
  long next() {
    double blocks = Math.ceil(Math.max(1, missing) * MARGIN / density / BLOCK);
    double most = Math.min(BATCH / density, Math.max(first, 2.0 * length));
    length = Math.max(BLOCK, (long) Math.min(blocks * BLOCK, most) / BLOCK * BLOCK);
    return length;
  }

  /** What came of the last {@link #next}. */
  void found(int candidates) {
    missing -= candidates;
    density = Math.max(candidates, 0.5) / length; // where nothing was, there may be something ahead
  }
}
