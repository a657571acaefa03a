package dev.spanloom.internal.mlflow;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Servers that this process has had a destination for. Thread-safe. */
public final class OpenedServers {
  private static final Set<String> OPENED = ConcurrentHashMap.newKeySet();

  private OpenedServers() {}

  /**
   * Notes a server, and tells since when a new destination knows all that this process sent there:
   * of traces that began before, there may be something on the server.
   */
  public static Instant knownSince(String server) {
    return OPENED.add(server)
        ? ProcessHandle.current().info().startInstant().orElseGet(Instant::now)
        : Instant.now();
  }
}
