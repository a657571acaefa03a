package dev.spanloom;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.DestinationProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Opens {@code fake:NAME}, what a test put there: a destination that can be found by its URI. */
public final class FakeDestinationProvider implements DestinationProvider {
  private static final Map<String, Destination> BY_URI = new ConcurrentHashMap<>();

  /** Makes a destination known, and returns its URI. */
  static String register(Destination destination) {
    String uri = "fake:" + Integer.toHexString(System.identityHashCode(destination));
    BY_URI.put(uri, destination);
    return uri;
  }

  @Override
  public String scheme() {
    return "fake";
  }

  @Override
  public Destination open(String uri) {
    Destination found = BY_URI.get(uri);
    if (found == null) {
      throw new IllegalStateException("no destination " + uri + " is there yet");
    }
    return found;
  }

  /** Lets a URI mean another destination, as a server that comes back is another process. */
  static void replace(String uri, Destination destination) {
    BY_URI.put(uri, destination);
  }
}
