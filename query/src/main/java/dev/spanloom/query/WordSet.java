package dev.spanloom.query;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The distinct words of texts, see {@link Words}. Made for the path of every stored span: it looks
 * at each character once and makes no object per word. Not thread-safe; reusable after {@link
 * #clear}.
 */
public final class WordSet {
  private static final int PIECE = 1 << 14;
  private static final int LARGEST_KEPT = 1 << 17;
  private static final int FIRST_WORDS = 1 << 10;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  /** Differs from process to process, so that nobody can send words that all share a place. */
  private static final long SEED = System.nanoTime() * MIX;

  /** The text, or a piece of it that ends between words. */
  private char[] in = new char[PIECE];

  /** All words, a space behind each; behind them the word that is being read. */
  private char[] letters = new char[PIECE];

  private int used;

  /** Where each word starts; the next one starts behind its space. */
  private int[] starts = new int[FIRST_WORDS + 1];

  private int size;

  /** Open addressing: half of a hash, and the number of the word, from 1; 0 for a free place. */
  private long[] table = new long[2 * FIRST_WORDS];

  private boolean hasLong;

  /** Adds the words of a text. */
  public void add(String text) {
    int length = text.length();
    for (int from = 0; from < length; ) {
      int to = length - from <= PIECE ? length : betweenWords(text, from);
      if (to - from > in.length) {
        in = new char[to - from];
      }
      text.getChars(from, to, in, 0);
      scan(to - from);
      from = to;
    }
  }

  /** An index at which no word is cut, about a piece behind another. */
  private static int betweenWords(String text, int from) {
    int to = from + PIECE;
    while (to > from && mayBeInWord(text.charAt(to - 1))) {
      to--;
    }
    if (to > from) {
      return to;
    }
    to = from + PIECE;
    while (to < text.length() && mayBeInWord(text.charAt(to))) {
      to++;
    }
    return to;
  }

  private static boolean mayBeInWord(char c) {
    return c > 127 || Words.kinds()[c] != Words.SEPARATOR;
  }

  private void scan(int length) {
    char[] source = in;
    char[] kinds = Words.kinds();
    for (int i = 0; i < length; ) {
      if (kinds[source[i]] == Words.SEPARATOR) {
        i++;
      } else {
        i = word(i, length);
      }
    }
  }

  /** Reads the word at an index, or a special character there; returns the index behind. */
  private int word(int from, int length) {
    if (used + Words.LONGEST + 4 > letters.length) {
      letters = Arrays.copyOf(letters, letters.length * 2);
    }
    char[] source = in;
    char[] kinds = Words.kinds();
    char[] out = letters;
    int start = used;
    int full = start + Words.LONGEST;
    int to = start;
    long hash = SEED;
    int i = from;
    while (i < length) {
      char folded = kinds[source[i]];
      if (folded <= Words.SPECIAL) {
        if (folded == Words.SPECIAL) {
          return special(i, length, to, hash);
        }
        break;
      }
      if (to < full) {
        out[to] = folded;
      }
      to++;
      hash = (hash ^ folded) * MIX;
      i++;
    }
    end(start, to, hash);
    return i;
  }

  /** Goes on where {@link #word} met a word by itself, or a character that is a pair. */
  private int special(int from, int length, int readTo, long hashSoFar) {
    if (!Character.isSurrogate(in[from])) {
      end(used, readTo, hashSoFar);
      single(in[from]); // it has no case
      return from + 1;
    }
    int start = used;
    int full = start + Words.LONGEST;
    int to = readTo;
    long hash = hashSoFar;
    int i = from;
    while (i < length) {
      int codePoint = Character.codePointAt(in, i, length);
      int width = Character.charCount(codePoint);
      int folded = Words.fold(codePoint);
      if (!Words.isWordCharacter(folded)) {
        end(start, to, hash);
        return i + width;
      }
      if (Words.isWordByItself(folded)) {
        end(start, to, hash);
        single(folded);
        return i + width;
      }
      if (to < full) {
        to += Character.toChars(folded, letters, to);
      } else {
        to = full + 1;
      }
      hash = (hash ^ folded) * MIX;
      i += width;
    }
    end(start, to, hash);
    return i;
  }

  private void single(int character) {
    int end = used + Character.toChars(character, letters, used);
    keep(used, end, (SEED ^ character) * MIX);
  }

  private void end(int start, int end, long hash) {
    if (end - start > Words.LONGEST) {
      hasLong = true;
    } else if (end > start) {
      keep(start, end, hash);
    }
  }

  private void keep(int start, int end, long hash) {
    int mask = table.length - 1;
    int place = (int) (hash >>> 32) & mask;
    long known = table[place];
    while (known != 0) {
      if ((int) (known >>> 32) == (int) (hash >>> 32) && isWord((int) known - 1, start, end)) {
        return;
      }
      place = (place + 1) & mask;
      known = table[place];
    }
    if (size == starts.length - 1) {
      grow();
      keep(start, end, hash);
      return;
    }
    size++;
    table[place] = (hash >>> 32) << 32 | size;
    letters[end] = ' ';
    used = end + 1;
    starts[size] = used;
  }

  private boolean isWord(int number, int start, int end) {
    int known = starts[number];
    if (starts[number + 1] - known != end - start + 1) {
      return false;
    }
    char[] all = letters;
    for (int i = start; i < end; i++) {
      if (all[i] != all[known++]) {
        return false;
      }
    }
    return true;
  }

  private void grow() {
    starts = Arrays.copyOf(starts, size * 2 + 1);
    long[] small = table;
    table = new long[small.length * 2];
    int mask = table.length - 1;
    for (long word : small) {
      if (word != 0) {
        int place = (int) (word >>> 32) & mask;
        while (table[place] != 0) {
          place = (place + 1) & mask;
        }
        table[place] = word;
      }
    }
  }

  /** How many distinct words there are. */
  public int size() {
    return size;
  }

  /** True when a text had a run of letters and digits that is too long for a word. */
  public boolean hasLong() {
    return hasLong;
  }

  /** Hands out the words, in the order of their first occurrence. */
  public void forEach(Consumer<? super String> action) {
    for (int i = 0; i < size; i++) {
      action.accept(word(i));
    }
  }

  /** A word by its number, from 0, in the order of their first occurrence. */
  public String word(int number) {
    return new String(letters, starts[number], starts[number + 1] - starts[number] - 1);
  }

  /** What {@link #hash(String)} says of that word, without making a string of it. */
  public long hash(int number) {
    long hash = MIX;
    int end = starts[number + 1] - 1;
    for (int i = starts[number]; i < end; i++) {
      hash = (hash ^ letters[i]) * MIX;
    }
    return mixed(hash);
  }

  /** A hash of 64 good bits that never changes: stores keep it. */
  public static long hash(String word) {
    long hash = MIX;
    for (int i = 0; i < word.length(); i++) {
      hash = (hash ^ word.charAt(i)) * MIX;
    }
    return mixed(hash);
  }

  private static long mixed(long hash) {
    return (hash ^ hash >>> 32) * MIX;
  }

  /** The words with a space between them. */
  public String joined() {
    return size == 0 ? "" : new String(letters, 0, used - 1);
  }

  /** Forgets all words, and the memory that large texts needed. */
  public void clear() {
    if (letters.length > LARGEST_KEPT || in.length > LARGEST_KEPT) {
      in = new char[PIECE];
      letters = new char[PIECE];
      starts = new int[FIRST_WORDS + 1];
      table = new long[2 * FIRST_WORDS];
    } else {
      Arrays.fill(table, 0);
    }
    used = 0;
    size = 0;
    hasLong = false;
  }
}
