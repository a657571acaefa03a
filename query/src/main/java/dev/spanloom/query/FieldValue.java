package dev.spanloom.query;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A value as the language compares it: its canonical text, and the number that it is or spells.
 *
 * @param kind what it was
 * @param text a string as it is; {@code true} or {@code false}; a number in its shortest plain form
 *     (5, 0.25); anything else as {@link SpanText#of(Object)} writes it
 * @param number the number, also of a text that {@linkplain #spelled spells} one; null for others,
 *     and where it is not finite
 */
public record FieldValue(Kind kind, String text, @Nullable Double number) {
  private static final int LONGEST_NUMBER = 400;
  private static final double EXACT_INTEGERS = 1e15;

  /** What a value was before it became comparable. */
  public enum Kind {
    TEXT,
    NUMBER,
    BOOLEAN,
    /** A list, a map, bytes. */
    OTHER
  }

  /**
   * The value of a plain Java object, such as {@link dev.spanloom.entities.Span#attribute} gives;
   * null is no value.
   */
  public static @Nullable FieldValue of(@Nullable Object plain) {
    if (plain == null) {
      return null;
    }
    if (plain instanceof String string) {
      return ofText(string);
    }
    if (plain instanceof Long || plain instanceof Integer) {
      return new FieldValue(Kind.NUMBER, plain.toString(), ((Number) plain).doubleValue());
    }
    if (plain instanceof Boolean) {
      return new FieldValue(Kind.BOOLEAN, plain.toString(), null);
    }
    if (plain instanceof Double || plain instanceof Float) {
      return ofNumber(((Number) plain).doubleValue());
    }
    if (plain instanceof BigInteger big) {
      return new FieldValue(Kind.NUMBER, big.toString(), finite(big.doubleValue()));
    }
    return new FieldValue(Kind.OTHER, SpanText.of(plain), null);
  }

  public static FieldValue ofText(String text) {
    return new FieldValue(Kind.TEXT, text, spelled(text));
  }

  public static FieldValue ofNumber(double number) {
    return new FieldValue(Kind.NUMBER, plain(number), finite(number));
  }

  /** The value of a feedback or an expectation; null for one without, and for other kinds. */
  public static @Nullable FieldValue of(Assessment assessment) {
    if (assessment instanceof Feedback feedback) {
      return of(feedback.value());
    }
    return assessment instanceof Expectation expectation ? of(expectation.value()) : null;
  }

  /**
   * The numeric reading of an assessment: the number, 1 for true and yes, 0 for false and no; null
   * for anything else.
   */
  public @Nullable Double reading() {
    if (number != null) {
      return number;
    }
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("yes")) {
      return 1.0;
    }
    return text.equalsIgnoreCase("false") || text.equalsIgnoreCase("no") ? 0.0 : null;
  }

  /**
   * The number that a text spells: digits with an optional minus before and an optional fraction
   * behind, and nothing else; null for any other text.
   */
  public static @Nullable Double spelled(String text) {
    int length = text.length();
    if (length > LONGEST_NUMBER) {
      return null;
    }
    int at = length > 0 && text.charAt(0) == '-' ? 1 : 0;
    int whole = digitsEnd(text, at);
    if (whole == at) {
      return null;
    }
    if (whole == length) {
      return finite(Double.parseDouble(text));
    }
    int fraction = text.charAt(whole) == '.' ? digitsEnd(text, whole + 1) : 0;
    return fraction == length && fraction > whole + 1 ? finite(Double.parseDouble(text)) : null;
  }

  private static int digitsEnd(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /** The shortest plain text of a number: {@code 5}, {@code 0.25}. */
  public static String plain(double number) {
    if (number == (long) number && Math.abs(number) < EXACT_INTEGERS) {
      return Long.toString((long) number);
    }
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Double.toString(number);
    }
    String shortest = JsonWriter.write(number);
    String plain = shortest.indexOf('e') < 0 ? shortest : new BigDecimal(shortest).toPlainString();
    return plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain;
  }

  private static @Nullable Double finite(double number) {
    return Double.isFinite(number) ? number : null;
  }
}
