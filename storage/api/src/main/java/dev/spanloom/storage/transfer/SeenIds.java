package dev.spanloom.storage.transfer;

/**
 * Counts distinct ids by a hash of 64 bits each, so that millions of them take little memory. Two
 * ids of one hash count once, which among ten million is to be expected in one of a hundred
 * thousand imports. Not thread-safe.
 */
final class SeenIds {
  private long[] table = new long[1024];
  private int size;

  int size() {
    return size;
  }

  void add(String id) {
    long hash = hash(id);
    if (insert(table, hash)) {
      size++;
      if (size > table.length / 2) {
        grow();
      }
    }
  }

  private void grow() {
    long[] larger = new long[table.length * 2];
    for (long hash : table) {
      if (hash != 0) {
        insert(larger, hash);
      }
    }
    table = larger;
  }

  private static boolean insert(long[] into, long hash) {
    int at = (int) (hash >>> 32) & into.length - 1;
    while (into[at] != 0) {
      if (into[at] == hash) {
        return false;
      }
      at = at + 1 & into.length - 1;
    }
    into[at] = hash;
    return true;
  }

  /** FNV-1a with a final mix; never 0, which marks an empty place. */
  private static long hash(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    return hash == 0 ? 1 : hash;
  }
}
