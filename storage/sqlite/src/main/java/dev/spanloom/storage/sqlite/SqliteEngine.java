package dev.spanloom.storage.sqlite;

import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.StoreHealth;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.text.IndexingDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One SQLite file. Thread-safe; owns its connections. */
final class SqliteEngine implements Engine {
  private static final int INCREMENTAL = 2;
  private static final int PAGES_PER_STEP = 2_000;

  private final Path file;
  private final Connections connections;
  private final SqliteDialect dialect;
  private final int maxRolledUpNames;

  SqliteEngine(Path file) {
    this(file, MAX_ROLLED_UP_NAMES, SqliteDialect.FRESH_TRACES);
  }

  SqliteEngine(Path file, int maxRolledUpNames, int freshTraces) {
    this.file = file;
    this.dialect = new SqliteDialect(freshTraces);
    this.maxRolledUpNames = maxRolledUpNames;
    this.connections = new Connections(file);
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public int maxRolledUpNames() {
    return maxRolledUpNames;
  }

  @Override
  public String description() {
    return "sqlite:" + file;
  }

  Path file() {
    return file;
  }

  @Override
  public String version(Sql sql) throws SQLException {
    return "SQLite " + sql.one("SELECT sqlite_version()", row -> row.getString(1)).orElse("");
  }

  @Override
  public Sql openWriter() {
    return connections.openWriter();
  }

  @Override
  public String beginSql() {
    return "BEGIN IMMEDIATE";
  }

  @Override
  public <T> T read(Query<T> query) {
    return connections.read(query);
  }

  @Override
  public Medium medium(Sql sql) throws SQLException {
    long pageBytes = sql.one("PRAGMA page_size", row -> row.getLong(1)).orElse(0L);
    long pages = sql.one("PRAGMA page_count", row -> row.getLong(1)).orElse(0L);
    long free = sql.one("PRAGMA freelist_count", row -> row.getLong(1)).orElse(0L);
    Map<String, String> details = new LinkedHashMap<>();
    details.put("file", file.toAbsolutePath().toString());
    details.put("write-ahead log bytes", Long.toString(size(Path.of(file + "-wal"))));
    details.put("gives space back", gradual(sql) ? "in steps" : "only by rewriting the file");
    return new Medium(Schema.NEWEST, pages * pageBytes, free * pageBytes, details);
  }

  private static boolean gradual(Sql sql) throws SQLException {
    return sql.one("PRAGMA auto_vacuum", row -> row.getInt(1)).orElse(0) == INCREMENTAL;
  }

  private static long size(Path path) {
    try {
      return Files.exists(path) ? Files.size(path) : 0;
    } catch (IOException e) {
      return 0; // it went away meanwhile
    }
  }

  /**
   * On a new connection: on one that has looked into the text index before, FTS5 checks what it
   * remembers of it and reports damage where another connection only wrote.
   */
  @Override
  public List<StoreHealth.Problem> checkMedium() {
    List<String> lines = new ArrayList<>();
    try (Sql sql = openWriter()) {
      sql.visit(
          "PRAGMA integrity_check(20)",
          row -> {
            lines.add(row.getString(1));
            return true;
          });
    } catch (SQLException e) {
      if (!Connections.isDamage(e)) {
        throw failed("check", e);
      }
      lines.add(String.valueOf(e.getMessage())); // it does not get past all damage
    }
    List<StoreHealth.Problem> problems = new ArrayList<>();
    for (String line : lines) {
      if (!line.equals("ok")) {
        problems.add(
            new StoreHealth.Problem(
                file + ": " + line,
                "restore a copy of the file, or export what can be read into a new one"));
      }
    }
    return problems.isEmpty() ? read(IndexingDialect::checkWords) : problems;
  }

  /**
   * Free pages go back some at a time. A file of before that was possible is rewritten once, for
   * which it is locked as long as that takes.
   */
  @Override
  public void compact(Changes changes, TraceDeletion.Progress progress) {
    dialect.compactWords(changes);
    boolean gradual = read(SqliteEngine::gradual);
    if (!gradual) {
      try (Sql sql = openWriter()) {
        sql.execute("PRAGMA auto_vacuum = INCREMENTAL");
        sql.execute("VACUUM");
      } catch (SQLException e) {
        throw failed("rewrite", e);
      }
    }
    long before = free();
    for (long left = before; left > 0; ) {
      changes.change(
          sql -> {
            sql.exhaust("PRAGMA incremental_vacuum(" + PAGES_PER_STEP + ")");
            return true;
          });
      long now = free();
      progress.advanced(before - now, before);
      left = now < left ? now : 0;
    }
    try (Sql sql = openWriter()) {
      sql.execute("PRAGMA optimize");
      sql.list("PRAGMA wal_checkpoint(TRUNCATE)", row -> true);
    } catch (SQLException e) {
      throw failed("checkpoint", e);
    }
  }

  private long free() {
    return read(sql -> sql.one("PRAGMA freelist_count", row -> row.getLong(1)).orElse(0L));
  }

  @Override
  public boolean isAboutValues(SQLException failure) {
    return Connections.isAboutValues(failure);
  }

  @Override
  public boolean isPassing(SQLException failure) {
    return false; // SQLite itself waits for others, and then it is final
  }

  @Override
  public StorageException failed(String what, SQLException failure) {
    return connections.failed(what, failure);
  }

  @Override
  public void close() {
    connections.close();
  }
}
