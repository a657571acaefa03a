package dev.spanloom.query;

import java.util.ArrayList;
import java.util.List;

/** What the words of a text must be for a LIKE or ILIKE pattern to match it. */
public final class TextPattern {
  private TextPattern() {}

  /**
   * A part of a word, or a whole one, that a matching text has. A run that is longer than {@link
   * Words#LONGEST} is in no set of words: texts with {@link WordSet#hasLong} must be looked at for
   * every fragment that {@linkplain #mayBeLong may be part of one}.
   *
   * @param word folded
   * @param openStart the word of the text may have more before it
   * @param openEnd the word of the text may have more behind it
   */
  public record Fragment(String word, boolean openStart, boolean openEnd) {
    /** True when a word of a text is what is asked for. */
    public boolean matches(String textWord) {
      if (openStart) {
        return openEnd ? textWord.contains(word) : textWord.endsWith(word);
      }
      return openEnd ? textWord.startsWith(word) : textWord.equals(word);
    }

    public boolean isWhole() {
      return !openStart && !openEnd;
    }

    public boolean mayBeLong() {
      return openStart || openEnd || word.length() > Words.LONGEST;
    }
  }

  /**
   * The fragments of a pattern, each once; every one of them is needed. Empty when the pattern says
   * nothing of words, as {@code %} does.
   */
  public static List<Fragment> of(String likePattern) {
    List<Fragment> fragments = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    boolean openStart = false;
    boolean afterWildcard = false;
    for (int i = 0; i <= likePattern.length(); ) {
      int codePoint = i < likePattern.length() ? likePattern.codePointAt(i) : ' ';
      boolean wildcard = isOpen(codePoint);
      int folded = Words.fold(codePoint);
      boolean single = !wildcard && Words.isWordByItself(folded);
      boolean inRun = !wildcard && !single && Words.isWordCharacter(folded);
      if (inRun) {
        if (run.isEmpty()) {
          openStart = afterWildcard;
        }
        run.appendCodePoint(folded);
      } else if (!run.isEmpty()) {
        add(fragments, new Fragment(run.toString(), openStart, wildcard));
        run.setLength(0);
      }
      if (single && Words.isWordCharacter(folded)) {
        add(fragments, new Fragment(Character.toString(folded), false, false));
      }
      afterWildcard = wildcard;
      i += Character.charCount(codePoint);
    }
    return fragments;
  }

  /** True where a text may have any characters, or the other half of a character. */
  private static boolean isOpen(int codePoint) {
    return codePoint == '%'
        || codePoint == '_'
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }

  private static void add(List<Fragment> fragments, Fragment fragment) {
    if (!fragments.contains(fragment)) {
      fragments.add(fragment);
    }
  }
}
