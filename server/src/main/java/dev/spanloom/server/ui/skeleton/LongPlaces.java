package dev.spanloom.server.ui.skeleton;

import java.util.Arrays;

/** The places of numbers in a list: a hash table without objects. Not thread-safe. */
final class LongPlaces {
  static final int NONE = -1;

  /** Spreads bits that differ over the upper ones, which choose the slot. */
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final long[] keys;
  private final int[] places;
  private final int shift;

  LongPlaces(int size) {
    int bits = 64 - Long.numberOfLeadingZeros(Math.max(8L, 2L * size) - 1);
    keys = new long[1 << bits];
    places = new int[1 << bits];
    Arrays.fill(places, NONE);
    shift = 64 - bits;
  }

  /** Enters a place; a number that is there keeps its first one. */
  void put(long key, int place) {
    int slot = slot(key);
    if (places[slot] == NONE) {
      keys[slot] = key;
      places[slot] = place;
    }
  }

  /** The place of a number; {@link #NONE} when it was not entered. */
  int get(long key) {
    return places[slot(key)];
  }

  private int slot(long key) {
    int slot = (int) ((key * MIX) >>> shift);
    while (places[slot] != NONE && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }
}
