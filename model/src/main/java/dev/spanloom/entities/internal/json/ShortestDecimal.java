package dev.spanloom.entities.internal.json;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The decimal of fewest digits that reads as a double, of those the nearest, for doubles of
 * everyday size: between 1e-11 and 1e16 two words are enough to calculate with exactly.
 */
final class ShortestDecimal {
  private static final int MOST_DIGITS = 17;
  private static final int MANTISSA_BITS = 52;
  private static final long HIDDEN_BIT = 1L << MANTISSA_BITS;
  private static final long[] POWERS_OF_FIVE = new long[28];

  static {
    POWERS_OF_FIVE[0] = 1;
    for (int i = 1; i < POWERS_OF_FIVE.length; i++) {
      POWERS_OF_FIVE[i] = 5 * POWERS_OF_FIVE[i - 1];
    }
  }

  private ShortestDecimal() {}

  /**
   * The decimal, without its sign; null for a double of another size.
   *
   * @param value a normal number
   * @param near any decimal of at most 17 digits that reads as it
   */
  static @Nullable BigDecimal of(double value, BigDecimal near) {
    int scale = near.scale() + MOST_DIGITS - near.precision();
    long bits = Double.doubleToRawLongBits(value);
    long mantissa = (bits & (HIDDEN_BIT - 1)) | HIDDEN_BIT;
    int exponent = Math.getExponent(value) - MANTISSA_BITS;
    int shift = 1 - exponent - scale;
    // a power of two is nearer to its neighbour below than to that above
    boolean isEveryday =
        scale >= 0
            && scale < POWERS_OF_FIVE.length
            && shift > 1
            && shift < Long.SIZE
            && mantissa != HIDDEN_BIT;
    return isEveryday ? of(mantissa, POWERS_OF_FIVE[scale], shift, scale) : null;
  }

  /** In units of 10 to the minus scale the double is {@code 2 * mantissa * five / 2^shift}. */
  private static BigDecimal of(long mantissa, long five, int shift, int scale) {
    boolean isEven = mantissa % 2 == 0; // then what is half way to a neighbour reads as it, too
    Quotient below = Quotient.of(2 * mantissa - 1, five, shift);
    Quotient above = Quotient.of(2 * mantissa + 1, five, shift);
    long lowest = below.floor() + (below.isExact() && isEven ? 0 : 1);
    long highest = above.floor() - (above.isExact() && !isEven ? 1 : 0);
    long step = 1;
    while (highest / (10 * step) * (10 * step) >= lowest) {
      step *= 10;
    }
    Quotient twice = Quotient.of(2 * mantissa, five, shift - 1);
    long down = twice.floor() / 2 / step * step;
    long up = down + step;
    if (down < lowest || (up <= highest && twice.isNearer(up, down))) {
      return BigDecimal.valueOf(up, scale).stripTrailingZeros();
    }
    return BigDecimal.valueOf(down, scale).stripTrailingZeros();
  }

  /** What is left of the point, and whether nothing is right of it. */
  private record Quotient(long floor, boolean isExact) {
    static Quotient of(long factor, long five, int shift) {
      long high = Math.multiplyHigh(factor, five);
      long low = factor * five;
      return new Quotient(
          (high << (Long.SIZE - shift)) | (low >>> shift), low << (Long.SIZE - shift) == 0);
    }

    /** Whether the half of this is nearer to the upper one; half way, whether that is even. */
    boolean isNearer(long up, long down) {
      long middle = up + down;
      if (floor == middle && isExact) {
        return down / (up - down) % 2 != 0;
      }
      return floor >= middle;
    }
  }
}
