package dev.spanloom.storage.sql.text;

import dev.spanloom.storage.sql.Dialect;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Numbers of chunks. They lie close together, but for the few places where a store begins anew with
 * a much larger one. Not thread-safe.
 */
public final class ChunkSet {
  private static final int REGION_BITS = 30;
  private static final long WITHIN_REGION = (1L << REGION_BITS) - 1;

  private final TreeMap<Long, BitSet> regions = new TreeMap<>();

  /** Adds chunks by their distances from one. */
  void addAll(long base, BitSet distances) {
    long known = -1;
    BitSet region = new BitSet();
    for (int bit = distances.nextSetBit(0); bit >= 0; bit = distances.nextSetBit(bit + 1)) {
      long chunkId = base + bit;
      if (chunkId >> REGION_BITS != known) {
        known = chunkId >> REGION_BITS;
        region = regions.computeIfAbsent(known, number -> new BitSet());
      }
      region.set((int) (chunkId & WITHIN_REGION));
    }
  }

  /**
   * Takes out all from a number on, the largest first.
   *
   * @return false when the visitor had enough; then nothing is taken out for certain
   */
  boolean drain(long from, Dialect.ChunkVisitor visitor) throws SQLException {
    while (!regions.isEmpty()) {
      long base = regions.lastKey() << REGION_BITS;
      BitSet region = regions.lastEntry().getValue();
      int bit = region.length() - 1;
      while (bit >= 0 && base + bit >= from) {
        if (!visitor.visit(base + bit)) {
          return false;
        }
        bit = region.previousSetBit(bit - 1);
      }
      if (bit >= 0) {
        region.clear(bit + 1, region.length());
        return true;
      }
      regions.pollLastEntry();
    }
    return true;
  }

  public boolean isEmpty() {
    return regions.isEmpty();
  }

  public long size() {
    return regions.values().stream().mapToLong(BitSet::cardinality).sum();
  }

  /**
   * The smallest.
   *
   * @throws NoSuchElementException when there is none
   */
  public long first() {
    Map.Entry<Long, BitSet> entry = regions.firstEntry();
    if (entry == null) {
      throw new NoSuchElementException();
    }
    return (entry.getKey() << REGION_BITS) + entry.getValue().nextSetBit(0);
  }

  /**
   * The largest.
   *
   * @throws NoSuchElementException when there is none
   */
  public long last() {
    Map.Entry<Long, BitSet> entry = regions.lastEntry();
    if (entry == null) {
      throw new NoSuchElementException();
    }
    return (entry.getKey() << REGION_BITS) + entry.getValue().length() - 1;
  }

  /** All, the smallest first. */
  public LongStream stream() {
    return regions.entrySet().stream()
        .flatMapToLong(
            entry ->
                entry.getValue().stream().mapToLong(bit -> (entry.getKey() << REGION_BITS) + bit));
  }
}
