package dev.spanloom.storage;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How a store is, and its upkeep. */
public interface StoreHealth {
  /** Sizes, versions and how far the work behind the acknowledgement trails. Cheap. */
  Stats stats();

  /** Looks for damage; may read everything. An empty list is good news. */
  List<Problem> check();

  /**
   * Waits until what was written before is in the text index.
   *
   * @return false when the time ran out first
   */
  boolean awaitIndexed(Duration timeout);

  /** Gives space back to the file system and refreshes the engine's statistics; online. */
  void compact(TraceDeletion.Progress progress);

  /**
   * Figures of a store.
   *
   * @param engine its kind and version
   * @param schemaVersion of its tables
   * @param traces stored
   * @param spans stored
   * @param payloadBytes of spans as stored, compressed
   * @param totalBytes on the medium, as far as the engine knows
   * @param reclaimableBytes of these, what {@link #compact} gives back
   * @param unindexedChunks pieces of traces whose text is not indexed yet
   * @param indexLagMillis how long the oldest of them has waited
   * @param details further figures by name
   */
  record Stats(
      String engine,
      int schemaVersion,
      long traces,
      long spans,
      long payloadBytes,
      long totalBytes,
      long reclaimableBytes,
      long unindexedChunks,
      long indexLagMillis,
      Map<String, String> details) {
    public Stats {
      details = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(details));
    }
  }

  /**
   * Something that is wrong.
   *
   * @param what for a person, with the place
   * @param advice what to do
   */
  record Problem(String what, String advice) {}
}
