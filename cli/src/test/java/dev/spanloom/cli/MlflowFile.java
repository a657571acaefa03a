package dev.spanloom.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A database as MLflow makes it, with the columns that matter to the command line. */
final class MlflowFile {
  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE experiments (experiment_id INTEGER, name TEXT, lifecycle_stage TEXT)",
          "CREATE TABLE trace_info (request_id TEXT, experiment_id INTEGER, timestamp_ms BIGINT,"
              + " execution_time_ms BIGINT, status TEXT)",
          "CREATE TABLE trace_tags (key TEXT, value TEXT, request_id TEXT)",
          "CREATE TABLE trace_request_metadata (key TEXT, value TEXT, request_id TEXT)",
          "INSERT INTO experiments VALUES (0, 'Default', 'active')");

  private MlflowFile() {}

  /** Makes one with the rows that some statements insert. */
  static Path make(Path file, String... inserts) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute(table);
      }
      for (String insert : inserts) {
        statement.execute(insert);
      }
    }
    return file;
  }
}
