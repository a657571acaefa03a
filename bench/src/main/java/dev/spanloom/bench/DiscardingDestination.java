package dev.spanloom.bench;

import dev.spanloom.destination.ForwardingDestination;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.destination.TraceBatch;

/**
 * Takes spans and forgets them, as the exporter does that the OpenTelemetry SDK is measured with.
 */
final class DiscardingDestination extends ForwardingDestination {
  DiscardingDestination() {
    super(new InMemoryDestination(1));
  }

  @Override
  public String description() {
    return "nowhere";
  }

  @Override
  public void write(TraceBatch batch) {
    // forgotten
  }
}
