package dev.spanloom;

import dev.spanloom.destination.ForwardingDestination;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.destination.TraceBatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A memory whose writes can fail or hang as a test likes. */
final class FakeDestination extends ForwardingDestination {
  final InMemoryDestination memory;
  final AtomicInteger writes = new AtomicInteger();
  volatile Consumer<TraceBatch> beforeWrite = batch -> {};
  volatile boolean closed;

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
    super.write(batch);
  }

  /** What was written can still be looked at. */
  @Override
  public void close() {
    closed = true;
  }
}
