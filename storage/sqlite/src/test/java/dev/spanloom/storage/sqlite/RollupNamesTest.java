package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.rollup.KnownRollups;
import dev.spanloom.storage.sql.rollup.RollupKey;
import dev.spanloom.storage.sql.rollup.RollupNames;
import dev.spanloom.storage.sql.rollup.Rollups;
import dev.spanloom.storage.sql.rollup.SpanPoint;
import dev.spanloom.storage.sql.rollup.TracePoint;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first names have roll-ups of their own, and the decision of a name holds for ever. */
class RollupNamesTest {
  private static final long NOON = 1_700_049_600_000L;
  private static final String SHARED = RollupKey.SHARED;

  private RollupNames names = new RollupNames(2);
  private Sql sql;

  @BeforeEach
  void makeTables() throws SQLException {
    sql = new Sql(DriverManager.getConnection("jdbc:sqlite::memory:"));
    Schema.migrate(sql, "memory");
  }

  @AfterEach
  void close() throws SQLException {
    sql.close();
  }

  private static TracePoint trace(long experiment, String name) {
    return new TracePoint(experiment, NOON, name, "OK", 7L, null, null);
  }

  private Rollups rollups(RollupNames known) {
    return new Rollups(new SqliteDialect(), known, new KnownRollups());
  }

  private void add(String... traces) throws SQLException {
    add(names, traces);
  }

  private void add(RollupNames known, String... traces) throws SQLException {
    Rollups rollups = rollups(known);
    Arrays.stream(traces).forEach(name -> rollups.add(trace(0, name)));
    rollups.flush(sql);
  }

  private void remove(String... traces) throws SQLException {
    Rollups rollups = rollups(names);
    Arrays.stream(traces).forEach(name -> rollups.remove(trace(0, name)));
    rollups.flush(sql);
  }

  /** The labels with their counts; the hour always has the same as its only minute. */
  private List<String> rows(String table) throws SQLException {
    String columns = "SELECT experiment_id || ' ' || name || ' ' || count FROM " + table;
    List<String> minutes =
        sql.list(columns + " WHERE period = 60 ORDER BY 1", row -> row.getString(1));
    assertThat(sql.list(columns + " WHERE period = 3600 ORDER BY 1", row -> row.getString(1)))
        .isEqualTo(minutes);
    return minutes;
  }

  @Test
  void laterNamesShareRows() throws SQLException {
    add("a");
    add("c", "a");
    add("b", "d", "c", "a");
    assertThat(rows("trace_rollups")).containsExactly("0 " + SHARED + " 2", "0 a 3", "0 c 2");
  }

  @Test
  void namesOfOneTransactionAreDecidedInTheirOrder() throws SQLException {
    add("d", "b", "c", "a");
    assertThat(rows("trace_rollups")).containsExactly("0 " + SHARED + " 2", "0 a 1", "0 b 1");
  }

  @Test
  void experimentsAndSpansHaveListsOfTheirOwn() throws SQLException {
    add("a", "b", "c");
    Rollups rollups = rollups(names);
    rollups.add(trace(1, "c"));
    rollups.add(new SpanPoint(0, NOON * 1_000_000, null, "c", null, null, "OK", null, null));
    rollups.flush(sql);
    assertThat(rows("trace_rollups")).contains("0 " + SHARED + " 1", "1 c 1");
    assertThat(rows("span_rollups")).containsExactly("0 c 1");
  }

  @Test
  void whatHasNoNameIsApartAndDoesNotCount() throws SQLException {
    add("a", "b", "c", null);
    assertThat(rows("trace_rollups"))
        .containsExactly("0 " + SHARED + " 1", "0  1", "0 a 1", "0 b 1");
  }

  @Test
  void whatGoesIsTakenOffTheRowThatItWasAddedTo() throws SQLException {
    add("a", "b", "c", "d");
    names = new RollupNames(2);
    remove("a", "d");
    assertThat(rows("trace_rollups")).containsExactly("0 " + SHARED + " 1", "0 b 1");
    remove("b", "c");
    assertThat(rows("trace_rollups")).isEmpty();
    add("c", "a");
    assertThat(rows("trace_rollups")).containsExactly("0 " + SHARED + " 1", "0 a 1");
  }

