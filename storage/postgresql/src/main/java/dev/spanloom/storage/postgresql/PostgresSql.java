package dev.spanloom.storage.postgresql;

import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.StorableText;
import dev.spanloom.storage.sql.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Bulk statements that make one trip: arrays as parameters, or COPY. Not thread-safe; owns the
 * connection.
 */
final class PostgresSql extends Sql {
  /** From so many rows on, COPY is faster. */
  private static final int COPY_ROWS = 20;

  private static final String IN_FAILED_TRANSACTION = "25P02";

  /** So many rows or keys go into one statement. */
  private static final int ROWS_PER_STATEMENT = 10_000;

  PostgresSql(Connection connection) {
    super(connection);
  }

  /** PostgreSQL takes a commit after a failure for a rollback, and says nothing. */
  @Override
  public void execute(String sql) throws SQLException {
    if (sql.equals("COMMIT")
        && connection().unwrap(BaseConnection.class).getTransactionState()
            == TransactionState.FAILED) {
      throw new SQLException("a statement of the transaction failed", IN_FAILED_TRANSACTION);
    }
    super.execute(sql);
  }

  /** Each key is looked up in the index, whatever the planner knows of the table. */
  @Override
  public <T> List<T> lookup(
      Table table,
      String columns,
      int keyColumns,
      List<Object[]> keys,
      String suffix,
      RowReader<T> reader)
      throws SQLException {
    String sql =
        "SELECT "
            + columns
            + " FROM "
            + unnested(table, keyColumns, " WITH ORDINALITY", "wanted", ", wanted_place")
            + ", LATERAL (SELECT * FROM "
            + table.name()
            + " AS stored WHERE "
            + matches(table, keyColumns, "stored", "wanted")
            + " OFFSET 0) AS found ORDER BY wanted_place"
            + suffix;
    List<T> found = new ArrayList<>();
    for (List<Object[]> some : parts(keys)) {
      found.addAll(list(sql, reader, columns(table, keyColumns, some)));
    }
    return found;
  }

  @Override
  public <T> List<T> find(
      Table table, String columns, int keyColumns, List<Object[]> keys, RowReader<T> reader)
      throws SQLException {
    return lookup(table, columns, keyColumns, keys, reader);
  }

  @Override
  public void insert(Table table, String onConflict, List<@Nullable Object[]> rows)
      throws SQLException {
    if (onConflict.isEmpty() && (rows.size() >= COPY_ROWS || hasBlobs(table))) {
      PGConnection driver = connection().unwrap(PGConnection.class);
      new CopyRows(driver.getCopyAPI().copyIn(CopyRows.sql(table))).send(table, rows);
      return;
    }
    int width = table.columns().size();
    String sql =
        "INSERT INTO "
            + table.name()
            + " ("
            + table.columnNames()
            + ") SELECT * FROM "
            + unnested(table, width, "", "added", "")
            + conflictClause(table, onConflict);
    for (List<@Nullable Object[]> some : parts(rows)) {
      update(sql, columns(table, width, some));
    }
  }

  /** Large values should not stand in memory twice. */
  private static boolean hasBlobs(Table table) {
    return table.columns().stream().anyMatch(column -> column.type() == Table.Type.BLOB);
  }

  @Override
  public void delete(Table table, int keyColumns, List<Object[]> keys) throws SQLException {
    String sql =
        "DELETE FROM "
            + table.name()
            + " AS stored USING "
            + unnested(table, keyColumns, "", "doomed", "")
            + " WHERE "
            + matches(table, keyColumns, "stored", "doomed");
    for (List<Object[]> some : parts(keys)) {
      update(sql, columns(table, keyColumns, some));
    }
  }

  /** Arrays, one parameter for each of the first columns of a table, as rows. */
  private static String unnested(
      Table table, int count, String with, String alias, String moreColumns) {
    StringBuilder arrays = new StringBuilder("unnest(");
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String comma = i == 0 ? "" : ", ";
      arrays.append(comma).append("CAST(? AS ").append(typeName(table, i)).append("[])");
      names.append(comma).append(alias).append('_').append(i + 1);
    }
    return arrays.append(')').append(with).append(" AS ").append(alias)
        + " ("
        + names
        + moreColumns
        + ")";
  }

  private static String matches(Table table, int keyColumns, String stored, String given) {
    StringBuilder matches = new StringBuilder();
    for (int i = 0; i < keyColumns; i++) {
      matches
          .append(i == 0 ? "" : " AND ")
          .append(stored)
          .append('.')
          .append(table.columns().get(i).name())
          .append(" = ")
          .append(given)
          .append('.')
          .append(given)
          .append('_')
          .append(i + 1);
    }
    return matches.toString();
  }

  private static String typeName(Table table, int column) {
    return switch (table.columns().get(column).type()) {
      case INTEGER -> "bigint";
      case REAL -> "double precision";
      case TEXT -> "text";
      case BLOB -> "bytea";
    };
  }

  private static <R> List<List<R>> parts(List<R> rows) {
    List<List<R>> parts = new ArrayList<>();
    for (int i = 0; i < rows.size(); i += ROWS_PER_STATEMENT) {
      parts.add(rows.subList(i, Math.min(rows.size(), i + ROWS_PER_STATEMENT)));
    }
    return parts;
  }

  /** Rows as one array for each of the first columns. */
  private static @Nullable Object[] columns(
      Table table, int count, List<? extends @Nullable Object[]> rows) {
    @Nullable Object[] columns = new @Nullable Object[count];
    for (int i = 0; i < count; i++) {
      columns[i] = column(table.columns().get(i).type(), i, rows);
    }
    return columns;
  }

  private static Object column(
      Table.Type type, int column, List<? extends @Nullable Object[]> rows) {
    int size = rows.size();
    @Nullable Object[] values =
        switch (type) {
          case INTEGER -> new @Nullable Long[size];
          case REAL -> new @Nullable Double[size];
          case TEXT -> new @Nullable String[size];
          case BLOB -> new byte @Nullable [size][];
        };
    for (int i = 0; i < size; i++) {
      @Nullable Object[] row = rows.get(i);
      Object value = row[column];
      values[i] =
          value instanceof Number number
              ? (type == Table.Type.REAL ? (Object) number.doubleValue() : number.longValue())
              : value;
    }
    return values;
  }

  @Override
  protected void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value instanceof long[] numbers) {
      setArray(statement, index, "int8", numbers);
    } else if (value instanceof Long[] numbers) {
      setArray(statement, index, "int8", numbers);
    } else if (value instanceof Double[] numbers) {
      setArray(statement, index, "float8", numbers);
    } else if (value instanceof String[] texts) {
      setArray(statement, index, "text", storable(texts));
    } else if (value instanceof byte[][] blobs) {
      setArray(statement, index, "bytea", blobs);
    } else {
      super.bind(statement, index, value);
    }
  }

  private static @Nullable String[] storable(@Nullable String[] texts) {
    @Nullable String[] storable = new @Nullable String[texts.length];
    for (int i = 0; i < texts.length; i++) {
      storable[i] = StorableText.orNull(texts[i]);
    }
    return storable;
  }

  private void setArray(PreparedStatement statement, int index, String type, Object values)
      throws SQLException {
    PGConnection driver = connection().unwrap(PGConnection.class);
    statement.setArray(index, driver.createArrayOf(type, values));
  }
}
