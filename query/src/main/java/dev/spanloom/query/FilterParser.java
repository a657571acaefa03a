package dev.spanloom.query;

import dev.spanloom.entities.MlflowException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads filters: MLflow's {@code filter_string} of a search for traces, made whole. The language is
 * described in {@code docs/spec/filter-language.md}.
 *
 * <pre>{@code
 * FilterParser.parse("status = 'ERROR' AND NOT span(type = 'LLM' AND duration_ms > 500)")
 * }</pre>
 */
public final class FilterParser {
  /** The most characters of a filter. */
  public static final int LARGEST_LENGTH = 1_000_000;

  /** How deep parentheses, NOT and span( ) may be nested. */
  public static final int LARGEST_DEPTH = 100;

  /** The most conditions of a filter. */
  public static final int LARGEST_CONDITIONS = 1_000;

  private final TokenStream tokens;
  private final ConditionParser conditions;
  private int depth;
  private int count;
  private boolean inSpan;

  private FilterParser(SourceText source) {
    this.tokens = new TokenStream(source);
    this.conditions = new ConditionParser(tokens);
  }

  /**
   * The filter of a text; {@link Filter#ALL} of null and of blank text.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for anything that is no filter, saying
   *     where, what was found and what was expected
   */
  public static Filter parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Filter.ALL;
    }
    if (text.length() > LARGEST_LENGTH) {
      throw MlflowException.invalidParameter(
          "filter: " + text.length() + " characters (expected: at most " + LARGEST_LENGTH + ")");
    }
    FilterParser parser = new FilterParser(new SourceText("filter", text));
    Filter filter = parser.either();
    parser.tokens.expectEnd("AND, OR or the end");
    return filter;
  }

  private Filter either() {
    List<Filter> parts = new ArrayList<>();
    do {
      Filter part = all();
      parts.addAll(part instanceof Filter.Or or ? or.parts() : List.of(part));
    } while (tokens.takeKeyword("OR"));
    return parts.size() == 1 ? parts.get(0) : new Filter.Or(parts);
  }

  private Filter all() {
    List<Filter> parts = new ArrayList<>();
    do {
      Filter part = negation();
      parts.addAll(part instanceof Filter.And and ? and.parts() : List.of(part));
    } while (tokens.takeKeyword("AND"));
    return parts.size() == 1 ? parts.get(0) : new Filter.And(parts);
  }

  private Filter negation() {
    Token start = tokens.current();
    if (tokens.takeKeyword("NOT")) {
      deeper(start);
      Filter operand = negation();
      depth--;
      return new Filter.Not(operand);
    }
    return operand(start);
  }

  private Filter operand(Token start) {
    if (tokens.takeSymbol("(")) {
      return inside(start);
    }
    if (tokens.takeKeyword("EXISTS")) {
      counted(start);
      return conditions.exists(inSpan);
    }
    if (start.isKeyword("span")) {
      tokens.take();
      if (tokens.takeSymbol("(")) {
        return sameSpan(start);
      }
      throw tokens
          .source()
          .error(start.end(), "found span alone (expected: span.<field> or span( … ))");
    }
    counted(start);
    return conditions.condition(inSpan);
  }

  private Filter sameSpan(Token start) {
    if (inSpan) {
      throw tokens
          .source()
          .error(start.start(), "found span( inside span( … ) (expected: fields of that one span)");
    }
    inSpan = true;
    Filter condition = inside(start);
    inSpan = false;
    return new Filter.InSpan(condition);
  }

  private Filter inside(Token start) {
    deeper(start);
    Filter filter = either();
    tokens.expectSymbol(")", "AND, OR or a ) for the ( before");
    depth--;
    return filter;
  }

  private void deeper(Token start) {
    if (++depth > LARGEST_DEPTH) {
      throw tokens
          .source()
          .error(start.start(), "nested too deep (expected: at most " + LARGEST_DEPTH + " levels)");
    }
  }

  private void counted(Token start) {
    if (++count > LARGEST_CONDITIONS) {
      throw tokens
          .source()
          .error(
              start.start(),
              "too many conditions (expected: at most "
                  + LARGEST_CONDITIONS
                  + "; one IN can take the place of many)");
    }
  }
}
