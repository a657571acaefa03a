package dev.spanloom.storage.sqlite;

import dev.spanloom.storage.sql.Sql;
import java.sql.Connection;

/** The writing connection of a SQLite file. */
final class SqliteSql extends Sql {
  SqliteSql(Connection connection) {
    super(connection);
  }

  /**
   * With ABORT, the default, SQLite keeps a copy of each page that a statement of several rows
   * changes, to undo it alone. Nobody goes on after a failed one: its change is taken back.
   */
  @Override
  protected String insertInto() {
    return "INSERT OR FAIL INTO ";
  }
}
