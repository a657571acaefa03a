package dev.spanloom.bench.store;

import dev.spanloom.embedded.SqliteDestinationProvider;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import dev.spanloom.storage.postgresql.PostgresTraceStore;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import dev.spanloom.testpostgresql.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The store that is measured, by its URI: {@code sqlite:PATH}; {@code postgresql:} for a new
 * database of a server that is started for it, or the whole URI of an empty one; or {@code memory:}
 * to try the benchmark itself. Not thread-safe; owns the store.
 */
final class BenchStore implements AutoCloseable {
  private final String uri;
  private TraceStore store;

  private BenchStore(String uri, TraceStore store) {
    this.uri = uri;
    this.store = store;
  }

  /**
   * Opens a store.
   *
   * @throws IllegalArgumentException for a URI of an unknown scheme
   */
  static BenchStore open(String uri) {
    String place = uri.equals("postgresql:") ? OwnServer.SERVER.newDatabase() : uri;
    return new BenchStore(place, openStore(place));
  }

  /** As durable as one that is in use, with a little more memory than the defaults. */
  private static final class OwnServer {
    static final PostgresServer SERVER =
        PostgresServer.start("fsync=on", "shared_buffers=512MB", "max_wal_size=4GB");
  }

  private static TraceStore openStore(String uri) {
    return switch (scheme(uri)) {
      case "memory" -> new InMemoryTraceStore();
      case "postgresql" -> PostgresTraceStore.open(uri);
      case "sqlite" -> SqliteTraceStore.open(SqliteDestinationProvider.path(uri));
      default ->
          throw new IllegalArgumentException(
              "store: \"" + uri + "\" (expected: sqlite:PATH, postgresql: or memory:)");
    };
  }

  private static String scheme(String uri) {
    return uri.substring(0, Math.max(0, uri.indexOf(':')));
  }

  TraceStore store() {
    return store;
  }

  /** Closes and opens it again, so that what is on the disk is in its place and nothing is warm. */
  void reopen() {
    if (!scheme(uri).equals("memory")) {
      store.close();
      store = openStore(uri);
    }
  }

  /** The ids of the workload's experiments, which are created when they are not there. */
  List<String> experimentIds() {
    return Workload.EXPERIMENTS.stream()
        .map(name -> store.experiments().getOrCreate(name).experimentId())
        .toList();
  }

  /** The size of the store's files; empty when it has none that this process sees. */
  OptionalLong fileBytes() {
    if (!scheme(uri).equals("sqlite")) {
      return OptionalLong.empty();
    }
    Path file = SqliteDestinationProvider.path(uri).toAbsolutePath();
    long bytes = 0;
    try {
      for (String suffix : List.of("", "-wal", "-shm")) {
        Path part = file.resolveSibling(file.getFileName() + suffix);
        bytes += Files.exists(part) ? Files.size(part) : 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return OptionalLong.of(bytes);
  }

  @Override
  public void close() {
    store.close();
  }
}
