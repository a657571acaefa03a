package dev.spanloom.internal.export;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The traces that a destination was handed and still keeps in memory, since its server takes only
 * whole ones: the spool must have them as long. Not thread-safe.
 */
final class HeldTraces {
  private final Map<String, Long> since = new HashMap<>();

  /**
   * Notes what the destination holds after a write.
   *
   * @param from the position in the spool of what was written
   * @param behind the position behind it
   * @param held the ids of the traces that are in memory now
   * @return up to where nothing is only in memory
   */
  long written(long from, long behind, Set<String> held) {
    since.keySet().retainAll(held);
    held.forEach(id -> since.putIfAbsent(id, from));
    return since.values().stream().mapToLong(Long::longValue).min().orElse(behind);
  }

  /** Whether the destination held none of the last write, nor of those before. */
  boolean isEmpty() {
    return since.isEmpty();
  }

  /** Looks again at what it held; true when all of that is stored. */
  boolean areStored(Set<String> held) {
    since.keySet().retainAll(held);
    return since.isEmpty();
  }
}
