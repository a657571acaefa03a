package dev.spanloom.storage.memory;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.SpanSummary;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.TraceRevision;
import dev.spanloom.storage.internal.Slices;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads what is held, and what was archived from its file. Thread-safe. */
final class MemoryReader implements TraceReader {
  private final MemoryTraces traces;

  MemoryReader(MemoryTraces traces) {
    this.traces = traces;
  }

  @Override
  public Optional<TraceInfo> info(String traceId) {
    return traces.locked(() -> Optional.ofNullable(traces.find(traceId)).map(MemoryTrace::info));
  }

  @Override
  public List<TraceInfo> infos(List<String> traceIds) {
    return traces.locked(() -> known(traceIds).map(MemoryTrace::info).toList());
  }

  @Override
  public Optional<Trace> trace(String traceId) {
    return traces.locked(() -> Optional.ofNullable(traces.find(traceId)).map(MemoryReader::whole));
  }

  @Override
  public List<Trace> traces(List<String> traceIds) {
    return traces.locked(() -> known(traceIds).map(MemoryReader::whole).toList());
  }

  private Stream<MemoryTrace> known(List<String> traceIds) {
    return traceIds.stream().map(traces::find).filter(Objects::nonNull);
  }

  private static Trace whole(MemoryTrace trace) {
    return new Trace(trace.info(), new ArchivedSpans().wholeOf(trace.ordered()));
  }

  @Override
  public List<SpanSummary> skeleton(String traceId, int offset, int limit) {
    return traces.locked(
        () ->
            Slices.of(traces.get(traceId).ordered(), offset, limit).stream()
                .map(MemorySpan::summary)
                .toList());
  }

  @Override
  public Optional<Span> span(String traceId, String spanId) {
    return traces.locked(
        () ->
            Optional.ofNullable(traces.find(traceId))
                .map(trace -> trace.span(spanId))
                .map(span -> new ArchivedSpans().whole(span)));
  }

  @Override
  public List<Span> spans(String traceId, int offset, int limit) {
    return traces.locked(
        () -> new ArchivedSpans().wholeOf(Slices.of(traces.get(traceId).ordered(), offset, limit)));
  }

  @Override
  public void eachSpan(String traceId, Predicate<Span> visitor) {
    ArchivedSpans archived = new ArchivedSpans();
    for (MemorySpan span : traces.locked(() -> List.copyOf(traces.get(traceId).spans()))) {
      if (!visitor.test(archived.whole(span))) {
        return;
      }
    }
  }

  @Override
  public Optional<TraceRevision> revision(String traceId) {
    return traces.locked(
        () -> Optional.ofNullable(traces.find(traceId)).map(MemoryTrace::revision));
  }
}
