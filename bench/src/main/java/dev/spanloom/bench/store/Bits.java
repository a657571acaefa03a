package dev.spanloom.bench.store;

/**
 * A reversible scrambling of 64 bits (the finalizer of MurmurHash3): ids that look random, as real
 * ones do, and yet tell which trace they are of.
 */
final class Bits {
  private static final long FIRST = 0xff51afd7ed558ccdL;
  private static final long SECOND = 0xc4ceb9fe1a85ec53L;
  private static final long FIRST_INVERSE = inverse(FIRST);
  private static final long SECOND_INVERSE = inverse(SECOND);

  private Bits() {}

  static long scramble(long value) {
    long bits = (value ^ (value >>> 33)) * FIRST;
    bits = (bits ^ (bits >>> 33)) * SECOND;
    return bits ^ (bits >>> 33);
  }

  static long unscramble(long scrambled) {
    long bits = (scrambled ^ (scrambled >>> 33)) * SECOND_INVERSE;
    bits = (bits ^ (bits >>> 33)) * FIRST_INVERSE;
    return bits ^ (bits >>> 33);
  }

  /** Modulo 2^64, by Newton's iteration: each round doubles the bits that are right. */
  private static long inverse(long odd) {
    long inverse = odd;
    for (int round = 0; round < 5; round++) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }
}
