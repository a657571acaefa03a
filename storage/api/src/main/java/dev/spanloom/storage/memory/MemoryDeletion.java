package dev.spanloom.storage.memory;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.TraceSelection;
import java.util.Comparator;
import java.util.List;

final class MemoryDeletion implements TraceDeletion {
  private final Memory memory;

  MemoryDeletion(Memory memory) {
    this.memory = memory;
  }

  @Override
  public int delete(TraceSelection selection) {
    return memory.alone(
        contents -> {
          Integer limit = selection.maxTraces();
          List<String> selected =
              contents.traces.values().stream()
                  .map(StoredTrace::info)
                  .filter(info -> isSelected(info, selection))
                  .sorted(
                      Comparator.comparingLong(TraceInfo::requestTimeUnixMillis)
                          .thenComparing(TraceInfo::traceId))
                  .limit(limit == null ? Long.MAX_VALUE : limit)
                  .map(TraceInfo::traceId)
                  .toList();
          contents.traces.keySet().removeAll(selected);
          return selected.size();
        });
  }

  private static boolean isSelected(TraceInfo info, TraceSelection selection) {
    List<String> ids = selection.traceIds();
    Long maxTime = selection.maxTimeUnixMillis();
    return selection.experimentId().equals(info.experimentId())
        && (ids == null || ids.contains(info.traceId()))
        && (maxTime == null || info.requestTimeUnixMillis() <= maxTime);
  }
}
