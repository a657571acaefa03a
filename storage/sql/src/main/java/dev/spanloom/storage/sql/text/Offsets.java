package dev.spanloom.storage.sql.text;

import java.util.Arrays;

/** Chunks, as distances from the first one of their segment. Not thread-safe. */
final class Offsets {
  private int[] values = new int[64];
  private int size;
  private boolean sorted = true;

  void add(int offset) {
    if (size > 0 && offset <= values[size - 1]) {
      if (offset == values[size - 1]) {
        return;
      }
      sorted = false;
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = offset;
  }

  int size() {
    return size;
  }

  int get(int index) {
    return values[index];
  }

  void clear() {
    size = 0;
    sorted = true;
  }

  /** Sorts them, and leaves each in once. */
  void order() {
    if (sorted) {
      return;
    }
    Arrays.sort(values, 0, size);
    int distinct = 1;
    for (int i = 1; i < size; i++) {
      if (values[i] != values[i - 1]) {
        values[distinct++] = values[i];
      }
    }
    size = distinct;
    sorted = true;
  }
}
