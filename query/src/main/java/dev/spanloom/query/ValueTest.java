package dev.spanloom.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a comparison is true of, one value at a time. Of the values that a trace or a span has for
 * the field one that passes is enough; where there is none the comparison is false.
 */
public final class ValueTest {
  private ValueTest() {}

  /**
   * The test of {@link Filter.Compare}.
   *
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE for a bad regular
   *     expression
   * @throws IllegalArgumentException for {@code ago()}, which {@link Filters#resolve} replaces
   */
  public static Predicate<FieldValue> of(Field field, Operator operator, Literal literal) {
    boolean assessment = isAssessment(field);
    return switch (operator) {
      case EQUAL -> equal(assessment, literal);
      case NOT_EQUAL -> equal(assessment, literal).negate();
      case LIKE, ILIKE, RLIKE -> pattern(operator, literal);
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> ordered(assessment, operator, literal);
    };
  }

  /** The test of {@link Filter.OneOf}; fails as {@link #of} does. */
  public static Predicate<FieldValue> oneOf(Field field, boolean negated, List<Literal> values) {
    Set<String> texts = new HashSet<>();
    List<Predicate<FieldValue>> others = new ArrayList<>();
    for (Literal value : values) {
      if (value instanceof Literal.Text text && !isAssessment(field)) {
        texts.add(text.value());
      } else {
        others.add(of(field, Operator.EQUAL, value));
      }
    }
    return value ->
        (texts.contains(value.text()) || others.stream().anyMatch(test -> test.test(value)))
            != negated;
  }

  private static boolean isAssessment(Field field) {
    return field instanceof KeyedField keyed
        && (keyed.family() == KeyedField.Family.FEEDBACK
            || keyed.family() == KeyedField.Family.EXPECTATION);
  }

  private static Predicate<FieldValue> pattern(Operator operator, Literal literal) {
    Predicate<String> pattern =
        literal instanceof Literal.Text text ? Patterns.of(operator, text.value()) : text -> false;
    return value -> pattern.test(value.text());
  }

  private static Predicate<FieldValue> equal(boolean assessment, Literal literal) {
    if (literal instanceof Literal.Text text) {
      String wanted = text.value();
      return assessment ? meant(wanted) : value -> value.text().equals(wanted);
    }
    if (literal instanceof Literal.Bool bool) {
      String wanted = Boolean.toString(bool.value());
      return value -> value.text().equalsIgnoreCase(wanted);
    }
    double wanted = number(literal);
    return value -> value.number() != null && value.number() == wanted;
  }

  /** Equality with a quoted text that may spell what a number or a boolean is. */
  private static Predicate<FieldValue> meant(String wanted) {
    Double number = FieldValue.spelled(wanted);
    return value ->
        switch (value.kind()) {
          case NUMBER ->
              number == null
                  ? value.text().equals(wanted)
                  : value.number() != null && number.doubleValue() == value.number();
          case BOOLEAN -> value.text().equalsIgnoreCase(wanted);
          case TEXT, OTHER -> value.text().equals(wanted);
        };
  }

  private static Predicate<FieldValue> ordered(
      boolean assessment, Operator operator, Literal literal) {
    if (literal instanceof Literal.Text || literal instanceof Literal.Bool) {
      return value -> false;
    }
    double limit = number(literal);
    return value -> {
      Double number = assessment ? value.reading() : value.number();
      return number != null && ordered(operator, number, limit);
    };
  }

  private static boolean ordered(Operator operator, double number, double limit) {
    return switch (operator) {
      case LESS -> number < limit;
      case LESS_OR_EQUAL -> number <= limit;
      case GREATER -> number > limit;
      default -> number >= limit;
    };
  }

  private static double number(Literal literal) {
    if (literal instanceof Literal.Number number) {
      return number.value().doubleValue();
    }
    if (literal instanceof Literal.Moment moment) {
      return moment.unixMillis();
    }
    throw new IllegalArgumentException(
        literal + " in a filter that is applied (expected: one that Filters.resolve has seen)");
  }
}
