package dev.spanloom.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.testpostgresql.PostgresServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements for many rows, on a real server. */
class PostgresSqlTest {
  private static PostgresEngine engine;
  private Sql sql;

  @BeforeAll
  static void openDatabase() {
    engine = PostgresEngine.open(PostgresUri.parse(PostgresServer.shared().newDatabase()));
  }

  @BeforeEach
  void begin() throws SQLException {
    sql = engine.openWriter();
    sql.execute(engine.beginSql());
  }

  @AfterEach
  void takeBack() throws SQLException {
    sql.execute("ROLLBACK");
    sql.close();
  }

  private static List<@Nullable Object[]> terms(int count, String prefix) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      Double number = i % 2 == 0 ? null : i + 0.5;
      rows.add(new @Nullable Object[] {1L, prefix + i, i, number, 0L, i});
    }
    return rows;
  }

  private List<String> stored() throws SQLException {
    return sql.list(
        "SELECT value, term_id, number, traces FROM terms ORDER BY term_id, value",
        row ->
            row.getString(1)
                + " "
                + row.getLong(2)
                + " "
                + Sql.doubleOrNull(row, 3)
                + " "
                + row.getLong(4));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 19, 20, 1000, 20_001})
  void rowsAreStoredHoweverManyThereAre(int count) throws SQLException {
    sql.insert(Tables.TERMS, "", terms(count, "value "));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      expected.add("value " + i + " " + i + " " + (i % 2 == 0 ? null : i + 0.5) + " " + i);
    }
    assertThat(stored()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 100})
  void rowsThatAreThereAreChangedOrLeftAlone(int count) throws SQLException {
    sql.insert(Tables.TERMS, "", terms(count, "v"));
    sql.insert(Tables.TERMS, "DO NOTHING", terms(count, "v"));
    sql.insert(
        Tables.TERMS,
        "DO UPDATE SET traces = terms.traces + excluded.traces",
        terms(count + 1, "v"));
    assertThat(stored()).hasSize(count + 1).element(3).isEqualTo("v3 3 3.5 6");
    sql.put(Tables.TERMS, terms(count, "v"));
    assertThat(stored()).element(3).isEqualTo("v3 3 3.5 3");
  }

  @Test
  void aLookupGivesRowsInTheOrderOfTheKeysAndLeavesOutWhatIsNotThere() throws SQLException {
    sql.insert(Tables.TERMS, "", terms(50, "v"));
    List<String> found =
        sql.lookup(
            Tables.TERMS,
            "value",
            2,
            List.of(
                new Object[] {1L, "v7"},
                new Object[] {1L, "none"},
                new Object[] {2L, "v8"},
                new Object[] {1L, "v3"}),
            row -> row.getString(1));
    assertThat(found).containsExactly("v7", "v3");
    assertThat(
            sql.lookup(
                Tables.TERMS,
                "term_id",
                1,
                List.<Object[]>of(new Object[] {1L}),
                row -> row.getLong(1)))
        .hasSize(50);
    assertThat(sql.lookup(Tables.TERMS, "value", 2, List.of(), row -> row.getString(1))).isEmpty();
  }

  @Test
  void rowsAreFoundByTheirKeyOrItsBeginning() throws SQLException {
    sql.insert(Tables.TERMS, "", terms(50, "v"));
    List<Object[]> keys = List.of(new Object[] {1L, "v7"}, new Object[] {2L, "v8"});
    assertThat(sql.find(Tables.TERMS, "value", 2, keys, row -> row.getString(1)))
        .containsExactly("v7");
    assertThat(sql.find(Tables.TERMS, "value", List.of(1L, 2L), row -> row.getString(1)))
        .hasSize(50);
  }

  @Test
  void rowsAreDeletedByTheirKeyOrItsBeginning() throws SQLException {
    sql.insert(Tables.TERMS, "", terms(50, "v"));
    sql.delete(Tables.TERMS, 2, List.of(new Object[] {1L, "v7"}, new Object[] {2L, "v8"}));
    assertThat(stored()).hasSize(49).noneMatch(row -> row.startsWith("v7 "));
    sql.delete(Tables.TERMS, 1, List.<Object[]>of(new Object[] {1L}));
    assertThat(stored()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 70_000, 3_000_000})
  void bytesComeBackAsTheyWere(int size) throws SQLException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    sql.insert(
        Tables.PAYLOADS,
        "",
        List.of(new @Nullable Object[] {1L, bytes}, new @Nullable Object[] {2L, new byte[0]}));
    assertThat(sql.one("SELECT data FROM payloads WHERE chunk_id = ?", row -> row.getBytes(1), 1L))
        .contains(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30})
  void textsThatPostgresDoesNotTakeAreStoredAndFoundAllTheSame(int count) throws SQLException {
    String odd = "a\u0000b\uD800c 😀 '\\\"{},\n\t";
    sql.insert(Tables.TERMS, "", terms(count, odd));
    assertThat(
            sql.one("SELECT term_id FROM terms WHERE value = ?", row -> row.getLong(1), odd + "0"))
        .contains(0L);
    assertThat(
            sql.lookup(
                Tables.TERMS,
                "value",
                2,
                List.<Object[]>of(new Object[] {1L, odd + "0"}),
                row -> row.getString(1)))
        .containsExactly("a\uFFFDb\uFFFDc 😀 '\\\"{},\n\t0");
    PostgresDialect dialect = new PostgresDialect(engine.partitions());
    assertThat(
            sql.list(
                "SELECT term_id FROM terms WHERE " + dialect.inTexts("value"),
                row -> row.getLong(1),
                dialect.texts(List.of("x", odd + "0"))))
        .containsExactly(0L);
  }

  @Test
  void textsAreOrderedByTheirBytes() throws SQLException {
    for (String name : List.of("b", "A", "a", "Z", "é", "_")) {
      sql.insert(
          Tables.TERMS, "", List.<Object[]>of(new @Nullable Object[] {1L, name, 1L, null, 0L, 0L}));
    }
    assertThat(sql.list("SELECT value FROM terms ORDER BY value", row -> row.getString(1)))
        .containsExactly("A", "Z", "_", "a", "b", "é");
    assertThat(sql.list("SELECT value FROM terms WHERE value < 'a'", row -> row.getString(1)))
        .containsExactlyInAnyOrder("A", "Z", "_");
  }

  @Test
  void whatFailedBeforeACommitIsNotTakenForCommitted() throws SQLException {
    assertThatThrownBy(() -> sql.execute("SELECT 1 / 0")).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> sql.execute("COMMIT")).isInstanceOf(SQLException.class);
  }

  @Test
  void aCopyThatFailsLeavesTheConnectionUsable() throws SQLException {
    sql.execute("SAVEPOINT change");
    List<@Nullable Object[]> rows = terms(30, "v");
    rows.addAll(terms(30, "v"));
    assertThatThrownBy(() -> sql.insert(Tables.TERMS, "", rows))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(engine.isAboutValues(e)).isTrue());
    sql.execute("ROLLBACK TO SAVEPOINT change");
    sql.insert(Tables.TERMS, "", terms(30, "v"));
    assertThat(stored()).hasSize(30);
  }

  @Test
  void numbersAreNeverGivenTwice() throws SQLException {
    PostgresDialect dialect = new PostgresDialect(engine.partitions());
    long first = dialect.nextNumbers(sql, "trace_no", 10);
    long second = dialect.nextNumbers(sql, "trace_no", 1);
    sql.execute("ROLLBACK");
    sql.execute(engine.beginSql());
    long third = dialect.nextNumbers(sql, "trace_no", 5);
    assertThat(second).isEqualTo(first + 10);
    assertThat(third).isEqualTo(second + 1);
  }
}
