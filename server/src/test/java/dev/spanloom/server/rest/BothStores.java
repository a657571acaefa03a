package dev.spanloom.server.rest;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Cases that run over the store in memory and over a SQLite file. */
@ParameterizedClass
@EnumSource(BothStores.Kind.class)
public abstract class BothStores extends RestCase {
  /** Servers close behind the tests: a folder for all of them. */
  @TempDir static Path folder;

  @Parameter Kind kind;

  public enum Kind {
    IN_MEMORY,
    IN_SQLITE
  }

  @Override
  protected final TraceStore open() {
    return kind == Kind.IN_MEMORY
        ? new InMemoryTraceStore()
        : SqliteTraceStore.open(folder.resolve(UUID.randomUUID() + ".db"));
  }
}
