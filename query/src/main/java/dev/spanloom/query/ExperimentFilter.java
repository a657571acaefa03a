package dev.spanloom.query;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which experiments are meant: MLflow's {@code filter_string} of a search for experiments,
 * conditions joined by AND. Texts are compared by {@code = != LIKE ILIKE}, times, in milliseconds,
 * by {@code = != < <= > >=}. Immutable and thread-safe.
 *
 * <pre>{@code
 * ExperimentFilter.parse("name LIKE 'chat%' AND tags.team = 'search' AND creation_time > 1700000000000")
 * }</pre>
 */
public final class ExperimentFilter {
  /** True of every experiment. */
  public static final ExperimentFilter ALL = new ExperimentFilter(List.of());

  private static final String TEXT_OPERATORS = "=, !=, LIKE or ILIKE";
  private static final String TIME_OPERATORS = "=, !=, <, <=, > or >=";

  private final List<Predicate<Experiment>> conditions;

  private ExperimentFilter(List<Predicate<Experiment>> conditions) {
    this.conditions = List.copyOf(conditions);
  }

  /**
   * The filter of a text; {@link #ALL} of null and of blank text.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for anything that is no filter, saying
   *     where, what was found and what was expected
   */
  public static ExperimentFilter parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return ALL;
    }
    if (text.length() > FilterParser.LARGEST_LENGTH) {
      throw MlflowException.invalidParameter(
          "filter: "
              + text.length()
              + " characters (expected: at most "
              + FilterParser.LARGEST_LENGTH
              + ")");
    }
    TokenStream tokens = new TokenStream(new SourceText("filter", text));
    List<Predicate<Experiment>> conditions = new ArrayList<>();
    do {
      if (conditions.size() == FilterParser.LARGEST_CONDITIONS) {
        throw tokens.found("at most " + FilterParser.LARGEST_CONDITIONS + " conditions");
      }
      conditions.add(condition(tokens));
    } while (tokens.takeKeyword("AND"));
    tokens.expectEnd("AND or the end");
    return new ExperimentFilter(conditions);
  }

  private static Predicate<Experiment> condition(TokenStream tokens) {
    ExperimentField field = ExperimentField.take(tokens, false);
    Operator operator = operator(tokens, field);
    return field.isTime() ? onTime(tokens, field, operator) : onText(tokens, field, operator);
  }

  private static Operator operator(TokenStream tokens, ExperimentField field) {
    String word = tokens.current().text().toUpperCase(Locale.ROOT);
    for (Operator operator : Operator.values()) {
      boolean orders =
          operator != Operator.EQUAL && operator != Operator.NOT_EQUAL && !operator.isPattern();
      boolean allowed =
          field.isTime() ? !operator.isPattern() : !orders && operator != Operator.RLIKE;
      if (allowed && !tokens.current().quoted() && operator.symbol().equals(word)) {
        tokens.take();
        return operator;
      }
    }
    throw tokens.found(field.isTime() ? TIME_OPERATORS : TEXT_OPERATORS);
  }

  private static Predicate<Experiment> onText(
      TokenStream tokens, ExperimentField field, Operator operator) {
    if (tokens.current().kind() != Token.Kind.TEXT) {
      throw tokens.found("a text in quotes, such as 'a'");
    }
    String wanted = tokens.take().text();
    Predicate<String> test =
        operator.isPattern() ? Patterns.of(operator, wanted) : Predicate.isEqual(wanted);
    boolean negated = operator == Operator.NOT_EQUAL;
    return experiment -> {
      String text = field.text(experiment);
      return text != null && test.test(text) != negated;
    };
  }

  private static Predicate<Experiment> onTime(
      TokenStream tokens, ExperimentField field, Operator operator) {
    BigDecimal limit = number(tokens);
    return experiment -> {
      int order = BigDecimal.valueOf(field.number(experiment)).compareTo(limit);
      return switch (operator) {
        case EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case LESS -> order < 0;
        case LESS_OR_EQUAL -> order <= 0;
        case GREATER -> order > 0;
        default -> order >= 0;
      };
    };
  }

  private static BigDecimal number(TokenStream tokens) {
    Token token = tokens.current();
    if (token.kind() == Token.Kind.NUMBER && token.text().length() <= 40) {
      try {
        BigDecimal number = new BigDecimal(token.text());
        tokens.take();
        return number;
      } catch (NumberFormatException e) {
        // said below
      }
    }
    throw tokens.found("milliseconds since 1970, without quotes, such as 1700000000000");
  }

  /** Whether the filter is true of an experiment. */
  public boolean matches(Experiment experiment) {
    return conditions.stream().allMatch(condition -> condition.test(experiment));
  }
}
