package dev.spanloom.bench.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * 30,000 words that are drawn as often as words of a language are (Zipf and Mandelbrot): the usual
 * small ones of English first, then made-up ones of English syllables. Immutable.
 */
final class Vocabulary {
  static final int WORDS = 30_000;

  private static final double RANK_OFFSET = 2.7;
  private static final String FREQUENT =
      "the of and to a in is that for it as was with be by on not he his but at are this have from"
          + " or had an they which one you were her all she there would their we him been has when"
          + " who will more no if out so said what up its about into than them can only other new"
          + " some could time these two may then do first any my now such like our over me even"
          + " most made after also did many before must through back years where much your way"
          + " well down should because each just those people how too little state good very make"
          + " world still own see men work long get here between both life being under never day"
          + " same another know while last might us great old year off come since against go came"
          + " right used take three order customer account question answer please help number";
  private static final String[] ONSETS = {
    "b", "br", "c", "ch", "cl", "cr", "d", "dr", "f", "fl", "g", "gr", "h", "l", "m", "n", "p",
    "pl", "pr", "r", "s", "sh", "sl", "sp", "st", "str", "t", "th", "tr", "v"
  };
  private static final String[] VOWELS = {"a", "e", "i", "o", "u", "ai", "ea", "ee", "io", "ou"};
  private static final String[] CODAS = {
    "", "", "", "l", "m", "n", "nd", "ng", "nt", "r", "rd", "rn", "s", "st", "t", "ck"
  };
  private static final String[] ENDINGS = {"", "", "", "ed", "er", "ing", "ion", "ly", "ness", "s"};

  private final byte[][] words;
  private final int[] alias;
  private final double[] threshold;

  Vocabulary() {
    List<String> list = spell();
    Planted.checkAgainst(list);
    words = list.stream().map(w -> w.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
    alias = new int[WORDS];
    threshold = new double[WORDS];
    prepareDrawing();
  }

  /** A word as ASCII; must not be changed. */
  byte[] draw(SplittableRandom random) {
    int column = random.nextInt(WORDS);
    return words[random.nextDouble() < threshold[column] ? column : alias[column]];
  }

  private static List<String> spell() {
    Set<String> words = new LinkedHashSet<>(List.of(FREQUENT.split(" ")));
    SplittableRandom random = new SplittableRandom(2_718_281_828L);
    while (words.size() < WORDS) {
      // frequent words are short
      int syllables = words.size() < 1000 ? 1 : words.size() < 10_000 ? 2 : 2 + random.nextInt(2);
      StringBuilder word = new StringBuilder();
      for (int i = 0; i < syllables; i++) {
        word.append(pick(ONSETS, random)).append(pick(VOWELS, random));
      }
      words.add(word.append(pick(CODAS, random)).append(pick(ENDINGS, random)).toString());
    }
    return new ArrayList<>(words);
  }

  private static String pick(String[] from, SplittableRandom random) {
    return from[random.nextInt(from.length)];
  }

  /** Vose's alias method: two looks per draw, whatever the number of words. */
  private void prepareDrawing() {
    double sum = 0;
    for (int rank = 0; rank < WORDS; rank++) {
      sum += 1 / (rank + 1 + RANK_OFFSET);
    }
    double[] share = new double[WORDS];
    int[] small = new int[WORDS];
    int[] large = new int[WORDS];
    int smalls = 0;
    int larges = 0;
    for (int rank = 0; rank < WORDS; rank++) {
      share[rank] = WORDS / ((rank + 1 + RANK_OFFSET) * sum);
      if (share[rank] < 1) {
        small[smalls++] = rank;
      } else {
        large[larges++] = rank;
      }
    }
    while (smalls > 0 && larges > 0) {
      int less = small[--smalls];
      int more = large[--larges];
      threshold[less] = share[less];
      alias[less] = more;
      share[more] -= 1 - share[less];
      if (share[more] < 1) {
        small[smalls++] = more;
      } else {
        large[larges++] = more;
      }
    }
    while (larges > 0) {
      threshold[large[--larges]] = 1;
    }
    while (smalls > 0) { // by rounding only
      threshold[small[--smalls]] = 1;
    }
  }
}
