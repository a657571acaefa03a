package dev.spanloom.storage.sql;

/**
 * Sets of spans of a trace in one number: a bit for each of the first 62 by their ordinal, and one
 * for all others.
 */
public final class SpanBits {
  /** So many spans have a bit of their own. */
  public static final int OWN_BITS = 62;

  private static final long OTHERS = 1L << OWN_BITS;
  private static final long OWN = OTHERS - 1;

  private SpanBits() {}

  public static long of(int ordinal) {
    return ordinal < OWN_BITS ? 1L << ordinal : OTHERS;
  }

  /** The set of spans whose ordinals are larger by a number. */
  public static long shifted(long spans, int by) {
    if (by == 0 || spans == 0) {
      return spans;
    }
    if (by >= OWN_BITS) {
      return OTHERS;
    }
    boolean others = (spans >>> (OWN_BITS - by)) != 0;
    return ((spans << by) & OWN) | (others ? OTHERS : 0);
  }
}
