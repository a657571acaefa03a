package dev.spanloom.query;

import java.util.Map;

/** Cuts a source into tokens, one at a time. Not thread-safe. */
final class Lexer {
  private static final String NAME_SIGNS = "_.-/:@$#";
  private static final Map<String, String> WRONG_SYMBOLS =
      Map.of("==", "=", "<>", "!=", "&&", "AND", "||", "OR", "!", "NOT or !=", "=~", "RLIKE");

  private final SourceText source;
  private final String text;
  private int at;

  Lexer(SourceText source) {
    this.source = source;
    this.text = source.text();
  }

  Token next() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    int start = at;
    if (start == text.length()) {
      return new Token(Token.Kind.END, "", false, start, start);
    }
    char c = text.charAt(start);
    if (c == '\'' || c == '"') {
      String inside = quoted();
      if (c == '"' && at < text.length() && text.charAt(at) == '.') {
        return name(start, new StringBuilder(inside), true);
      }
      return new Token(Token.Kind.TEXT, inside, true, start, at);
    }
    if (c == '`') {
      return name(start, new StringBuilder(quoted()), true);
    }
    int number = numberEnd(start);
    if (number > start && !(number < text.length() && isNameCharacter(number))) {
      at = number;
      return token(Token.Kind.NUMBER, start);
    }
    return isNameCharacter(start) ? name(start, new StringBuilder(), false) : symbol(start);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private boolean isNameCharacter(int index) {
    int c = text.codePointAt(index);
    return NAME_SIGNS.indexOf(c) >= 0 || Character.isLetterOrDigit(c);
  }

  private Token token(Token.Kind kind, int start) {
    return new Token(kind, text.substring(start, at), false, start, at);
  }

  /** A name; its parts behind dots may be quoted. */
  private Token name(int start, StringBuilder name, boolean startsQuoted) {
    boolean anyQuoted = startsQuoted;
    boolean behindDot = false;
    boolean behindQuote = startsQuoted;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (behindDot && (c == '`' || c == '"' || c == '\'')) {
        name.append(quoted());
        anyQuoted = true;
        behindQuote = true;
        behindDot = false;
      } else if (behindQuote ? c == '.' : isNameCharacter(at)) {
        int codePoint = text.codePointAt(at);
        name.appendCodePoint(codePoint);
        at += Character.charCount(codePoint);
        behindDot = c == '.';
        behindQuote = false;
      } else {
        break;
      }
    }
    return new Token(Token.Kind.NAME, name.toString(), anyQuoted, start, at);
  }

  /** What stands between quotes; the quote itself is written twice inside. */
  private String quoted() {
    int start = at;
    char quote = text.charAt(start);
    StringBuilder inside = new StringBuilder();
    int from = start + 1;
    while (true) {
      int end = text.indexOf(quote, from);
      if (end < 0) {
        throw source.error(start, "no " + quote + " that ends this one (expected: one)");
      }
      inside.append(text, from, end);
      if (end + 1 == text.length() || text.charAt(end + 1) != quote) {
        at = end + 1;
        return inside.toString();
      }
      inside.append(quote);
      from = end + 2;
    }
  }

  /** Where a number that starts at an index ends; the index itself when none starts there. */
  private int numberEnd(int start) {
    int i = start;
    if (charAt(i) == '-' || charAt(i) == '+') {
      i++;
    }
    int whole = digitsEnd(i);
    int digits = whole - i;
    i = whole;
    if (charAt(i) == '.') {
      int fraction = digitsEnd(i + 1);
      digits += fraction - i - 1;
      i = fraction;
    }
    if (digits == 0) {
      return start;
    }
    if (charAt(i) == 'e' || charAt(i) == 'E') {
      int exponent = charAt(i + 1) == '-' || charAt(i + 1) == '+' ? i + 2 : i + 1;
      int end = digitsEnd(exponent);
      return end > exponent ? end : i;
    }
    return i;
  }

  private int digitsEnd(int from) {
    int i = from;
    while (charAt(i) >= '0' && charAt(i) <= '9') {
      i++;
    }
    return i;
  }

  private char charAt(int index) {
    return index < text.length() ? text.charAt(index) : ' ';
  }

  private Token symbol(int start) {
    String two = text.substring(start, Math.min(start + 2, text.length()));
    String one = text.substring(start, start + 1);
    String meant = WRONG_SYMBOLS.getOrDefault(two, "");
    if (meant.isEmpty() && !two.equals("!=")) {
      meant = WRONG_SYMBOLS.getOrDefault(one, "");
    }
    if (!meant.isEmpty()) {
      throw source.error(
          start,
          "found " + (WRONG_SYMBOLS.containsKey(two) ? two : one) + " (expected: " + meant + ")");
    }
    if (one.equals(";")) {
      throw source.error(start, "found ; (expected: one filter and nothing behind it)");
    }
    if (two.equals("!=") || two.equals("<=") || two.equals(">=")) {
      at = start + 2;
      return token(Token.Kind.SYMBOL, start);
    }
    if ("=<>(),".contains(one)) {
      at = start + 1;
      return token(Token.Kind.SYMBOL, start);
    }
    int codePoint = text.codePointAt(start);
    throw source.error(
        start,
        "found "
            + Character.toString(codePoint)
            + " (expected: a field, an operator or a value; keys with such characters need"
            + " backticks, texts need quotes)");
  }
}
