package dev.spanloom.storage.sqlite;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.store.SqlTraceStore;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * A trace store in one SQLite file: write-ahead log, full synchronisation, one transaction for all
 * writes that wait. Several processes may use the file at once.
 *
 * <pre>{@code
 * try (var store = SqliteTraceStore.open(Path.of("spanloom.db"))) {
 *   store.reader().trace(traceId).ifPresent(trace -> System.out.println(trace.toPrettyJson()));
 * }
 * }</pre>
 */
public final class SqliteTraceStore {
  private SqliteTraceStore() {}

  /**
   * Opens a file, or makes it. The store is thread-safe; whoever opens it closes it.
   *
   * @throws dev.spanloom.storage.StorageException when it cannot be opened, is no database of ours,
   *     or was made by a newer version
   */
  public static TraceStore open(Path file) {
    return open(new SqliteEngine(file));
  }

  /** The same with another limit of {@link Engine#maxRolledUpNames}. */
  static TraceStore open(Path file, int maxRolledUpNames) {
    return open(new SqliteEngine(file, maxRolledUpNames, SqliteDialect.FRESH_TRACES));
  }

  /** The same over an engine, which the store closes. */
  static TraceStore open(SqliteEngine engine) {
    boolean old;
    try (Sql sql = engine.openWriter()) {
      Schema.migrate(sql, engine.file().toString());
      old = OldTraces.left(sql);
    } catch (SQLException e) {
      engine.close();
      throw engine.failed("open", e);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
    SqlTraceStore store = SqlTraceStore.open(engine);
    if (old) {
      store.behind(
          "spanloom-sqlite-migration", changes -> new OldTraces(engine, store).move(changes));
    }
    return store;
  }
}
