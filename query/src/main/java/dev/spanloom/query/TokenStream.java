package dev.spanloom.query;

import dev.spanloom.entities.MlflowException;
import java.util.Locale;
import java.util.Set;

/** The tokens of a source, with one that is looked at before it is taken. Not thread-safe. */
final class TokenStream {
  private static final Set<String> KEYWORDS =
      Set.of("AND", "OR", "NOT", "EXISTS", "IN", "IS", "BETWEEN", "LIKE", "ILIKE", "RLIKE");

  private final SourceText source;
  private final Lexer lexer;
  private Token current;

  TokenStream(SourceText source) {
    this.source = source;
    this.lexer = new Lexer(source);
    this.current = lexer.next();
  }

  SourceText source() {
    return source;
  }

  Token current() {
    return current;
  }

  Token take() {
    Token taken = current;
    current = lexer.next();
    return taken;
  }

  boolean takeKeyword(String keyword) {
    boolean found = current.isKeyword(keyword);
    if (found) {
      take();
    }
    return found;
  }

  boolean takeSymbol(String symbol) {
    boolean found = current.isSymbol(symbol);
    if (found) {
      take();
    }
    return found;
  }

  void expectSymbol(String symbol, String why) {
    if (!takeSymbol(symbol)) {
      throw found(why);
    }
  }

  void expectEnd(String expected) {
    if (current.kind() != Token.Kind.END) {
      throw found(expected);
    }
  }

  /** A name of a field; {@code "name"} is one too where a text would make no sense. */
  Token takeFieldName() {
    boolean quotedName =
        current.kind() == Token.Kind.TEXT && source.text().charAt(current.start()) == '"';
    boolean keyword =
        current.kind() == Token.Kind.NAME
            && !current.quoted()
            && KEYWORDS.contains(current.text().toUpperCase(Locale.ROOT));
    if (keyword || (current.kind() != Token.Kind.NAME && !quotedName)) {
      throw found("a field, such as status, tag.<key> or span.name");
    }
    return take();
  }

  /** The failure of the token that is looked at. */
  MlflowException found(String expected) {
    return source.found(current, expected);
  }
}
