package dev.spanloom.storage.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection with its prepared statements, each prepared once. Values are always parameters.
 * Not thread-safe; owns the connection.
 */
final class Sql implements AutoCloseable {
  private final Connection connection;
  private static final int MAX_PREPARED = 200;

  /** Searches come in many shapes; those not used for long make room. */
  private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(64, 0.75f, true);

  Sql(Connection connection) {
    this.connection = connection;
  }

  /** Reads one row. */
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** What is done with a statement that has its parameters. */
  private interface Execution<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  /** How many rows were changed. */
  int update(String sql, @Nullable Object... parameters) throws SQLException {
    return run(sql, PreparedStatement::executeUpdate, parameters);
  }

  /** The key of the row that was inserted. */
  long insert(String sql, @Nullable Object... parameters) throws SQLException {
    update(sql, parameters);
    return one("SELECT last_insert_rowid()", row -> row.getLong(1)).orElseThrow();
  }

  <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... parameters)
      throws SQLException {
    return run(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            List<T> list = new ArrayList<>();
            while (rows.next()) {
              list.add(reader.read(rows));
            }
            return list;
          }
        },
        parameters);
  }

  <T> Optional<T> one(String sql, RowReader<T> reader, @Nullable Object... parameters)
      throws SQLException {
    return run(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
          }
        },
        parameters);
  }

  /** Runs a statement that has no parameters and is not worth keeping. */
  void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private <T> T run(String sql, Execution<T> execution, @Nullable Object... parameters)
      throws SQLException {
    try {
      return execution.of(bind(sql, parameters));
    } catch (SQLException e) {
      forget(sql, e);
      throw e;
    }
  }

  /** After some failures, a full disk among them, the driver's statement never works again. */
  private void forget(String sql, SQLException failure) {
    PreparedStatement statement = prepared.remove(sql);
    if (statement != null) {
      try {
        statement.close();
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
    }
  }

  private PreparedStatement bind(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      makeRoom();
      prepared.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      Object value = parameters[i];
      if (value instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else {
        statement.setObject(i + 1, value);
      }
    }
    return statement;
  }

  private void makeRoom() throws SQLException {
    if (prepared.size() >= MAX_PREPARED) {
      Iterator<PreparedStatement> oldest = prepared.values().iterator();
      try (PreparedStatement statement = oldest.next()) {
        oldest.remove();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** A number that may be NULL. */
  static @Nullable Long longOrNull(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
