package dev.spanloom.query;

/**
 * A piece of a filter.
 *
 * @param kind what it is
 * @param text a name without the quotes of its parts; what stands between the quotes of a text; a
 *     number or a symbol as written
 * @param quoted true of names of which a part is quoted: they are no keywords
 * @param start where it starts in the source
 * @param end where it ends
 */
record Token(Kind kind, String text, boolean quoted, int start, int end) {
  enum Kind {
    NAME,
    TEXT,
    NUMBER,
    SYMBOL,
    END
  }

  boolean isKeyword(String keyword) {
    return kind == Kind.NAME && !quoted && text.equalsIgnoreCase(keyword);
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }
}
