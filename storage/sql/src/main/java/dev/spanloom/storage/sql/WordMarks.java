package dev.spanloom.storage.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What stands among the words of a chunk that is no word. Ids, hashes and large numbers are no
 * vocabulary: there are as many of them as there are spans. So that they are found by a part of
 * them all the same, a chunk has their pieces of three characters.
 */
public final class WordMarks {
  /** The chunk has words that are too long to be in the index: look at its text. */
  public static final String LONG = "zz9long";

  /** So many characters has a piece. */
  public static final int PIECE = 3;

  private static final String PIECE_PREFIX = "zz9p";
  private static final int LONGEST_NUMBER = 5;
  private static final int LONGEST_WORD = 24;

  private WordMarks() {}

  /** Whether a word is vocabulary, which people use again and again; marks and pieces are not. */
  public static boolean isVocabulary(String word) {
    int digits = 0;
    int length = word.length();
    for (int i = 0; i < length; i++) {
      char c = word.charAt(i);
      if (c > 127) {
        return true;
      }
      if (c <= '9') {
        digits++;
      }
    }
    return digits == 0 ? length <= LONGEST_WORD : digits == length && length <= LONGEST_NUMBER;
  }

  /** The pieces of a word, or of a part of one; none of a shorter text. */
  public static List<String> pieces(String word) {
    List<String> pieces = new ArrayList<>();
    addPieces(word, pieces);
    return pieces;
  }

  /** Adds the pieces of a word. */
  public static void addPieces(String word, Collection<String> into) {
    for (int i = 0; i + PIECE <= word.length(); i++) {
      into.add(PIECE_PREFIX + word.substring(i, i + PIECE));
    }
  }
}
