package dev.spanloom.storage.sqlite.mlflow;

import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which tables and columns a database has: they grew with the versions of MLflow. */
final class MlflowTables {
  private final Map<String, Set<String>> columns;

  private MlflowTables(Map<String, Set<String>> columns) {
    this.columns = columns;
  }

  static MlflowTables of(Sql sql) throws SQLException {
    Map<String, Set<String>> columns = new HashMap<>();
    sql.visit(
        "SELECT lower(t.name), lower(c.name) FROM sqlite_master t, pragma_table_xinfo(t.name) c"
            + " WHERE t.type = 'table'",
        row -> {
          columns.computeIfAbsent(row.getString(1), t -> new HashSet<>()).add(row.getString(2));
          return true;
        });
    return new MlflowTables(columns);
  }

  boolean has(String table) {
    return columns.containsKey(table);
  }

  boolean has(String table, String column) {
    return columns.getOrDefault(table, Set.of()).contains(column.toLowerCase(Locale.ROOT));
  }

  /** A list for SELECT in this order, with NULL in the place of columns that the table lacks. */
  String select(String table, List<String> wanted) {
    return wanted.stream()
        .map(column -> has(table, column) ? column : "NULL")
        .collect(Collectors.joining(", "));
  }
}
