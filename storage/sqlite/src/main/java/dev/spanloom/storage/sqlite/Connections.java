package dev.spanloom.storage.sqlite;

import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Connections to one file: one for writing, and a few for reading that are used again. Thread-safe.
 */
final class Connections implements AutoCloseable {
  private static final int IDLE_READERS = 4;
  private static final int BUSY_TIMEOUT_MILLIS = 30_000;
  private static final long TRY_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Negative: in KiB, not in pages. */
  private static final int WRITER_CACHE_KIB = -64_000;

  private static final int READER_CACHE_KIB = -16_000;

  private final Path file;
  private final BlockingQueue<Sql> idle = new ArrayBlockingQueue<>(IDLE_READERS);
  private volatile boolean closed;

  Connections(Path file) {
    this.file = file.toAbsolutePath();
  }

  Sql openWriter() {
    Path folder = file.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new StorageException(
          folder
              + (Files.exists(folder) ? " is no folder" : " does not exist")
              + " (expected: the folder of the database file)");
    }
    try {
      Sql sql = new SqliteSql(connect(false));
      sql.execute("PRAGMA auto_vacuum = INCREMENTAL"); // of a new file; an old one stays as it is
      executeWhenFree(sql, "PRAGMA journal_mode = WAL");
      sql.execute("PRAGMA synchronous = FULL");
      sql.execute("PRAGMA cache_size = " + WRITER_CACHE_KIB);
      sql.execute(
          "PRAGMA wal_autocheckpoint = 25000"); // pages: one is written once for many changes
      return sql;
    } catch (SQLException e) {
      throw failed("open", e);
    }
  }

  /**
   * Executes what takes the lock of a file that it reads already, as the change of the journal
   * does: for that SQLite does not wait by itself, since two that do so would wait for each other.
   */
  private static void executeWhenFree(Sql sql, String statement) throws SQLException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BUSY_TIMEOUT_MILLIS);
    while (true) {
      try {
        sql.execute(statement);
        return;
      } catch (SQLException e) {
        if (!isBusy(e) || System.nanoTime() - end > 0) {
          throw e;
        }
        LockSupport.parkNanos(TRY_AGAIN_NANOS);
      }
    }
  }

  private static boolean isBusy(SQLException e) {
    String name = code(e).name();
    return name.startsWith("SQLITE_BUSY") || name.startsWith("SQLITE_LOCKED");
  }

  /** Runs a query in one read transaction, so that it sees one state of the file. */
  <T> T read(Engine.Query<T> query) {
    if (closed) {
      throw new StorageException(file + " was closed");
    }
    Sql sql = idle.poll();
    try {
      if (sql == null) {
        sql = new Sql(connect(true));
      }
      sql.execute("BEGIN");
      T result;
      try {
        result = query.run(sql);
      } finally {
        sql.execute("COMMIT");
      }
      giveBack(sql);
      return result;
    } catch (SQLException e) {
      closeQuietly(sql);
      throw failed("read", e);
    } catch (RuntimeException e) {
      if (sql != null) {
        giveBack(sql);
      }
      throw e;
    }
  }

  private void giveBack(Sql sql) {
    if (closed || !idle.offer(sql)) {
      closeQuietly(sql);
    }
  }

  private Connection connect(boolean queryOnly) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setCacheSize(READER_CACHE_KIB);
    config.setGetGeneratedKeys(false); // or the driver asks for one after every insert
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA cell_size_check = ON"); // damage is noticed when a page is read
      if (queryOnly) {
        statement.execute("PRAGMA query_only = ON");
      }
    }
    return connection;
  }

  /** True when a statement failed for what it was to write or looked at, not for the file. */
  static boolean isAboutValues(SQLException e) {
    SQLiteErrorCode code = code(e);
    return e instanceof DamagedException
        || code == SQLiteErrorCode.SQLITE_TOOBIG
        || code == SQLiteErrorCode.SQLITE_MISMATCH
        || code.name().startsWith("SQLITE_CONSTRAINT");
  }

  private static SQLiteErrorCode code(SQLException e) {
    return e instanceof SQLiteException sqlite
        ? sqlite.getResultCode()
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }

  /** True when the file is not as it was written. */
  static boolean isDamage(SQLException e) {
    return e instanceof DamagedException || code(e).name().startsWith("SQLITE_CORRUPT");
  }

  /** What went wrong, in words. */
  StorageException failed(String what, SQLException e) {
    String name = code(e).name();
    String advice = "see the cause";
    if (name.startsWith("SQLITE_NOTADB")) {
      advice = "it is no SQLite database; choose another path";
    } else if (isDamage(e)) {
      advice =
          "the file is damaged; restore a copy, or export what can be read and move it away to"
              + " start anew";
    } else if (isBusy(e)) {
      advice =
          "another process holds it for more than "
              + BUSY_TIMEOUT_MILLIS / 1000
              + " seconds; let that one finish, or end it, and try again";
    } else if (name.startsWith("SQLITE_FULL")) {
      advice = "the disk is full; make room, writing goes on by itself";
    } else if (name.startsWith("SQLITE_READONLY") || name.startsWith("SQLITE_CANTOPEN")) {
      advice = "check that the file and its folder can be written";
    } else if (name.startsWith("SQLITE_IOERR")) {
      advice = "the disk reports an error";
    }
    return new StorageException(
        "cannot " + what + " " + file + ": " + advice + " (" + e.getMessage() + ")", e);
  }

  @Override
  public void close() {
    closed = true;
    for (Sql sql = idle.poll(); sql != null; sql = idle.poll()) {
      closeQuietly(sql);
    }
  }

  static void closeQuietly(@Nullable Sql sql) {
    try {
      if (sql != null) {
        sql.close();
      }
    } catch (SQLException e) {
      System.getLogger(Connections.class.getName())
          .log(System.Logger.Level.DEBUG, "closing a connection failed", e);
    }
  }
}
