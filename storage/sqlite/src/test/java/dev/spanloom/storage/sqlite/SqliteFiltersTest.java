package dev.spanloom.storage.sqlite;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.RandomFiltersContract;
import java.nio.file.Path;

class SqliteFiltersTest extends RandomFiltersContract {
  @Override
  protected TraceStore open(Path folder) {
    return SqliteTraceStore.open(folder.resolve("traces.db"));
  }
}
