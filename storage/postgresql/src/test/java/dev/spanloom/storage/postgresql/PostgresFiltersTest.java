package dev.spanloom.storage.postgresql;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.HostileFiltersContract;
import java.nio.file.Path;

class PostgresFiltersTest extends HostileFiltersContract {
  @Override
  protected TraceStore open(Path folder) {
    return PostgresTraceStore.open(Databases.next());
  }
}
