package dev.spanloom.query;

import dev.spanloom.entities.MlflowException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalLong;

/** Reads the value of a condition and checks that it fits the field. */
final class LiteralParser {
  /** How {@code now()} is kept: as {@code ago(0s)}. */
  static final String NOW = "0s";

  private static final int LONGEST_NUMBER = 400;
  private static final int LONGEST_PATTERN = 10_000;
  private static final String TIME =
      "milliseconds since 1970, ago(2h), now() or an ISO time in quotes, such as '2026-01-31' or"
          + " '2026-01-31T18:30Z'";

  private final TokenStream tokens;
  private final SourceText source;

  LiteralParser(TokenStream tokens) {
    this.tokens = tokens;
    this.source = tokens.source();
  }

  Literal value(FieldUse use, Operator operator) {
    Token start = tokens.current();
    if (operator.isPattern()) {
      return pattern(operator);
    }
    if (use.kind() == TraceField.Kind.TIME) {
      return time(start);
    }
    boolean orders = operator != Operator.EQUAL && operator != Operator.NOT_EQUAL;
    boolean wantsNumber = use.kind() == TraceField.Kind.NUMBER || orders;
    if (wantsNumber && start.kind() != Token.Kind.NUMBER) {
      throw tokens.found("a number without quotes, such as 5 or 0.25");
    }
    return switch (start.kind()) {
      case NUMBER -> {
        if (!wantsNumber && !use.isKeyed()) {
          throw tokens.found("a text in quotes, such as '" + source.quote(start) + "'");
        }
        yield number();
      }
      case TEXT -> new Literal.Text(tokens.take().text());
      default -> {
        if (use.isKeyed() && (start.isKeyword("true") || start.isKeyword("false"))) {
          tokens.take();
          yield new Literal.Bool(start.isKeyword("true"));
        }
        throw quotesMissing(use, start);
      }
    };
  }

  private MlflowException quotesMissing(FieldUse use, Token start) {
    String example =
        start.kind() == Token.Kind.NAME && !start.text().isEmpty()
            ? SourceText.shortened(start.text())
            : "a";
    return tokens.found(
        "a text in quotes, such as '"
            + example
            + "'"
            + (use.isKeyed() ? ", a number, true or false" : ""));
  }

  private Literal pattern(Operator operator) {
    Token start = tokens.current();
    if (start.kind() != Token.Kind.TEXT) {
      throw tokens.found("a pattern in quotes, such as 'abc%'");
    }
    if (start.text().length() > LONGEST_PATTERN) {
      throw source.error(
          start.start(),
          "a pattern of "
              + start.text().length()
              + " characters (expected: at most "
              + LONGEST_PATTERN
              + ")");
    }
    if (operator == Operator.RLIKE) {
      try {
        Regex.compile(start.text());
      } catch (RegexSyntaxException e) {
        throw source.error(start.start(), e.getMessage());
      }
    }
    tokens.take();
    return new Literal.Text(start.text());
  }

  private Literal.Number number() {
    Token start = tokens.current();
    if (start.text().length() <= LONGEST_NUMBER) {
      try {
        BigDecimal number = new BigDecimal(start.text());
        if (Double.isFinite(number.doubleValue())) {
          tokens.take();
          return new Literal.Number(number);
        }
      } catch (ArithmeticException | NumberFormatException e) {
        // its exponent is beyond all bounds; said below
      }
    }
    throw tokens.found("a number of the size of a 64-bit floating point number");
  }

  private Literal time(Token start) {
    if (start.kind() == Token.Kind.NUMBER) {
      return number();
    }
    if (start.kind() == Token.Kind.TEXT) {
      OptionalLong millis = TimeTexts.isoMillis(start.text());
      if (millis.isEmpty()) {
        throw tokens.found(TIME);
      }
      tokens.take();
      return new Literal.Moment(millis.getAsLong(), start.text());
    }
    boolean now = start.isKeyword("now");
    if (!now && !start.isKeyword("ago")) {
      throw tokens.found(TIME);
    }
    tokens.take();
    tokens.expectSymbol("(", "( behind " + start.text());
    Literal literal = now ? new Literal.Ago(0, NOW) : ago();
    tokens.expectSymbol(")", ")");
    return literal;
  }

  private Literal ago() {
    String text = tokens.current().text().toLowerCase(Locale.ROOT);
    OptionalLong millis = TimeTexts.spanMillis(text);
    if (tokens.current().kind() != Token.Kind.NAME || millis.isEmpty()) {
      throw tokens.found("how long ago, such as 30s, 15m, 2h, 7d or 4w");
    }
    tokens.take();
    return new Literal.Ago(millis.getAsLong(), text);
  }
}
