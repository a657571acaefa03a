package dev.spanloom.storage.postgresql;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.HostileFiltersContract;
import dev.spanloom.testpostgresql.PostgresServer;
import java.nio.file.Path;

class PostgresFiltersTest extends HostileFiltersContract {
  @Override
  protected TraceStore open(Path folder) {
    return PostgresTraceStore.open(PostgresServer.shared().newDatabase());
  }
}
