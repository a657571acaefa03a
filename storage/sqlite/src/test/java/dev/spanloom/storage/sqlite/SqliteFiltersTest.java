package dev.spanloom.storage.sqlite;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.HostileFiltersContract;
import java.nio.file.Path;

class SqliteFiltersTest extends HostileFiltersContract {
  @Override
  protected TraceStore open(Path folder) {
    return SqliteTraceStore.open(folder.resolve("traces.db"));
  }
}
