package dev.spanloom;

import dev.spanloom.destination.ForwardingDestination;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.destination.TraceBatch;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A memory whose writes can fail or hang as a test likes. */
final class FakeDestination extends ForwardingDestination {
  final InMemoryDestination memory;
  final AtomicInteger writes = new AtomicInteger();
  volatile Consumer<TraceBatch> beforeWrite = batch -> {};
  volatile boolean closed;

  /** Keeps what is written to itself, as for a server that takes only whole traces. */
  volatile boolean holds;

  /** Stores what it holds when it is closed. */
  volatile boolean storesWhenClosed;

  private final Set<String> held = ConcurrentHashMap.newKeySet();

  FakeDestination() {
    this(new InMemoryDestination());
  }

  private FakeDestination(InMemoryDestination memory) {
    super(memory);
    this.memory = memory;
  }

  @Override
  public String description() {
    return "fake";
  }

  @Override
  public void write(TraceBatch batch) {
    writes.incrementAndGet();
    beforeWrite.accept(batch);
    if (holds) {
      batch.infos().forEach(info -> held.add(info.traceId()));
      batch.spans().forEach(span -> held.add(span.decode().traceId()));
    } else {
      super.write(batch);
    }
  }

  @Override
  public Set<String> unsettledTraces() {
    return Set.copyOf(held);
  }

  /** Forgets what it holds, as a process does that dies. */
  void dropHeld() {
    held.clear();
  }

  /** What was written can still be looked at. */
  @Override
  public void close() {
    closed = true;
    if (storesWhenClosed) {
      held.clear();
    }
  }
}
