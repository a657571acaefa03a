package dev.spanloom.query;

import dev.spanloom.entities.MlflowException;

/**
 * What a user wrote, for messages that say where it is wrong.
 *
 * @param label what it is, such as {@code filter}
 * @param text as it was written
 */
record SourceText(String label, String text) {
  private static final int LONGEST_QUOTE = 60;

  /** The failure at an index; columns count characters from 1. */
  MlflowException error(int index, String message) {
    int column = text.codePointCount(0, index) + 1;
    return MlflowException.invalidParameter(label + ", column " + column + ": " + message);
  }

  MlflowException found(Token token, String expected) {
    return error(token.start(), "found " + quote(token) + " (expected: " + expected + ")");
  }

  /** A token as it was written, cut where it is long. */
  String quote(Token token) {
    return token.kind() == Token.Kind.END
        ? "the end"
        : shortened(text.substring(token.start(), token.end()));
  }

  static String shortened(String text) {
    if (text.length() <= LONGEST_QUOTE) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST_QUOTE - 1)) ? 1 : 0;
    return text.substring(0, LONGEST_QUOTE - end) + "…";
  }
}
