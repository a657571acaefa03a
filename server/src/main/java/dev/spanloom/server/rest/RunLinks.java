package dev.spanloom.server.rest;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.internal.derive.Linked;
import dev.spanloom.entities.internal.rules.TagRules;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.TraceStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Links traces to the runs that they belong to, beside the one that they came from. Thread-safe.
 */
public final class RunLinks {
  private final TraceReader reader;
  private final KnownTraces traces;

  public RunLinks(TraceStore store) {
    this.reader = store.reader();
    this.traces = new KnownTraces(store);
  }

  /**
   * Links those of the traces that there are.
   *
   * @param runId as MLflow spells them
   * @return the ids of the traces that are linked now
   * @throws MlflowException with INVALID_PARAMETER_VALUE for an id that is none, and when a trace
   *     has no room for another link; then none is linked
   */
  public Set<String> link(Collection<String> traceIds, String runId) {
    String run = RunIds.checked(runId);
    List<TraceInfo> known = reader.infos(List.copyOf(traceIds));
    for (TraceInfo info : known) {
      checkRoom(info, run);
    }
    known.stream()
        .collect(Collectors.groupingBy(info -> String.valueOf(info.experimentId())))
        .forEach((experimentId, infos) -> link(infos, run, experimentId));
    return known.stream().map(TraceInfo::traceId).collect(Collectors.toSet());
  }

  private void link(List<TraceInfo> infos, String run, String experimentId) {
    String links = Linked.text(List.of(run));
    traces.write(
        infos.stream()
            .map(info -> about(info).metadata(TraceMetadataKey.LINKED_RUNS, links).build())
            .toList(),
        experimentId);
  }

  /** A trace has so many links as a metadata entry has room for. */
  private static void checkRoom(TraceInfo info, String run) {
    List<String> runs = new ArrayList<>(Linked.runs(info.traceMetadata()));
    if (runs.contains(run)) {
      return;
    }
    runs.add(run);
    if (Linked.text(runs).length() > TagRules.MAX_VALUE_CHARS) {
      throw MlflowException.invalidParameter(
          "trace "
              + info.traceId()
              + " is linked to "
              + (runs.size() - 1)
              + " runs (expected: fewer; their ids have at most "
              + TagRules.MAX_VALUE_CHARS
              + " characters together)");
    }
  }

  /** Words about a trace that leave as it is what they do not mention. */
  static TraceInfo.Builder about(TraceInfo info) {
    return TraceInfo.builder(info.traceId()).traceLocation(TraceLocation.unspecified());
  }
}
