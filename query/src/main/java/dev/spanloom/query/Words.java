package dev.spanloom.query;

/**
 * What the text index takes for a word: a longest run of letters and digits, folded. A character of
 * a script that is written without spaces is a word of its own.
 */
public final class Words {
  /** Longer runs are no words; a text that has one is marked, see {@link WordSet#hasLong}. */
  public static final int LONGEST = 40;

  /** What an ASCII character is inside a word, folded; 0 for those that separate words. */
  static final char[] ASCII = new char[128];

  static {
    for (char c = 0; c < ASCII.length; c++) {
      ASCII[c] = Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0;
    }
  }

  private Words() {}

  /** A text without differences of case: each character alone, whatever the language. */
  public static String fold(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 'A' && (c <= 'Z' || c > 127)) {
        return foldFrom(text, i);
      }
    }
    return text;
  }

  private static String foldFrom(String text, int start) {
    StringBuilder out = new StringBuilder(text.length()).append(text, 0, start);
    for (int i = start; i < text.length(); ) {
      int c = text.codePointAt(i);
      out.appendCodePoint(fold(c));
      i += Character.charCount(c);
    }
    return out.toString();
  }

  static int fold(int codePoint) {
    return Character.toLowerCase(Character.toUpperCase(codePoint));
  }

  /** True of folded characters that words are made of. */
  static boolean isWordCharacter(int folded) {
    return folded < 128 ? ASCII[folded] != 0 : Character.isLetterOrDigit(folded);
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
