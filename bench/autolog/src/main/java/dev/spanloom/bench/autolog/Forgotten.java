package dev.spanloom.bench.autolog;

import dev.spanloom.destination.ForwardingDestination;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.destination.TraceBatch;

/** Takes encoded traces and forgets them, as the exporters of the others do. */
final class Forgotten extends ForwardingDestination {
  Forgotten() {
    super(new InMemoryDestination(1));
  }

  @Override
  public void write(TraceBatch batch) {
    // forgotten
  }
}
