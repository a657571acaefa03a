package dev.spanloom.server.ui.span;

/** Counts where a text stands in others, whatever the case of its letters. Thread-safe. */
final class TextFinder {
  private final String wanted;
  private final char lower;
  private final char upper;

  /**
   * Makes one.
   *
   * @param wanted not empty
   */
  TextFinder(String wanted) {
    this.wanted = wanted;
    this.lower = Character.toLowerCase(wanted.charAt(0));
    this.upper = Character.toUpperCase(wanted.charAt(0));
  }

  /** How often it stands there; places that overlap count once. */
  int count(String text) {
    int count = 0;
    int last = text.length() - wanted.length();
    int at = 0;
    while (at <= last) {
      char c = text.charAt(at);
      if ((c == lower || c == upper || isFolded(c))
          && text.regionMatches(true, at, wanted, 0, wanted.length())) {
        count++;
        at += wanted.length();
      } else {
        at++;
      }
    }
    return count;
  }

  /** Letters with more than two forms: the long s, the Kelvin sign. */
  private boolean isFolded(char c) {
    return c >= 0x80 && Character.toLowerCase(Character.toUpperCase(c)) == lower;
  }
}
