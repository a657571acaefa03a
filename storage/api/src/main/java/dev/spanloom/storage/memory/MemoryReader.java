package dev.spanloom.storage.memory;

import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TraceReader;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

final class MemoryReader implements TraceReader {
  private final Memory memory;

  MemoryReader(Memory memory) {
    this.memory = memory;
  }

  @Override
  public Optional<TraceInfo> info(String traceId) {
    return infos(List.of(traceId)).stream().findFirst();
  }

  @Override
  public List<TraceInfo> infos(List<String> traceIds) {
    return each(traceIds, StoredTrace::info);
  }

  @Override
  public Optional<Trace> trace(String traceId) {
    return traces(List.of(traceId)).stream().findFirst();
  }

  @Override
  public List<Trace> traces(List<String> traceIds) {
    return each(traceIds, StoredTrace::trace);
  }

  private <T> List<T> each(List<String> traceIds, Function<StoredTrace, T> read) {
    return memory.alone(
        contents ->
            traceIds.stream()
                .map(contents.traces::get)
                .filter(Objects::nonNull)
                .map(read)
                .toList());
  }
}
