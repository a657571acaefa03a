package dev.spanloom.storage.sqlite;

import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.StoreHealth;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads a file that a store has open, and remembers each statement. Not thread-safe. */
final class RecordingEngine implements Engine {
  private final SqliteEngine engine;
  private final Connection connection;
  private final Sql sql;
  private final Set<String> statements = new LinkedHashSet<>();

  RecordingEngine(Path file) throws SQLException {
    engine = new SqliteEngine(file);
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    sql = new Sql(recording());
  }

  private Connection recording() {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                statements.add((String) arguments[0]);
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** How SQLite goes about the statements since the last time: a line for each table. */
  List<String> plans() throws SQLException {
    List<String> plans = new ArrayList<>();
    for (String statement : statements) {
      try (Statement explain = connection.createStatement();
          ResultSet lines = explain.executeQuery("EXPLAIN QUERY PLAN " + statement)) {
        while (lines.next()) {
          plans.add(lines.getString("detail"));
        }
      }
    }
    statements.clear();
    return plans;
  }

  @Override
  public <T> T read(Query<T> query) {
    try {
      return query.run(new Sql(recording()));
    } catch (SQLException e) {
      throw failed("read", e);
    }
  }

  @Override
  public Dialect dialect() {
    return engine.dialect();
  }

  @Override
  public String description() {
    return engine.description();
  }

  @Override
  public String version(Sql any) throws SQLException {
    return engine.version(any);
  }

  @Override
  public Sql openWriter() {
    return engine.openWriter();
  }

  @Override
  public String beginSql() {
    return engine.beginSql();
  }

  @Override
  public Medium medium(Sql any) throws SQLException {
    return engine.medium(any);
  }

  @Override
  public List<StoreHealth.Problem> checkMedium() {
    return engine.checkMedium();
  }

  @Override
  public void compact(Changes changes, TraceDeletion.Progress progress) {
    engine.compact(changes, progress);
  }

  @Override
  public boolean isAboutValues(SQLException failure) {
    return engine.isAboutValues(failure);
  }

  @Override
  public boolean isPassing(SQLException failure) {
    return engine.isPassing(failure);
  }

  @Override
  public StorageException failed(String what, SQLException failure) {
    return engine.failed(what, failure);
  }

  @Override
  public void close() {
    engine.close();
    try {
      sql.close();
    } catch (SQLException e) {
      throw failed("close", e);
    }
  }
}
