package dev.spanloom.storage.postgresql;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.TraceStoreContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The suites that every store must pass; a database stands for each folder. */
class PostgresContractTest extends TraceStoreContract {
  private static final Map<Path, String> DATABASES = new ConcurrentHashMap<>();

  @Override
  protected TraceStore open(Path folder) {
    return PostgresTraceStore.open(DATABASES.computeIfAbsent(folder, key -> Databases.next()));
  }
}
