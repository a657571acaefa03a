package dev.spanloom.storage.sql.text;

import dev.spanloom.query.WordSet;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Words by their hashes, see {@link WordSet#hash}: whoever stores spans asks for each of their
 * words. One thread adds, any thread asks; one that asks at the same time may not be told of the
 * newest.
 */
final class WordHashes {
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int FIRST = 1 << 12;

  /** Open addressing, at most half full; 0 for a free place. */
  private volatile long[] table = new long[FIRST];

  private int size;

  boolean contains(long hash) {
    long[] places = table;
    int mask = places.length - 1;
    int place = (int) (hash >>> 32) & mask;
    while (true) {
      long known = (long) ELEMENT.getOpaque(places, place);
      if (known == hash || known == 0) {
        return known == hash && hash != 0;
      }
      place = (place + 1) & mask;
    }
  }

  /**
   * The places of those that are not here. All at once: the table is large, and memory answers
   * several questions in the time of one when nothing is to be done between them.
   */
  int[] missing(long[] hashes) {
    long[] places = table;
    int mask = places.length - 1;
    int[] missing = new int[hashes.length];
    int count = 0;
    for (int i = 0; i < hashes.length; i++) {
      long hash = hashes[i];
      long known = (long) ELEMENT.getOpaque(places, (int) (hash >>> 32) & mask);
      if (known != hash || hash == 0) { // rarely, so that the next ones are asked for meanwhile
        missing[count++] = i;
      }
    }
    int left = 0;
    for (int i = 0; i < count; i++) {
      if (!contains(hashes[missing[i]])) {
        missing[left++] = missing[i];
      }
    }
    return Arrays.copyOf(missing, left);
  }

  void add(String word) {
    long hash = WordSet.hash(word);
    if (hash == 0 || contains(hash)) {
      return; // a word whose hash is that of a free place stays unknown
    }
    if (++size * 2 > table.length) {
      grow();
    }
    put(table, hash);
  }

  private void grow() {
    long[] larger = new long[table.length * 2];
    for (long hash : table) {
      if (hash != 0) {
        put(larger, hash);
      }
    }
    table = larger;
  }

  private static void put(long[] places, long hash) {
    int mask = places.length - 1;
    int place = (int) (hash >>> 32) & mask;
    while ((long) ELEMENT.getOpaque(places, place) != 0) {
      place = (place + 1) & mask;
    }
    ELEMENT.setOpaque(places, place, hash);
  }

  int size() {
    return size;
  }

  void clear() {
    table = new long[FIRST];
    size = 0;
  }
}
