package dev.spanloom.storage.sql.search;

import dev.spanloom.query.Filter;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a comparison asks of one value, sorted by how an index can answer it. */
sealed interface LeafTest {
  /** That there is a value. */
  record Any() implements LeafTest {}

  /** What no value passes. */
  record None() implements LeafTest {}

  /**
   * To be one of some texts or numbers; negated, to be none of them.
   *
   * @param literals as they stand in the filter
   * @param texts the texts that are asked for, with all spellings of booleans
   * @param numbers the numbers that are asked for
   */
  record OneOf(List<Literal> literals, boolean negated, Set<String> texts, Set<Double> numbers)
      implements LeafTest {}

  /** To be a number that is less or more than a limit. */
  record Ordered(Operator operator, double limit) implements LeafTest {}

  /** To fit a pattern. */
  record Pattern(Operator operator, String pattern) implements LeafTest {}

  static LeafTest of(Filter.Compare compare) {
    Literal value = compare.value();
    Operator operator = compare.operator();
    return switch (operator) {
      case EQUAL, NOT_EQUAL -> oneOf(List.of(value), operator == Operator.NOT_EQUAL);
      case LIKE, ILIKE, RLIKE ->
          value instanceof Literal.Text text ? pattern(operator, text.value()) : new None();
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          value instanceof Literal.Text || value instanceof Literal.Bool
              ? new None()
              : new Ordered(operator, number(value));
    };
  }

  private static LeafTest pattern(Operator operator, String pattern) {
    boolean all =
        operator != Operator.RLIKE && LikeShape.of(pattern).kind() == LikeShape.Kind.ANYTHING;
    return all ? new Any() : new Pattern(operator, pattern);
  }

  static LeafTest of(Filter.OneOf oneOf) {
    return oneOf(oneOf.values(), oneOf.negated());
  }

  private static LeafTest oneOf(List<Literal> values, boolean negated) {
    Set<String> texts = new LinkedHashSet<>();
    Set<Double> numbers = new LinkedHashSet<>();
    for (Literal value : values) {
      if (value instanceof Literal.Text text) {
        texts.add(text.value());
      } else if (value instanceof Literal.Bool bool) {
        texts.addAll(spellings(Boolean.toString(bool.value())));
      } else {
        numbers.add(number(value));
      }
    }
    return new OneOf(values, negated, texts, numbers);
  }

  /** The number that a literal stands for which is neither text nor boolean. */
  static double number(Literal literal) {
    if (literal instanceof Literal.Number number) {
      return number.value().doubleValue();
    }
    if (literal instanceof Literal.Moment moment) {
      return moment.unixMillis();
    }
    throw new IllegalArgumentException(
        literal + " in a filter that is applied (expected: one that Filters.resolve has seen)");
  }

  /** All texts that are equal to a word of {@code a} to {@code z} when case is ignored. */
  static List<String> spellings(String word) {
    List<String> spellings = List.of("");
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      // a long s is an S in upper case, and so equal to s
      String letters = "" + c + Character.toUpperCase(c) + (c == 's' ? "\u017f" : "");
      List<String> longer = new ArrayList<>();
      for (String spelling : spellings) {
        letters.chars().forEach(letter -> longer.add(spelling + (char) letter));
      }
      spellings = longer;
    }
    return spellings;
  }
}
