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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store that is measured, by its URI: {@code sqlite:PATH}, {@code postgresql://…}, {@code
 * temporary-postgresql:} for a server of its own that syncs to the disk, or {@code memory:} to try
 * the benchmark itself. Not thread-safe; owns the store, and the server if it started one.
 */
final class BenchStore implements AutoCloseable {
  private final Supplier<TraceStore> opener;
  private final boolean reopens;
  private final @Nullable Path file;
  private final @Nullable PostgresServer server;
  private TraceStore store;

  private BenchStore(
      Supplier<TraceStore> opener,
      boolean reopens,
      @Nullable Path file,
      @Nullable PostgresServer server) {
    this.opener = opener;
    this.reopens = reopens;
    this.file = file;
    this.server = server;
    this.store = opener.get();
  }

  /**
   * Opens a store.
   *
   * @throws IllegalArgumentException for a URI of an unknown scheme
   */
  static BenchStore open(String uri) {
    return switch (uri.substring(0, Math.max(0, uri.indexOf(':')))) {
      case "memory" -> new BenchStore(InMemoryTraceStore::new, false, null, null);
      case "sqlite" -> {
        Path path = SqliteDestinationProvider.path(uri).toAbsolutePath();
        yield new BenchStore(() -> SqliteTraceStore.open(path), true, path, null);
      }
      case "postgresql" -> new BenchStore(() -> PostgresTraceStore.open(uri), true, null, null);
      case "temporary-postgresql" -> ofTemporaryServer();
      default ->
          throw new IllegalArgumentException(
              "store: \""
                  + uri
                  + "\" (expected: sqlite:PATH, postgresql://…, temporary-postgresql: or memory:)");
    };
  }

  private static BenchStore ofTemporaryServer() {
    PostgresServer server =
        PostgresServer.start("fsync=on", "shared_buffers=1GB", "max_wal_size=4GB");
    String uri = server.newDatabase();
    return new BenchStore(() -> PostgresTraceStore.open(uri), true, null, server);
  }

  TraceStore store() {
    return store;
  }

  /** Closes and opens it again, so that what is on the disk is in its place and nothing is warm. */
  void reopen() {
    if (reopens) {
      store.close();
      store = opener.get();
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
    if (file == null) {
      return OptionalLong.empty();
    }
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
    if (server != null) {
      server.close();
    }
  }
}
