package dev.spanloom.storage.sql.text;

import dev.spanloom.storage.sql.Dialect;
import java.util.List;

/** The words of a chunk: their tokens, and those that may be new to the vocabulary. */
final class TokenizedWords implements Dialect.IndexableWords {
  private final long[] tokens;
  private final List<String> vocabulary;

  /** The array is not copied, and must not be changed. */
  TokenizedWords(long[] tokens, List<String> vocabulary) {
    this.tokens = tokens;
    this.vocabulary = vocabulary;
  }

  long[] tokens() {
    return tokens;
  }

  List<String> vocabulary() {
    return vocabulary;
  }

  @Override
  public int bytes() {
    return tokens.length * Long.BYTES;
  }
}
