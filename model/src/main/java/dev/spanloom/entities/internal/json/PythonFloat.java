package dev.spanloom.entities.internal.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Floats as Python's {@code repr} prints them, which is what MLflow stores: {@code 2.0}, {@code
 * 1e-09}, {@code 1e+300}.
 */
final class PythonFloat {
  private static final int SAFE_DIGITS = 15;
  private static final boolean SHORTEST_BY_JDK = Runtime.version().feature() >= 19;

  private PythonFloat() {}

  static String repr(double value) {
    if (value == (long) value && Math.abs(value) < 1e15) {
      return (value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value)) + ".0";
    }
    String plain = Double.toString(value);
    if (isPythons(plain)) {
      return plain;
    }
    BigDecimal shortest = shortest(value).stripTrailingZeros();
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    StringBuilder text = new StringBuilder(24);
    if (value < 0) {
      text.append('-');
    }
    if (exponent < -4 || exponent >= 16) {
      return scientific(text, digits, exponent);
    }
    return positional(text, digits, exponent);
  }

  /** Whether Java's text is Python's too, which is so of most numbers that people write. */
  private static boolean isPythons(String text) {
    int length = text.length();
    return length <= SAFE_DIGITS
        && text.indexOf('E') < 0
        && (text.charAt(length - 1) != '0' || text.charAt(length - 2) == '.');
  }

  /**
   * The fewest digits that tell the number apart, of those the nearest. {@link Double#toString}
   * gives more for the smallest numbers, and before JDK 19 now and then for others. Up to 15 digits
   * of a normal number it is right: no two such texts mean the same double.
   */
  private static BigDecimal shortest(double value) {
    BigDecimal best = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    boolean normal = Math.abs(value) >= Double.MIN_NORMAL;
    if (normal && (SHORTEST_BY_JDK || best.precision() <= SAFE_DIGITS)) {
      return best;
    }
    BigDecimal everyday = normal ? ShortestDecimal.of(value, best) : null;
    if (everyday != null) {
      return everyday;
    }
    BigDecimal exact = new BigDecimal(value);
    for (int digits = best.precision(); digits > 0; digits--) {
      BigDecimal candidate = nearest(exact, value, digits);
      if (candidate == null) {
        break;
      }
      best = candidate;
    }
    return best;
  }

  /** The nearest number of so many digits that reads as the value; null when there is none. */
  private static @Nullable BigDecimal nearest(BigDecimal exact, double value, int digits) {
    BigDecimal down = exact.round(new MathContext(digits, RoundingMode.DOWN));
    BigDecimal up = exact.round(new MathContext(digits, RoundingMode.UP));
    boolean downFits = down.doubleValue() == value;
    boolean upFits = up.doubleValue() == value;
    if (downFits && upFits) {
      return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }
    return downFits ? down : upFits ? up : null;
  }

  private static String scientific(StringBuilder text, String digits, int exponent) {
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    if (Math.abs(exponent) < 10) {
      text.append('0');
    }
    return text.append(Math.abs(exponent)).toString();
  }

  private static String positional(StringBuilder text, String digits, int exponent) {
    if (exponent < 0) {
      return text.append("0.").append("0".repeat(-exponent - 1)).append(digits).toString();
    }
    if (digits.length() <= exponent + 1) {
      return text.append(digits)
          .append("0".repeat(exponent + 1 - digits.length()))
          .append(".0")
          .toString();
    }
    return text.append(digits, 0, exponent + 1)
        .append('.')
        .append(digits, exponent + 1, digits.length())
        .toString();
  }
}
