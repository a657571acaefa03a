package dev.spanloom.storage.sql.search;

/**
 * An engine may have U+FFFD where a text has what its columns cannot hold: U+0000, half a
 * character. Patterns are matched with stored texts in Java, and must not miss those.
 */
final class ReplacedText {
  private static final char REPLACEMENT = '\uFFFD';

  private ReplacedText() {}

  /** Whether a stored text may have been another one. */
  static boolean mayBe(String stored) {
    return stored.indexOf(REPLACEMENT) >= 0;
  }

  /** The beginning of a text that is surely stored as it is. */
  static String unchangedStart(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        return text.substring(0, i);
      }
    }
    return text;
  }
}
