package dev.spanloom.bench.autolog;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.DestinationProvider;

/** Makes {@link Forgotten} known by a URI: what goes there goes through the spool. */
public final class ForgottenProvider implements DestinationProvider {
  static final String URI = "forgotten:";

  @Override
  public String scheme() {
    return "forgotten";
  }

  @Override
  public Destination open(String uri) {
    return new Forgotten();
  }
}
