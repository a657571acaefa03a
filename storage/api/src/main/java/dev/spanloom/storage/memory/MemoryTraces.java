package dev.spanloom.storage.memory;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.storage.TraceWriter;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import dev.spanloom.storage.internal.DecodedBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All traces under one lock, which whoever looks at them holds. Thread-safe. */
final class MemoryTraces implements TraceWriter {
  private static final Comparator<String> BY_CODE_POINTS =
      Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private final Map<String, MemoryTrace> traces = new LinkedHashMap<>();
  private final NavigableMap<String, MemoryArtifact> artifacts = new TreeMap<>(BY_CODE_POINTS);

  /** Does something while nobody else reads or writes. */
  synchronized <T> T locked(Supplier<T> work) {
    return work.get();
  }

  synchronized Collection<MemoryTrace> all() {
    return traces.values();
  }

  synchronized @Nullable MemoryTrace find(String traceId) {
    return traces.get(traceId);
  }

  /**
   * The trace of an id.
   *
   * @throws MlflowException with RESOURCE_DOES_NOT_EXIST when there is none
   */
  synchronized MemoryTrace get(String traceId) {
    MemoryTrace trace = traces.get(traceId);
    if (trace == null) {
      throw MlflowException.notFound("trace " + traceId + " does not exist");
    }
    return trace;
  }

  /** Changes what was said of a trace; see {@link #get}. */
  synchronized void change(String traceId, UnaryOperator<TraceInfo> change) {
    MemoryTrace trace = get(traceId);
    trace.say(change.apply(trace.said()));
  }

  synchronized void remove(MemoryTrace trace) {
    traces.remove(trace.traceId());
    artifacts.values().removeIf(artifact -> artifact.isOf(trace.traceId()));
  }

  /** The files of all traces, and others, by path. */
  synchronized NavigableMap<String, MemoryArtifact> artifacts() {
    return artifacts;
  }

  /** How many bytes the files of a trace have. */
  synchronized long artifactBytes(String traceId) {
    return artifacts.values().stream()
        .filter(artifact -> artifact.isOf(traceId))
        .mapToLong(artifact -> artifact.content().length)
        .sum();
  }

  @Override
  public WriteResult write(WriteBatch batch) {
    DecodedBatch decoded = DecodedBatch.of(batch);
    synchronized (this) {
      for (TraceInfo info : decoded.infos()) {
        MemoryTrace trace = orNew(info.traceId(), decoded);
        trace.say(TraceInfoMerge.update(trace.said(), info));
      }
      decoded
          .spans()
          .forEach(
              (traceId, spans) -> {
                MemoryTrace trace = orNew(traceId, decoded);
                spans.values().forEach(span -> trace.put(MemorySpan.of(span)));
              });
    }
    return decoded.result();
  }

  private MemoryTrace orNew(String traceId, DecodedBatch batch) {
    return traces.computeIfAbsent(traceId, id -> new MemoryTrace(batch.unsaid(id)));
  }
}
