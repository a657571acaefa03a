package dev.spanloom.server.ui.changes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was deleted since it was told last. Not thread-safe. */
final class Deletions {
  private final Set<String> ids = new HashSet<>();
  private final Set<String> experimentIds = new HashSet<>();
  private boolean anywhere;

  /** These traces, at most so many as are told at once. */
  void add(String experimentId, List<String> traceIds) {
    ids.addAll(traceIds.subList(0, Math.min(traceIds.size(), News.MOST)));
    if (traceIds.size() > News.MOST || ids.size() > News.MOST) {
      experimentIds.add(experimentId);
    }
  }

  /** Some of an experiment. */
  void addSome(String experimentId) {
    experimentIds.add(experimentId);
  }

  /** Some of any experiment. */
  void addAnywhere() {
    anywhere = true;
  }

  List<String> ids() {
    return new ArrayList<>(ids);
  }

  /** Tells a listener. */
  void tell(Listener listener) {
    ids.forEach(listener.deleted()::add);
    if (anywhere || listener.wanted().experimentIds().stream().anyMatch(experimentIds::contains)) {
      listener.deleted().addUnknown();
    }
  }

  boolean isEmpty() {
    return ids.isEmpty() && experimentIds.isEmpty() && !anywhere;
  }
}
