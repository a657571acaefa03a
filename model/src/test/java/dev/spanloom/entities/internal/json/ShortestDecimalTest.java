package dev.spanloom.entities.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ShortestDecimalTest {
  @Property
  void isTheNearestOfTheShortest(
      @ForAll long bits, @ForAll @IntRange(min = -86, max = 0) int exponent) {
    isAsByTheDefinition(Math.scalb((double) (bits >>> 11 | 1L << 52), exponent));
  }

  @Property
  void soItIsOfSumsOfSmallAmounts(
      @ForAll @LongRange(min = 1, max = 1_000_000) long one,
      @ForAll @LongRange(min = 1, max = 1_000_000) long other,
      @ForAll @IntRange(max = 9) int scale) {
    isAsByTheDefinition(one / Math.pow(10, scale) + other / 1e7);
  }

  @Property
  void soItIsOfNeighboursOfShortNumbers(
      @ForAll @LongRange(min = 1, max = 9_999) long digits, @ForAll @IntRange(max = 9) int scale) {
    isAsByTheDefinition(Math.nextUp(digits / Math.pow(10, scale)));
    isAsByTheDefinition(Math.nextDown(digits / Math.pow(10, scale)));
  }

  @Test
  void otherSizesAndPowersOfTwoAreLeftToOthers() {
    for (double value : new double[] {1e-12 / 3, 1e17 / 3, 0.5, 1024}) {
      assertThat(ShortestDecimal.of(value, new BigDecimal(Double.toString(value)))).isNull();
    }
  }

  private static void isAsByTheDefinition(double value) {
    BigDecimal found = ShortestDecimal.of(value, new BigDecimal(Double.toString(value)));
    if (found != null) {
      assertThat(found).isEqualTo(byTheDefinition(value));
    }
  }

  private static BigDecimal byTheDefinition(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; ; digits++) {
      BigDecimal down = exact.round(new MathContext(digits, RoundingMode.DOWN));
      BigDecimal up = exact.round(new MathContext(digits, RoundingMode.UP));
      boolean downFits = down.doubleValue() == value;
      boolean upFits = up.doubleValue() == value;
      if (downFits && upFits) {
        return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
      } else if (downFits || upFits) {
        return (downFits ? down : up).stripTrailingZeros();
      }
    }
  }
}
