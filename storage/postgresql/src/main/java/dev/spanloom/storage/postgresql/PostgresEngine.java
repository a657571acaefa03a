package dev.spanloom.storage.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.StoreHealth;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.text.IndexingDialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections to a database: those that write belong to who opens them, those that read are pooled.
 * Writers of one schema, whichever process they are in, take turns by an advisory lock: a
 * transaction is short and serves all that wait. Thread-safe; owns the pool and its threads.
 */
final class PostgresEngine implements Engine {
  private static final long POOL_WAIT_MILLIS = 5_000;
  private static final long IDLE_MILLIS = TimeUnit.MINUTES.toMillis(2);

  /** Marks our advisory locks: the letters SPAN. */
  private static final long LOCK_CLASS = 0x5350414EL << 32;

  private final PostgresUri uri;
  private final PGSimpleDataSource source;
  private final HikariDataSource readers;
  private final PostgresDialect dialect;
  private final int maxRolledUpNames;

  private PostgresEngine(
      PostgresUri uri,
      PGSimpleDataSource source,
      HikariDataSource readers,
      Partitions partitions,
      int maxRolledUpNames) {
    this.maxRolledUpNames = maxRolledUpNames;
    this.uri = uri;
    this.source = source;
    this.readers = readers;
    this.dialect = new PostgresDialect(partitions);
  }

  /** Opens a database; its schema is brought to our version first. */
  static PostgresEngine open(PostgresUri uri) {
    return open(uri, MAX_ROLLED_UP_NAMES);
  }

  /** The same with another limit of {@link Engine#maxRolledUpNames}. */
  static PostgresEngine open(PostgresUri uri, int maxRolledUpNames) {
    PGSimpleDataSource source = source(uri);
    Partitions partitions = new Partitions(() -> connect(uri, source), uri.partitionDays());
    try (Connection connection = connect(uri, source)) {
      PostgresSchema.migrate(connection, uri);
    } catch (SQLException e) {
      throw failed(uri, "open", e);
    }
    return new PostgresEngine(uri, source, pool(uri), partitions, maxRolledUpNames);
  }

  private static PGSimpleDataSource source(PostgresUri uri) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(uri.jdbcUrl());
    source.setUser(uri.user());
    source.setPassword(uri.password());
    try {
      for (var option : uri.driverOptions().entrySet()) {
        source.setProperty(option.getKey(), option.getValue());
      }
    } catch (SQLException e) {
      throw failed(uri, "open", e);
    }
    return source;
  }

  /**
   * A connection that may write. It waits a minute for a lock and no longer, and what stands still
   * for a minute within a transaction loses it: nobody can keep all others out. What is
   * acknowledged is durable even where the server's default is another.
   */
  private static Connection connect(PostgresUri uri, PGSimpleDataSource source)
      throws SQLException {
    Connection connection = source.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SET search_path TO "
              + uri.quotedSchema()
              + "; SET jit TO off; SET lock_timeout TO '60s';"
              + " SET idle_in_transaction_session_timeout TO '60s';"
              + " SELECT set_config('synchronous_commit', 'on', false)"
              + " WHERE current_setting('synchronous_commit') = 'off'");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static HikariDataSource pool(PostgresUri uri) {
    PGSimpleDataSource source = source(uri);
    source.setDefaultRowFetchSize(2_000);
    HikariConfig config = new HikariConfig();
    config.setPoolName("spanloom-postgresql-readers");
    config.setDataSource(source);
    config.setMaximumPoolSize(uri.readers());
    config.setMinimumIdle(1);
    config.setIdleTimeout(IDLE_MILLIS);
    config.setConnectionTimeout(POOL_WAIT_MILLIS);
    config.setInitializationFailTimeout(-1); // whether the server answers is known by now
    config.setAutoCommit(false);
    config.setReadOnly(true);
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    // Searches differ in how much they find: each is planned for its values. An index is worth its
    // while on what disks are today.
    config.setConnectionInitSql(
        "SET search_path TO "
            + uri.quotedSchema()
            + "; SET jit TO off; SET plan_cache_mode TO force_custom_plan;"
            + " SET random_page_cost TO 1.1");
    return new HikariDataSource(config);
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  Partitions partitions() {
    return dialect.partitions();
  }

  @Override
  public int maxRolledUpNames() {
    return maxRolledUpNames;
  }

  @Override
  public String description() {
    return uri.description();
  }

  @Override
  public String version(Sql sql) throws SQLException {
    return "PostgreSQL "
        + sql.one("SELECT current_setting('server_version')", row -> row.getString(1)).orElse("");
  }

  @Override
  public Sql openWriter() {
    try {
      return new PostgresSql(connect(uri, source));
    } catch (SQLException e) {
      throw failed("open", e);
    }
  }

  @Override
  public String beginSql() {
    return "BEGIN; SELECT pg_advisory_xact_lock(" + lockOf(uri.schema()) + ")";
  }

  /** The number of the lock that a writer of a schema holds. */
  static long lockOf(String name) {
    return LOCK_CLASS | (name.hashCode() & 0xFFFF_FFFFL);
  }

  @Override
  public <T> T read(Query<T> query) {
    if (readers.isClosed()) {
      throw new StorageException(description() + " was closed");
    }
    try {
      try (Connection connection = readers.getConnection()) {
        return attempt(connection, query);
      } catch (SQLTransientConnectionException e) {
        throw e; // the pool has waited for the server already
      } catch (SQLException e) {
        if (!isPassing(e)) {
          throw e;
        }
      }
      try (Connection connection = readers.getConnection()) { // the other had been dead for long
        return attempt(connection, query);
      }
    } catch (SQLException e) {
      throw failed("read", e);
    }
  }

  private static <T> T attempt(Connection connection, Query<T> query) throws SQLException {
    try (PostgresSql sql = new PostgresSql(connection)) {
      T result = query.run(sql);
      connection.commit();
      return result;
    }
  }

  @Override
  public Medium medium(Sql sql) throws SQLException {
    return PostgresMedium.figures(sql, uri);
  }

  @Override
  public List<StoreHealth.Problem> checkMedium() {
    return read(
        sql -> {
          List<StoreHealth.Problem> problems = new ArrayList<>(PostgresMedium.problems(sql, uri));
          problems.addAll(IndexingDialect.checkWords(sql));
          return problems;
        });
  }

  /**
   * Drops partitions that are empty, which gives their space back at once. The space of other rows
   * that went is used again by rows to come; nobody waits meanwhile.
   */
  @Override
  public void compact(Changes changes, TraceDeletion.Progress progress) {
    dialect.compactWords(changes);
    try (Connection connection = connect(uri, source)) {
      partitions().dropEmpty(System.currentTimeMillis());
      PostgresMedium.vacuum(connection, uri, progress);
    } catch (SQLException e) {
      throw failed("compact", e);
    }
  }

  @Override
  public boolean isAboutValues(SQLException failure) {
    return PostgresErrors.isAboutValues(failure);
  }

  @Override
  public boolean isPassing(SQLException failure) {
    return PostgresErrors.isPassing(failure);
  }

  @Override
  public StorageException failed(String what, SQLException failure) {
    return failed(uri, what, failure);
  }

  private static StorageException failed(PostgresUri uri, String what, SQLException failure) {
    return PostgresErrors.failed(what, uri, failure);
  }

  @Override
  public void close() {
    readers.close();
  }
}
