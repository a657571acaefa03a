package dev.spanloom.storage.postgresql;

import dev.spanloom.storage.StoreHealth;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the server knows of our tables, and their upkeep. */
final class PostgresMedium {
  private static final String OUR_TABLES =
      " FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace"
          + " LEFT JOIN pg_stat_user_tables AS s ON s.relid = c.oid"
          + " WHERE n.nspname = ? AND c.relkind = 'r'";

  private PostgresMedium() {}

  /** What can be reclaimed is estimated from the server's own statistics. */
  static Engine.Medium figures(Sql sql, PostgresUri uri) throws SQLException {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("database", uri.servers() + "/" + uri.database());
    details.put("schema", uri.schema());
    sql.list(
        "SELECT count(*), min(since_ms) FROM partitions",
        row ->
            details.put(
                "partitions", row.getLong(1) + " since " + Instant.ofEpochMilli(row.getLong(2))));
    return sql.one(
            // rows and indexes, not what the server keeps beside them
            "SELECT coalesce(sum(pg_relation_size(c.oid) + (SELECT coalesce(sum(pg_relation_size(i)), 0)"
                + " FROM (SELECT c.reltoastrelid AS i WHERE c.reltoastrelid <> 0 UNION ALL"
                + " SELECT indexrelid FROM pg_index WHERE indrelid IN (c.oid, c.reltoastrelid)) AS x)), 0),"
                + " coalesce(sum(pg_table_size(c.oid) * (s.n_dead_tup"
                + " / (s.n_live_tup + s.n_dead_tup + 1.0))), 0)"
                + OUR_TABLES,
            row ->
                new Engine.Medium(
                    PostgresSchema.version(),
                    row.getLong(1),
                    Math.round(row.getDouble(2)),
                    details),
            uri.schema())
        .orElseThrow();
  }

  /** Damage that the server has noticed, and indexes that it does not use. */
  static List<StoreHealth.Problem> problems(Sql sql, PostgresUri uri) throws SQLException {
    List<StoreHealth.Problem> problems = new ArrayList<>();
    sql.visit(
        "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"
            + " AND checksum_failures > 0",
        row ->
            problems.add(
                new StoreHealth.Problem(
                    uri.description()
                        + ": "
                        + row.getLong(1)
                        + " pages did not match their checksum",
                    "look for damage of the disk, and restore a backup")));
    sql.visit(
        "SELECT i.relname FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid"
            + " JOIN pg_namespace AS n ON n.oid = i.relnamespace"
            + " WHERE n.nspname = ? AND NOT x.indisvalid",
        row ->
            problems.add(
                new StoreHealth.Problem(
                    uri.description() + ": index " + row.getString(1) + " is not valid",
                    "REINDEX INDEX " + uri.schema() + "." + row.getString(1))),
        uri.schema());
    sql.visit(
        "SELECT parent || '_' || partition_no FROM partitions,"
            + " unnest(CAST(? AS text[])) AS parents (parent)"
            + " WHERE NOT EXISTS (SELECT 1 FROM pg_inherits"
            + " WHERE inhrelid = to_regclass(parent || '_' || partition_no))",
        row ->
            problems.add(
                new StoreHealth.Problem(
                    uri.description() + ": partition " + row.getString(1) + " is missing",
                    "restore a backup")),
        (Object) Partitions.TABLES.toArray(new String[0]));
    return problems;
  }

  /** Makes room in all tables and refreshes what the planner knows of them. */
  static void vacuum(Connection connection, PostgresUri uri, TraceDeletion.Progress progress)
      throws SQLException {
    List<String> tables = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT c.relname" + OUR_TABLES + " ORDER BY c.relname")) {
      select.setString(1, uri.schema());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
    }
    try (Statement statement = connection.createStatement()) {
      for (int i = 0; i < tables.size(); i++) {
        statement.execute("VACUUM (ANALYZE) " + uri.quotedSchema() + ".\"" + tables.get(i) + '"');
        progress.advanced(i + 1, tables.size());
      }
    }
  }
}
