package dev.spanloom.query;

import java.math.BigDecimal;

/** A value in a filter. */
public sealed interface Literal {
  /** A quoted text. */
  record Text(String value) implements Literal {}

  /** A number. */
  @SuppressWarnings("JavaLangClash") // always written Literal.Number, as its neighbours are
  record Number(BigDecimal value) implements Literal {
    public static Number of(long value) {
      return new Number(BigDecimal.valueOf(value));
    }

    public static Number of(double value) {
      return new Number(BigDecimal.valueOf(value));
    }
  }

  /** {@code true} or {@code false}. */
  record Bool(boolean value) implements Literal {}

  /**
   * A moment, from an ISO text at a time field.
   *
   * @param unixMillis milliseconds since the Unix epoch
   * @param text as it was written
   */
  record Moment(long unixMillis, String text) implements Literal {}

  /**
   * {@code ago(2h)}; {@code now()} is {@code ago(0s)}. Becomes a number when the filter is resolved
   * for a search.
   *
   * @param millis how long before now
   * @param text as it was written, such as {@code 2h}
   */
  record Ago(long millis, String text) implements Literal {}
}
