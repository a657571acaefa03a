package dev.spanloom.internal.export;

import dev.spanloom.destination.Destination;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A destination that is opened by the first who asks, again by the next one when that fails.
 * Thread-safe; owns the destination.
 */
final class OpenedDestination implements Supplier<Destination>, AutoCloseable {
  private final Supplier<Destination> opener;
  private volatile @Nullable Destination destination;

  OpenedDestination(Supplier<Destination> opener) {
    this.opener = opener;
  }

  @Override
  public Destination get() {
    Destination open = destination;
    if (open == null) {
      synchronized (this) {
        open = destination;
        if (open == null) {
          open = opener.get();
          destination = open;
        }
      }
    }
    return open;
  }

  /** The traces that it has only in memory; none when it is not open. */
  Set<String> unsettledTraces() {
    Destination open = destination;
    return open == null ? Set.of() : open.unsettledTraces();
  }

  @Override
  public void close() {
    Destination open = destination;
    if (open != null) {
      open.close();
    }
  }
}
