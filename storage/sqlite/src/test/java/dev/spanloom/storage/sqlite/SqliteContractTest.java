package dev.spanloom.storage.sqlite;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.TraceStoreContract;
import java.nio.file.Path;

class SqliteContractTest extends TraceStoreContract {
  @Override
  protected TraceStore open(Path folder) {
    return SqliteTraceStore.open(folder.resolve("traces.db"));
  }
}
