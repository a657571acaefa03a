package dev.spanloom.entities.internal.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Floats as Python's {@code repr} prints them, which is what MLflow stores: {@code 2.0}, {@code
 * 1e-09}, {@code 1e+300}.
 */
final class PythonFloat {
  private static final int MAX_DIGITS = 17;

  private PythonFloat() {}

  static String repr(double value) {
    if (value == (long) value && Math.abs(value) < 1e15) {
      return (value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value)) + ".0";
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

  /**
   * {@link Double#toString} of JDK 17 sometimes gives a digit more than is needed to tell the
   * number apart.
   */
  private static BigDecimal shortest(double value) {
    BigDecimal printed = new BigDecimal(Double.toString(value));
    int digits = printed.precision();
    if (digits < MAX_DIGITS - 1) {
      return printed;
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal oneDigitLess = exact.round(new MathContext(digits - 1, RoundingMode.HALF_EVEN));
    if (oneDigitLess.doubleValue() == value) {
      return oneDigitLess;
    }
    BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    return nearest.doubleValue() == value ? nearest : printed;
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
