package dev.spanloom.server.ui.changes;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What writers said since it was taken last. Writers only add to it, which never waits for anybody
 * who reads or listens. Thread-safe.
 */
final class Pending {
  private static final int MOST_IDS = 1_000;

  private final Set<String> changed = new LinkedHashSet<>();
  private boolean overflown;
  private Deletions deletions = new Deletions();

  /**
   * What was said.
   *
   * @param more whether others changed too
   */
  record Taken(List<String> changed, boolean more, Deletions deletions) {}

  synchronized void change(Collection<String> traceIds) {
    for (String id : traceIds) {
      if (changed.size() >= MOST_IDS && !changed.contains(id)) {
        overflown = true;
        return;
      }
      changed.add(id);
    }
  }

  synchronized boolean isFull() {
    return overflown;
  }

  synchronized void delete(String experimentId, List<String> traceIds) {
    deletions.add(experimentId, traceIds);
  }

  synchronized void deleteSome(String experimentId) {
    deletions.addSome(experimentId);
  }

  synchronized void deleteAnywhere() {
    deletions.addAnywhere();
  }

  synchronized Taken take() {
    Taken taken = new Taken(List.copyOf(changed), overflown, deletions);
    changed.clear();
    overflown = false;
    deletions = new Deletions();
    return taken;
  }
}
