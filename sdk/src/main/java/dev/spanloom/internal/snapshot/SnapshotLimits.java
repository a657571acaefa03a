package dev.spanloom.internal.snapshot;

/**
 * How much of one value is kept.
 *
 * @param maxDepth deepest nesting of maps, lists and objects
 * @param maxItems most nodes of the whole value
 * @param maxBytes most encoded bytes of the whole value
 */
public record SnapshotLimits(int maxDepth, int maxItems, int maxBytes) {
  public static final SnapshotLimits DEFAULT = new SnapshotLimits(64, 500_000, 32 * 1024 * 1024);

  public SnapshotLimits {
    positive("maxDepth", maxDepth);
    positive("maxItems", maxItems);
    positive("maxBytes", maxBytes);
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }
}
