package dev.spanloom.bench;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.DestinationProvider;

/** Opens {@code discard:}, which has a URI and therefore a spool. */
public final class DiscardingDestinationProvider implements DestinationProvider {
  @Override
  public String scheme() {
    return "discard";
  }

  @Override
  public Destination open(String uri) {
    return new DiscardingDestination();
  }
}
