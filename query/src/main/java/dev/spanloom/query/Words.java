package dev.spanloom.query;

/**
 * What the text index takes for a word: a longest run of letters and digits, folded. A character of
 * a script that is written without spaces is a word of its own.
 */
public final class Words {
  /** Longer runs are no words; a text that has one is marked, see {@link WordSet#hasLong}. */
  public static final int LONGEST = 40;

  /** In {@link #kinds}: the character separates words. */
  static final char SEPARATOR = 0;

  /** In {@link #kinds}: a word by itself, or half of a character. */
  static final char SPECIAL = 1;

  private Words() {}

  /** Tables of the characters of 16 bits, made when first needed. */
  private static final class Tables {
    private static final char[] FOLDED = new char[0x10000];
    private static final char[] KINDS = new char[0x10000];

    static {
      for (int c = 0; c < FOLDED.length; c++) {
        boolean half = Character.isSurrogate((char) c);
        int folded = half ? c : fold(c);
        FOLDED[c] = (char) folded;
        KINDS[c] =
            half || (isWordByItself(folded) && isWordCharacter(folded))
                ? SPECIAL
                : isWordCharacter(folded) ? (char) folded : SEPARATOR;
      }
    }
  }

  /**
   * For each character of 16 bits: how it stands in a word, folded, or one of the two constants.
   */
  static char[] kinds() {
    return Tables.KINDS;
  }

  /** A text without differences of case: each character alone, whatever the language. */
  public static String fold(String text) {
    int length = text.length();
    int i = 0;
    while (i < length && isFoldedAscii(text.charAt(i))) {
      i++;
    }
    if (i == length) {
      return text;
    }
    char[] folded = new char[length];
    text.getChars(0, length, folded, 0);
    char[] table = Tables.FOLDED;
    for (; i < length; i++) {
      char c = folded[i];
      if (Character.isHighSurrogate(c) && i + 1 < length) {
        // both cases of such a character are pairs
        int pair = fold(Character.codePointAt(folded, i, length));
        i += Character.toChars(pair, folded, i) - 1;
      } else {
        folded[i] = table[c];
      }
    }
    return new String(folded);
  }

  private static boolean isFoldedAscii(char c) {
    return c < 128 && (c < 'A' || c > 'Z');
  }

  static int fold(int codePoint) {
    return Character.toLowerCase(Character.toUpperCase(codePoint));
  }

  /** True of folded characters that words are made of. */
  static boolean isWordCharacter(int folded) {
    return Character.isLetterOrDigit(folded);
  }

  /** True of characters of scripts that put no spaces between words. */
  static boolean isWordByItself(int codePoint) {
    if (codePoint < 0x0E00) {
      return false;
    }
    return codePoint <= 0x109F // Thai, Lao, Tibetan, Myanmar
        || (codePoint >= 0x1780 && codePoint <= 0x17FF) // Khmer
        || (codePoint >= 0x3005 && codePoint <= 0x312F) // marks, kana, Bopomofo
        || (codePoint >= 0x31A0 && codePoint <= 0x31FF)
        || (codePoint >= 0x3400 && codePoint <= 0x9FFF) // Han
        || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
        || (codePoint >= 0xFF66 && codePoint <= 0xFF9D) // half-width kana
        || (codePoint >= 0x1AFF0 && codePoint <= 0x1B2FF)
        || (codePoint >= 0x20000 && codePoint <= 0x3FFFF);
  }
}
