package dev.spanloom.storage.postgresql;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.store.SqlTraceStore;

/**
 * A trace store in a schema of a PostgreSQL database, 14 or newer. Several processes may use it at
 * once.
 *
 * <pre>{@code
 * try (var store = PostgresTraceStore.open("postgresql://user@db.example.org/traces")) {
 *   store.reader().trace(traceId).ifPresent(trace -> System.out.println(trace.toPrettyJson()));
 * }
 * }</pre>
 */
public final class PostgresTraceStore {
  private PostgresTraceStore() {}

  /**
   * Opens a database; makes the tables, or brings them to the newest version. The store is
   * thread-safe; whoever opens it closes it.
   *
   * @param uri {@code postgresql://user:password@host:port/database?option=value&…}; {@code
   *     postgres:} and {@code jdbc:postgresql:} mean the same. Without a password there, that of
   *     {@code PGPASSWORD} or {@code ~/.pgpass} is used. Options: {@code schema} (default {@code
   *     spanloom}), {@code partition_days} (7), {@code readers} (8 connections), and those of the
   *     PostgreSQL JDBC driver, such as {@code sslmode}
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE for a URI that is
   *     none
   * @throws dev.spanloom.storage.StorageException when the database cannot be opened, or its tables
   *     were made by a newer version
   */
  public static TraceStore open(String uri) {
    return open(uri, Engine.MAX_ROLLED_UP_NAMES);
  }

  /** The same with another limit of {@link Engine#maxRolledUpNames}. */
  static TraceStore open(String uri, int maxRolledUpNames) {
    return SqlTraceStore.open(PostgresEngine.open(PostgresUri.parse(uri), maxRolledUpNames));
  }

  /**
   * The place that a URI names, without user, password and options. Opens nothing.
   *
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE for a URI that is
   *     none
   */
  public static String place(String uri) {
    return PostgresUri.parse(uri).description();
  }
}
