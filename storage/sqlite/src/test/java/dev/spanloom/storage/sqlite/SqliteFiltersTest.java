package dev.spanloom.storage.sqlite;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.HostileFiltersContract;
import dev.spanloom.storage.sql.Engine;
import java.nio.file.Path;

class SqliteFiltersTest extends HostileFiltersContract {
  /** So few that the postings of most traces are moved. */
  private static final int FRESH_TRACES = 20;

  @Override
  protected TraceStore open(Path folder) {
    return SqliteTraceStore.open(
        new SqliteEngine(folder.resolve("traces.db"), Engine.MAX_ROLLED_UP_NAMES, FRESH_TRACES));
  }
}
