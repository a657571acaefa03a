package dev.spanloom.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads one condition: a field, an operator, a value. Not thread-safe. */
final class ConditionParser {
  /** The most values of one IN. */
  static final int LARGEST_LIST = 10_000;

  private static final Map<String, Operator> SYMBOLS =
      Map.of(
          "=", Operator.EQUAL,
          "!=", Operator.NOT_EQUAL,
          "<", Operator.LESS,
          "<=", Operator.LESS_OR_EQUAL,
          ">", Operator.GREATER,
          ">=", Operator.GREATER_OR_EQUAL);
  private static final Map<String, Operator> PATTERNS =
      Map.of("LIKE", Operator.LIKE, "ILIKE", Operator.ILIKE, "RLIKE", Operator.RLIKE);

  private final TokenStream tokens;

  ConditionParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** What follows EXISTS. */
  Filter exists(boolean inSpan) {
    FieldUse use = field(inSpan);
    use.checkPresence(tokens.source(), use.name());
    return new Filter.Present(use.field(), false);
  }

  Filter condition(boolean inSpan) {
    FieldUse use = field(inSpan);
    Token start = tokens.current();
    if (start.kind() == Token.Kind.SYMBOL && SYMBOLS.containsKey(start.text())) {
      tokens.take();
      return comparison(use, start, SYMBOLS.get(start.text()));
    }
    if (tokens.takeKeyword("IS")) {
      boolean negated = !tokens.takeKeyword("NOT");
      if (!tokens.takeKeyword("NULL")) {
        throw tokens.found("NULL or NOT NULL");
      }
      use.checkPresence(tokens.source(), start);
      return new Filter.Present(use.field(), negated);
    }
    boolean negated = tokens.takeKeyword("NOT");
    Token word = tokens.current();
    if (tokens.takeKeyword("IN")) {
      use.checkList(tokens.source(), start);
      return new Filter.OneOf(use.field(), negated, list(use));
    }
    if (tokens.takeKeyword("BETWEEN")) {
      return between(use, start, negated);
    }
    Operator pattern =
        word.kind() == Token.Kind.NAME && !word.quoted()
            ? PATTERNS.get(word.text().toUpperCase(Locale.ROOT))
            : null;
    if (pattern == null) {
      throw tokens.found(
          negated ? "IN, BETWEEN, LIKE, ILIKE or RLIKE" : "one of " + use.operators());
    }
    tokens.take();
    Filter match = comparison(use, start, pattern);
    return negated ? use.onOneValue(List.of(use.present(), new Filter.Not(match))) : match;
  }

  private FieldUse field(boolean inSpan) {
    Token name = tokens.takeFieldName();
    return new FieldUse(FieldNames.resolve(tokens.source(), name, inSpan), name, inSpan);
  }

  private Filter comparison(FieldUse use, Token operatorToken, Operator operator) {
    use.check(tokens.source(), operatorToken, operator);
    Literal value = new LiteralParser(tokens).value(use, operator);
    return new Filter.Compare(use.field(), operator, value);
  }

  private Filter between(FieldUse use, Token start, boolean negated) {
    Operator above = negated ? Operator.LESS : Operator.GREATER_OR_EQUAL;
    Operator below = negated ? Operator.GREATER : Operator.LESS_OR_EQUAL;
    Filter low = comparison(use, start, above);
    if (!tokens.takeKeyword("AND")) {
      throw tokens.found("AND and the upper bound");
    }
    Filter high = comparison(use, start, below);
    return negated ? new Filter.Or(List.of(low, high)) : use.onOneValue(List.of(low, high));
  }

  private List<Literal> list(FieldUse use) {
    tokens.expectSymbol("(", "a list, such as ('a', 'b')");
    List<Literal> values = new ArrayList<>();
    do {
      Token start = tokens.current();
      values.add(new LiteralParser(tokens).value(use, Operator.EQUAL));
      if (values.size() > LARGEST_LIST) {
        throw tokens
            .source()
            .error(start.start(), "too many values (expected: at most " + LARGEST_LIST + ")");
      }
    } while (tokens.takeSymbol(","));
    tokens.expectSymbol(")", ", or ) behind a value");
    return values;
  }
}
