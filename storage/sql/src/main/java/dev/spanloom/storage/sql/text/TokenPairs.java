package dev.spanloom.storage.sql.text;

/** Which tokens occur in which of some chunks, sorted by token, then by chunk. */
final class TokenPairs {
  private static final int CHUNK_BITS = Long.SIZE - Token.BITS;
  private static final int DIGIT_BITS = 10;
  private static final int DIGITS = 1 << DIGIT_BITS;

  /** Of so many chunks at most. */
  static final int MAX_CHUNKS = 1 << CHUNK_BITS;

  private long[] pairs;
  private int size;

  TokenPairs(int capacity) {
    this.pairs = new long[capacity];
  }

  /** Adds the tokens of a chunk, whose number is larger than that of those before. */
  void add(int chunk, long[] tokens) {
    for (long token : tokens) {
      pairs[size++] = token << CHUNK_BITS | chunk;
    }
  }

  int size() {
    return size;
  }

  long token(int index) {
    return pairs[index] >>> CHUNK_BITS;
  }

  int chunk(int index) {
    return (int) pairs[index] & (MAX_CHUNKS - 1);
  }

  /** By the digits of the token from the last to the first; the chunks stay in their order. */
  void sort() {
    long[] from = pairs;
    long[] to = new long[size];
    for (int shift = CHUNK_BITS; shift < Long.SIZE; shift += DIGIT_BITS) {
      int[] places = new int[DIGITS];
      for (int i = 0; i < size; i++) {
        places[digit(from[i], shift)]++;
      }
      int place = 0;
      for (int i = 0; i < DIGITS; i++) {
        int count = places[i];
        places[i] = place;
        place += count;
      }
      for (int i = 0; i < size; i++) {
        to[places[digit(from[i], shift)]++] = from[i];
      }
      long[] sorted = to;
      to = from;
      from = sorted;
    }
    pairs = from;
  }

  private static int digit(long pair, int shift) {
    return (int) (pair >>> shift) & (DIGITS - 1);
  }
}
