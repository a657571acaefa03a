package dev.spanloom.storage.sql.text;

import dev.spanloom.query.WordSet;

/**
 * What stands for a word: 40 bits of its hash. Two words may share one; then a search looks at some
 * chunks in vain, since whatever the index finds is verified.
 */
public final class Token {
  static final int BITS = 40;

  private Token() {}

  public static long of(String word) {
    return of(WordSet.hash(word));
  }

  /** The token of a word with a {@linkplain WordSet#hash(int) hash}. */
  public static long of(long hash) {
    return hash >>> (Long.SIZE - BITS);
  }
}
