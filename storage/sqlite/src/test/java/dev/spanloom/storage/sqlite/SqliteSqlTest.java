package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements for many rows. */
class SqliteSqlTest {
  private final List<String> prepared = new ArrayList<>();
  private Connection connection;
  private Sql sql;

  @BeforeEach
  void makeTables() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    sql = new Sql(recording());
    Schema.migrate(sql, "memory");
    prepared.clear();
  }

  private Connection recording() {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                prepared.add((String) arguments[0]);
              }
              return method.invoke(connection, arguments);
            });
  }

  @AfterEach
  void close() throws SQLException {
    sql.close();
  }

  private static List<@Nullable Object[]> terms(int count) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      rows.add(new @Nullable Object[] {i % 3, "v" + i, i, null, 0L, i});
    }
    return rows;
  }

  private List<Long> found(List<Object[]> keys) throws SQLException {
    return sql.find(Tables.TERMS, "value, term_id", 2, keys, row -> row.getLong(2)).stream()
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 63, 64, 127, 200})
  void rowsAreStoredFoundAndDeletedHoweverManyThereAre(int count) throws SQLException {
    sql.insert(Tables.TERMS, "", terms(count));
    List<Object[]> keys =
        IntStream.range(0, count).mapToObj(i -> new Object[] {(long) i % 3, "v" + i}).toList();
    assertThat(found(keys))
        .containsExactlyElementsOf(IntStream.range(0, count).mapToObj(i -> (long) i).toList());
    assertThat(sql.find(Tables.TERMS, "term_id", List.of(0L, 1L, 2L, 3L), row -> row.getLong(1)))
        .hasSize(count);
    sql.delete(Tables.TERMS, 2, keys);
    assertThat(found(keys)).isEmpty();
  }

  @Test
  void fewStatementsTakeTheRowsThatAreLeftOver() throws SQLException {
    sql.insert(Tables.TERMS, "", terms(64 + 32 + 8 + 1));
    assertThat(prepared).hasSize(4);
  }

  @Test
  void whatIsNotThereIsNotFoundAndTheOrderOfTheKeysDoesNotMatter() throws SQLException {
    sql.insert(Tables.TERMS, "", terms(9));
    assertThat(
            found(
                List.of(
                    new Object[] {1L, "v7"},
                    new Object[] {1L, "none"},
                    new Object[] {2L, "v7"},
                    new Object[] {0L, "v3"})))
        .containsExactly(3L, 7L);
  }

  @Test
  void rowsAreFoundByTheIndexAndNotByReadingTheTable() throws SQLException {
    for (int keys : new int[] {1, 2, 64}) {
      prepared.clear();
      var unused =
          found(Stream.<Object[]>generate(() -> new Object[] {1L, "v"}).limit(keys).toList());
      assertThat(plan(prepared.get(0)))
          .anyMatch(
              step -> step.startsWith("SEARCH terms USING PRIMARY KEY (key_id=? AND value=?)"))
          .noneMatch(step -> step.startsWith("SCAN terms"));
    }
  }

  private List<String> plan(String statement) throws SQLException {
    List<String> steps = new ArrayList<>();
    try (PreparedStatement explain =
            connection.prepareStatement("EXPLAIN QUERY PLAN " + statement);
        ResultSet rows = explain.executeQuery()) {
      while (rows.next()) {
        steps.add(rows.getString("detail"));
      }
    }
    return steps;
  }
}
