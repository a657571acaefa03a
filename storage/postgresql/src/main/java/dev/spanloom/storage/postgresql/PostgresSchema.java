package dev.spanloom.storage.postgresql;

import dev.spanloom.storage.StorageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a schema of a database to our version, in one transaction, one process after the other.
 * Only forward. Whatever else is in the database is left alone.
 */
final class PostgresSchema {
  private static final int OLDEST_SERVER = 140_000;

  /** The steps from each version to the next. A step that was released is never changed. */
  private static final List<List<String>> STEPS = List.of(PostgresSchemaV1.STATEMENTS);

  private PostgresSchema() {}

  static int version() {
    return STEPS.size();
  }

  static void migrate(Connection connection, PostgresUri uri) throws SQLException {
    checkServer(connection, uri);
    if (stored(connection, uri) == STEPS.size()) {
      return; // a user who may not make tables can work with those that are there
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_advisory_xact_lock(" + PostgresEngine.lockOf("schema " + uri.schema()) + ")");
      int version = stored(connection, uri); // another process may have been faster
      if (version == 0) {
        makeSchema(connection, statement, uri);
      }
      for (int i = version; i < STEPS.size(); i++) {
        for (String sql : STEPS.get(i)) {
          statement.execute(sql);
        }
        statement.execute("INSERT INTO migrations (version) VALUES (" + (i + 1) + ")");
      }
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static void checkServer(Connection connection, PostgresUri uri) throws SQLException {
    int version = Integer.parseInt(setting(connection, "server_version_num"));
    if (version < OLDEST_SERVER) {
      throw new StorageException(
          uri.description()
              + " is PostgreSQL "
              + setting(connection, "server_version")
              + " (expected: 14 or newer). Upgrade the server, or use another.");
    }
    String encoding = setting(connection, "server_encoding");
    if (!encoding.equals("UTF8")) {
      throw new StorageException(
          uri.description()
              + " has the encoding "
              + encoding
              + " (expected: UTF8). Make another database: CREATE DATABASE … ENCODING 'UTF8'"
              + " TEMPLATE template0.");
    }
  }

  private static String setting(Connection connection, String name) throws SQLException {
    return first(connection, "SELECT current_setting(?)", name);
  }

  /** The version of the tables; 0 when there are none of ours. */
  private static int stored(Connection connection, PostgresUri uri) throws SQLException {
    // not to_regclass: it may remember that there was no such table
    String found =
        first(
            connection,
            "SELECT count(*) FROM pg_tables WHERE schemaname = ? AND tablename = 'migrations'",
            uri.schema());
    if (found.equals("0")) {
      return 0;
    }
    int version =
        Integer.parseInt(
            first(
                connection,
                "SELECT coalesce(max(version), CAST(? AS integer)) FROM "
                    + uri.quotedSchema()
                    + ".migrations",
                "0"));
    if (version > STEPS.size()) {
      throw new StorageException(
          uri.description()
              + " has schema version "
              + version
              + " (expected: at most "
              + STEPS.size()
              + "); it was written by a newer Spanloom. Use that version, or another schema"
              + " (schema=NAME).");
    }
    return version;
  }

  private static void makeSchema(Connection connection, Statement statement, PostgresUri uri)
      throws SQLException {
    // asked for first: without the right to make one, IF NOT EXISTS fails all the same
    if (first(connection, "SELECT count(*) FROM pg_namespace WHERE nspname = ?", uri.schema())
        .equals("0")) {
      statement.execute("CREATE SCHEMA " + uri.quotedSchema());
    }
    List<String> tables = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT tablename FROM pg_tables WHERE schemaname = ? ORDER BY tablename LIMIT 5")) {
      select.setString(1, uri.schema());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
    }
    if (!tables.isEmpty()) {
      throw new StorageException(
          "schema "
              + uri.schema()
              + " of "
              + uri.description()
              + " belongs to another program, with the tables "
              + tables
              + " (expected: a new schema, or one that Spanloom made). Choose another one:"
              + " schema=NAME.");
    }
  }

  private static String first(Connection connection, String sql, String parameter)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }
}
