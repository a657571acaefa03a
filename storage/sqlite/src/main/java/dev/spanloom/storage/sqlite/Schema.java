package dev.spanloom.storage.sqlite;

import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.List;

/**
 * The version of the tables of a file, and the steps from each version to the next. A step that was
 * released is never changed. Steps change tables only and are over at once; rows that have to be
 * made anew are made behind them, see {@link OldTraces}.
 */
final class Schema {
  /** Marks the file as ours: the letters SPAN. */
  private static final int APPLICATION_ID = 0x5350414E;

  static final int NEWEST = 3;

  /** What makes the newest tables in an empty file. */
  private static final List<List<String>> NEW_FILE =
      List.of(SchemaV1.EXPERIMENTS, SchemaV2.TABLES, SchemaV3.TABLES);

  /** What leads from each version to the next; the first one leads from version 1. */
  private static final List<List<List<String>>> STEPS =
      List.of(List.of(SchemaV2.AFTER_V1, SchemaV2.TABLES), List.of(SchemaV3.TABLES));

  private Schema() {}

  /** Brings the file of a connection to the newest version, within one transaction. */
  static void migrate(Sql sql, String place) throws SQLException {
    int version = version(sql);
    if (version == NEWEST) {
      return;
    }
    if (version > NEWEST) {
      throw new StorageException(
          place
              + " has schema version "
              + version
              + " (expected: at most "
              + NEWEST
              + "); it was written by a newer Spanloom. Use that version, or another file.");
    }
    sql.execute("BEGIN IMMEDIATE");
    try {
      int start = version(sql); // another process may have been faster
      if (start == 0) {
        refuseForeignFile(sql, place);
      }
      List<List<String>> statements =
          start == 0
              ? NEW_FILE
              : STEPS.subList(Math.min(start, NEWEST) - 1, NEWEST - 1).stream()
                  .flatMap(List::stream)
                  .toList();
      for (List<String> list : statements) {
        for (String statement : list) {
          sql.execute(statement);
        }
      }
      sql.execute("PRAGMA user_version = " + NEWEST);
      sql.execute("PRAGMA application_id = " + APPLICATION_ID);
      sql.execute("COMMIT");
    } catch (SQLException | RuntimeException e) {
      rollBack(sql, e);
      throw e;
    }
  }

  /** SQLite may have done so by itself: what failed first is what counts. */
  private static void rollBack(Sql sql, Exception failure) {
    try {
      sql.execute("ROLLBACK");
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private static int version(Sql sql) throws SQLException {
    int application = sql.one("PRAGMA application_id", row -> row.getInt(1)).orElse(0);
    return application == APPLICATION_ID
        ? sql.one("PRAGMA user_version", row -> row.getInt(1)).orElse(0)
        : 0;
  }

  private static void refuseForeignFile(Sql sql, String place) throws SQLException {
    List<String> tables =
        sql.list(
            "SELECT name FROM sqlite_master WHERE type = 'table' LIMIT 5", row -> row.getString(1));
    if (!tables.isEmpty()) {
      throw new StorageException(
          place
              + " is the database of another program, with the tables "
              + tables
              + " (expected: a new file, or one that Spanloom made). Choose another path.");
    }
  }
}