  @Test
  void aNameThatWasRefusedStaysSoThoughTheLimitRises() throws SQLException {
    add("a", "b", "c");
    names = new RollupNames(100);
    add("c", "d");
    assertThat(rows("trace_rollups")).containsExactly("0 " + SHARED + " 3", "0 a 1", "0 b 1");
  }

  @Test
  void aNameThatHasRowsKeepsThemThoughTheLimitFalls() throws SQLException {
    add(new RollupNames(100), "a", "b", "c");
    add("a", "c", "d");
    assertThat(rows("trace_rollups"))
        .containsExactly("0 " + SHARED + " 1", "0 a 2", "0 b 1", "0 c 2");
  }

  @Test
  void writersBesideEachOtherDecideAlike() throws SQLException {
    RollupNames others = new RollupNames(2);
    add("a");
    add(others, "b");
    add("b", "c");
    add(others, "c", "d", "a");
    add("d");
    assertThat(rows("trace_rollups")).containsExactly("0 " + SHARED + " 4", "0 a 2", "0 b 2");
  }

  @Test
  void whatWasDecidedInATransactionThatWasTakenBackIsForgotten() throws SQLException {
    sql.execute("BEGIN");
    add("a", "b", "c");
    sql.execute("ROLLBACK");
    names.forget();
    add("x", "y", "z");
    assertThat(rows("trace_rollups")).containsExactly("0 " + SHARED + " 1", "0 x 1", "0 y 1");
  }

  @Test
  void theListIsAskedOnlyForNamesThatMayComeIntoIt() throws SQLException {
    add("a");
    sql.execute("ALTER TABLE rollup_names RENAME TO put_aside");
    add("a");
    remove("a");
    assertThatThrownBy(() -> add("b")).isInstanceOf(SQLException.class);
    sql.execute("ALTER TABLE put_aside RENAME TO rollup_names");
    names.forget();
    add("b", "c");
    sql.execute("DROP TABLE rollup_names");
    add("a", "b", "c", "d", "e");
    assertThat(rows("trace_rollups")).containsExactly("0 " + SHARED + " 4", "0 a 2", "0 b 2");
  }

  @Test
  void noNameIsTakenForAnother() throws SQLException {
    List<String> strange =
        List.of("", "\u0001", "\u0002", "\u0001\u0001", "\u0001\u0002", "\u0000");
    add(new RollupNames(100), strange.toArray(String[]::new));
    List<String> labels =
        sql.list("SELECT name FROM trace_rollups WHERE period = 60", row -> row.getString(1));
    assertThat(labels)
        .hasSize(strange.size())
        .doesNotContain(SHARED, RollupKey.NONE)
        .extracting(RollupKey::value)
        .containsExactlyInAnyOrder(
            "", "\u0001", "\u0002", "\u0001\u0001", "\u0001\u0002", "\uFFFD");
  }

  @Test
  void moreListsThanAreKeptAreReadAgain() throws SQLException {
    for (int round = 0; round < 2; round++) {
      Rollups rollups = rollups(names);
      for (long experiment = 0; experiment < 250; experiment++) {
        rollups.add(trace(experiment, "a" + round));
        rollups.add(trace(experiment, "b" + round));
      }
      rollups.flush(sql);
    }
    assertThat(rows("trace_rollups"))
        .hasSize(750)
        .contains("249 " + SHARED + " 2", "249 a0 1", "249 b0 1");
  }

  @Test
  void aNameIsKnownApartUnlessItMayShareRows() throws SQLException {
    add("a");
    assertThat(isApart("a", "never")).isTrue();
    add("b", "c");
    assertThat(isApart("a", "b")).isTrue();
    assertThat(isApart("a", "c")).isFalse();
    assertThat(isApart("never")).isFalse();
    assertThat(RollupNames.areApart(sql, RollupNames.OF_TRACES, List.of(0L, 1L), List.of("a")))
        .isTrue();
    assertThat(RollupNames.areApart(sql, RollupNames.OF_TRACES, List.of(1L), List.of("c")))
        .isTrue();
  }

  private boolean isApart(String... labels) throws SQLException {
    return RollupNames.areApart(sql, RollupNames.OF_TRACES, List.of(0L), List.of(labels));
  }
}
