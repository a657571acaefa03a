package dev.spanloom.bench.store;

/**
 * Words that no text has by chance, put where it is known: so the answers of text searches can be
 * checked without looking through the texts.
 */
final class Planted {
  /** Each in one of 2,000 traces. */
  static final int RARE_WORDS = 10;

  /** Each in every fifth trace. */
  static final int COMMON_WORDS = 5;

  /** Longer words that share a middle part, each in one of 100 traces. */
  static final int INNER_WORDS = 5;

  private static final int RARE_EVERY = 2000;
  private static final int COMMON_EVERY = 5;
  private static final int INNER_EVERY = 100;

  private static final String[] RARE = {
    "quixblatt",
    "zwerfjinx",
    "pyxquorl",
    "jazzquern",
    "vexwhilk",
    "oxybzeppe",
    "kwyjibox",
    "fjordquaz",
    "whizgnox",
    "zyxomancy"
  };
  private static final String[] COMMON = {
    "refundqueue", "invoicebox", "shipzone", "quotaflux", "taxwindow"
  };
  private static final String[] INNER = {
    "prexanthoquine", "dixanthozole", "oxanthowex", "mixanthojet", "bexanthopaz"
  };

  private Planted() {}

  static String rare(int word) {
    return RARE[word];
  }

  static String common(int word) {
    return COMMON[word];
  }

  static String inner(int word) {
    return INNER[word];
  }

  /**
   * What the middle of one of the inner words is and of nothing else: the word without its ends.
   */
  static String innerPart(int word) {
    return INNER[word].substring(2, INNER[word].length() - 2);
  }

  static boolean hasRare(int trace, int word) {
    return trace % RARE_EVERY == 97 + 199 * word;
  }

  static boolean hasCommon(int trace, int word) {
    return Math.floorMod(Bits.scramble(trace * 31L + word), COMMON_EVERY) == 0;
  }

  static boolean hasInner(int trace, int word) {
    return Math.floorMod(Bits.scramble(trace * 37L + word), INNER_EVERY) == 0;
  }

  /** All words of a span of a trace, in front of each a space; mostly empty. */
  static String of(int trace, int span) {
    StringBuilder words = new StringBuilder();
    add(words, span, trace, RARE, Planted::hasRare);
    add(words, span, trace, COMMON, Planted::hasCommon);
    add(words, span, trace, INNER, Planted::hasInner);
    return words.toString();
  }

  private static void add(
      StringBuilder words, int span, int trace, String[] list, Membership membership) {
    for (int word = 0; word < list.length; word++) {
      if ((trace + word) % Workload.SPANS_PER_TRACE == span && membership.has(trace, word)) {
        words.append(' ').append(list[word]);
      }
    }
  }

  private interface Membership {
    boolean has(int trace, int word);
  }

  /**
   * Fails when a word of the vocabulary could be taken for a planted one.
   *
   * @throws IllegalStateException naming the word
   */
  static void checkAgainst(Iterable<String> vocabulary) {
    for (String word : vocabulary) {
      for (String[] list : new String[][] {RARE, COMMON}) {
        for (String planted : list) {
          check(!word.contains(planted), word);
        }
      }
      for (int inner = 0; inner < INNER.length; inner++) {
        check(!word.contains(innerPart(inner)), word);
      }
    }
  }

  private static void check(boolean holds, String word) {
    if (!holds) {
      throw new IllegalStateException("the vocabulary has a planted word: " + word);
    }
  }
}
