package dev.spanloom.query;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The distinct words of texts, see {@link Words}. Made for the path of every stored span: it reads
 * each character once and makes no object per word. Not thread-safe; reusable after {@link #clear}.
 */
public final class WordSet {
  private static final int KEPT_CHARS = 1 << 20;
  private static final long MIX = 0x9E3779B97F4A7C15L;
  // not the same in every process, so that nobody can send words that all fall in one place
  private static final long SEED = System.nanoTime() * MIX;

  private char[] buffer = new char[4096];
  private char[] letters = new char[4096];
  private int used;
  private int[] starts = new int[256];
  private int[] ends = new int[256];
  private int[] hashes = new int[256];
  private int size;
  private int[] table = new int[1024];
  private boolean hasLong;

  /** Adds the words of a text. */
  public void add(String text) {
    int length = text.length();
    int done = 0;
    while (done < length) {
      // in pieces that end between words, so that a large text needs no buffer of its size
      int end = Math.min(length, done + buffer.length);
      if (end < length) {
        end = betweenWords(text, done, end);
      }
      if (end - done > buffer.length) {
        buffer = new char[end - done];
      }
      text.getChars(done, end, buffer, 0);
      scan(end - done);
      done = end;
    }
  }

  private static int betweenWords(String text, int from, int wanted) {
    int end = wanted;
    while (end > from && isAsciiWord(text.charAt(end - 1))) {
      end--;
    }
    if (end > from) {
      return end;
    }
    end = wanted;
    while (end < text.length() && isAsciiWord(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isAsciiWord(char c) {
    return c > 127 || Words.ascii(c) != 0;
  }

  private void scan(int length) {
    char[] in = buffer;
    int i = 0;
    while (i < length) {
      char c = in[i];
      if (c < 128) {
        if (Words.ascii(c) == 0) {
          i++;
          continue;
        }
      }
      i = word(i, length);
    }
  }

  /** Takes the word, or the one separator, that begins at an index; returns where to go on. */
  private int word(int from, int length) {
    ensureRoom();
    char[] in = buffer;
    char[] out = letters;
    int start = used;
    int limit = start + Words.LONGEST;
    int to = start;
    long hash = SEED;
    int i = from;
    while (i < length) {
      char c = in[i];
      int folded;
      int width = 1;
      if (c < 128) {
        folded = Words.ascii(c);
        if (folded == 0) {
          break;
        }
      } else {
        int codePoint = Character.codePointAt(in, i, length);
        width = Character.charCount(codePoint);
        folded = Words.fold(codePoint);
        if (!Words.isWordCharacter(folded)) {
          break;
        }
        if (Words.isWordByItself(folded)) {
          if (to > start) {
            break;
          }
          to += Character.toChars(folded, out, to);
          commit(start, to, (hash ^ folded) * MIX);
          return i + width;
        }
      }
      if (to < limit) {
        to += folded < 0x10000 ? put(out, to, (char) folded) : Character.toChars(folded, out, to);
      } else {
        to = limit + 2;
      }
      hash = (hash ^ folded) * MIX;
      i += width;
    }
    if (to > limit) {
      hasLong = true;
    } else if (to > start) {
      commit(start, to, hash);
    }
    return Math.max(i, from + 1);
  }

  private static int put(char[] out, int at, char c) {
    out[at] = c;
    return 1;
  }

  private void ensureRoom() {
    if (used + Words.LONGEST + 4 > letters.length) {
      letters = Arrays.copyOf(letters, letters.length * 2);
    }
  }

  private void commit(int start, int end, long mixed) {
    int hash = (int) (mixed >>> 32);
    int mask = table.length - 1;
    int slot = hash & mask;
    for (int entry = table[slot]; entry != 0; entry = table[slot]) {
      if (hashes[entry - 1] == hash
          && Arrays.equals(letters, starts[entry - 1], ends[entry - 1], letters, start, end)) {
        return;
      }
      slot = (slot + 1) & mask;
    }
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
      hashes = Arrays.copyOf(hashes, size * 2);
    }
    starts[size] = start;
    ends[size] = end;
    hashes[size] = hash;
    size++;
    table[slot] = size;
    letters[end] = ' ';
    used = end + 1;
    if (size * 2 > table.length) {
      grow();
    }
  }

  private void grow() {
    int[] larger = new int[table.length * 2];
    int mask = larger.length - 1;
    for (int entry = 1; entry <= size; entry++) {
      int slot = hashes[entry - 1] & mask;
      while (larger[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      larger[slot] = entry;
    }
    table = larger;
  }

  /** How many distinct words there are. */
  public int size() {
    return size;
  }

  /** True when a text had a run of letters and digits that is too long for a word. */
  public boolean hasLong() {
    return hasLong;
  }

  public void forEach(Consumer<? super String> action) {
    for (int i = 0; i < size; i++) {
      action.accept(new String(letters, starts[i], ends[i] - starts[i]));
    }
  }

  /** The words with a space between them. */
  public String joined() {
    return used == 0 ? "" : new String(letters, 0, used - 1);
  }

  /** Forgets all words. */
  public void clear() {
    if (letters.length > KEPT_CHARS) {
      letters = new char[4096];
      starts = new int[256];
      ends = new int[256];
      hashes = new int[256];
      table = new int[1024];
    } else if (size > 0) {
      Arrays.fill(table, 0);
    }
    used = 0;
    size = 0;
    hasLong = false;
  }
}
