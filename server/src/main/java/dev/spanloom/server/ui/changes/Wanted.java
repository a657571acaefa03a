package dev.spanloom.server.ui.changes;

import java.util.Set;

/**
 * What somebody listens to.
 *
 * @param experimentIds the rows of these experiments
 * @param traceIds these traces
 */
record Wanted(Set<String> experimentIds, Set<String> traceIds) {
  Wanted {
    experimentIds = Set.copyOf(experimentIds);
    traceIds = Set.copyOf(traceIds);
  }
}
