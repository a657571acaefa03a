package dev.spanloom.query;

import dev.spanloom.entities.MlflowException;
import java.util.function.Predicate;

/** The patterns of LIKE, ILIKE and RLIKE, compiled once. Thread-safe. */
public final class Patterns {
  private Patterns() {}

  /**
   * What a pattern is true of.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for a bad regular expression
   */
  public static Predicate<String> of(Operator operator, String pattern) {
    return switch (operator) {
      case LIKE -> like(pattern);
      case ILIKE -> ilike(pattern);
      case RLIKE -> rlike(pattern);
      default -> throw new IllegalArgumentException(operator + " has no pattern");
    };
  }

  /** The whole text, {@code %} being any run and {@code _} one character; no escapes. */
  public static Predicate<String> like(String pattern) {
    return new LikePattern(pattern)::matches;
  }

  /** As {@link #like}, of both sides {@linkplain Words#fold folded}. */
  public static Predicate<String> ilike(String pattern) {
    LikePattern folded = new LikePattern(Words.fold(pattern));
    return text -> folded.matches(Words.fold(text));
  }

  /**
   * A regular expression that is found anywhere in the text.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for a bad one
   */
  public static Predicate<String> rlike(String regex) {
    try {
      return Regex.compile(regex)::isFoundIn;
    } catch (RegexSyntaxException e) {
      throw MlflowException.invalidParameter(e.getMessage());
    }
  }
}
