package dev.spanloom.testing;

import dev.spanloom.destination.ForwardingDestination;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.destination.TracePage;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A memory that notes which traces somebody looked at. Thread-safe. */
final class WatchedDestination extends ForwardingDestination {
  private static final int CAPACITY = 100_000;

  private final InMemoryDestination memory;
  private final Set<String> read = ConcurrentHashMap.newKeySet();

  WatchedDestination() {
    this(new InMemoryDestination(CAPACITY));
  }

  private WatchedDestination(InMemoryDestination memory) {
    super(memory);
    this.memory = memory;
  }

  List<Trace> traces() {
    List<Trace> all = memory.traces();
    all.forEach(trace -> read.add(trace.info().traceId()));
    return all;
  }

  List<Trace> unread() {
    return memory.traces().stream()
        .filter(trace -> !read.contains(trace.info().traceId()))
        .toList();
  }

  @Override
  public Optional<TraceInfo> getTraceInfo(String traceId) {
    read.add(traceId);
    return super.getTraceInfo(traceId);
  }

  @Override
  public Optional<Trace> getTrace(String traceId) {
    read.add(traceId);
    return super.getTrace(traceId);
  }

  @Override
  public TracePage searchTraces(TraceSearch search) {
    TracePage page = super.searchTraces(search);
    page.traces().forEach(trace -> read.add(trace.info().traceId()));
    return page;
  }
}
