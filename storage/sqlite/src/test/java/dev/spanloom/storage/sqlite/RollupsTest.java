package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Table;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.storage.sql.rollup.KnownRollups;
import dev.spanloom.storage.sql.rollup.RollupNames;
import dev.spanloom.storage.sql.rollup.Rollups;
import dev.spanloom.storage.sql.rollup.SpanPoint;
import dev.spanloom.storage.sql.rollup.TracePoint;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The roll-ups of a minute and of an hour are always the sums of what is there. */
class RollupsTest {
  private static final long NOON = 1_700_049_600_000L;
  private static final TokenUsage USAGE = new TokenUsage(10, 5, 15, 3L, null);
  private static final LlmCost COST = new LlmCost(0.1, 0.2, 0.3);

  private final SqliteDialect dialect = new SqliteDialect();
  private final RollupNames names = new RollupNames(1_000);
  private final KnownRollups known = new KnownRollups();
  private Sql sql;

  @BeforeEach
  void makeTables() throws SQLException {
    sql = emptyTables();
  }

  @AfterEach
  void close() throws SQLException {
    sql.close();
  }

  private static Sql emptyTables() throws SQLException {
    Sql sql = new Sql(DriverManager.getConnection("jdbc:sqlite::memory:"));
    Schema.migrate(sql, "memory");
    return sql;
  }

  private static TracePoint trace(long millis, String name, Long duration) {
    return new TracePoint(0, millis, name, "OK", duration, USAGE, COST);
  }

  private static SpanPoint span(long millis, String name) {
    long start = millis * 1_000_000;
    return new SpanPoint(0, start, start + 5_000_000, name, null, "gpt", "OK", null, null);
  }

  private List<String> rows(String columns, Table table) throws SQLException {
    return sql.list(
        "SELECT " + columns + " FROM " + table.name() + " ORDER BY period, bucket, name",
        row -> {
          List<String> values = new ArrayList<>();
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            values.add(row.getString(i));
          }
          return String.join(" ", values);
        });
  }

  private void add(TracePoint... points) throws SQLException {
    add(sql, known, points);
  }

  private void add(Sql sql, KnownRollups known, TracePoint... points) throws SQLException {
    Rollups rollups = new Rollups(dialect, names, known);
    List.of(points).forEach(rollups::add);
    rollups.flush(sql);
  }

  @Test
  void tracesOfOneMinuteAreOneRowAndThoseOfOneHourAnother() throws SQLException {
    add(trace(NOON, "a", 7L), trace(NOON + 59_999, "a", 9L), trace(NOON + 60_000, "a", null));
    add(trace(NOON + 1, "a", 2L));
    long seconds = NOON / 1000;
    assertThat(
            rows(
                "period, bucket, count, duration_count, duration_sum_ms, total_tokens",
                Tables.TRACE_ROLLUPS))
        .containsExactly(
            "60 " + seconds + " 3 3 18.0 45",
            "60 " + (seconds + 60) + " 1 0 0.0 15",
            "3600 " + seconds + " 4 3 18.0 60");
  }

  @Test
  void rowsThatComeToNothingGo() throws SQLException {
    add(trace(NOON, "a", 7L), trace(NOON, "b", 7L));
    Rollups rollups = new Rollups(dialect, names, known);
    rollups.remove(trace(NOON, "a", 7L));
    rollups.flush(sql);
    assertThat(rows("period, name, count", Tables.TRACE_ROLLUPS))
        .containsExactly("60 b 1", "3600 b 1");
  }

  @Test
  void sumsOfFractionsLeaveNoRestWhenAllAreTakenOff() throws SQLException {
    TracePoint unpriced = new TracePoint(0, NOON, "a", "OK", null, null, null);
    TracePoint priced = new TracePoint(0, NOON, "a", "OK", null, null, new LlmCost(0.1, 0.7, 0.8));
    add(trace(NOON, "a", 7L), priced, unpriced);
    Rollups rollups = new Rollups(dialect, names, known);
    rollups.remove(trace(NOON, "a", 7L));
    rollups.remove(priced);
    rollups.flush(sql);
    assertThat(rows("count, cost_count, input_cost, total_cost", Tables.TRACE_ROLLUPS))
        .containsExactly("1 0 0.0 0.0", "1 0 0.0 0.0");
  }

  @Test
  void whatIsTheSameBeforeAndAfterIsNotEvenLookedAt() throws SQLException {
    sql.execute("DROP TABLE trace_rollups");
    sql.execute("DROP TABLE span_rollups");
    sql.execute("DROP TABLE rollup_names");
    Rollups rollups = new Rollups(dialect, names, known);
    rollups.remove(trace(NOON, "a", 7L));
    rollups.add(trace(NOON, "a", 7L));
    rollups.remove(span(NOON, "a"));
    rollups.add(span(NOON, "a"));
    rollups.flush(sql);
    assertThat(sql.list("SELECT name FROM sqlite_master WHERE name LIKE '%rollup%'", row -> 1))
        .isEmpty();
  }

  @Test
  void aSpanWithoutATypeIsAnotherRowThanOneWithAnEmptyType() throws SQLException {
    Rollups rollups = new Rollups(dialect, names, known);
    rollups.add(new SpanPoint(0, NOON * 1_000_000, null, "a", null, null, "OK", null, null));
    rollups.add(new SpanPoint(0, NOON * 1_000_000, null, "a", "", null, "OK", null, null));
    rollups.flush(sql);
    assertThat(rows("period, count", Tables.SPAN_ROLLUPS))
        .containsExactly("60 1", "60 1", "3600 1", "3600 1");
  }

  @Test
  void timesBeforeTheEpochHaveTheirMinuteToo() throws SQLException {
    add(trace(-1, "a", 7L));
    assertThat(rows("period, bucket", Tables.TRACE_ROLLUPS))
        .containsExactly("60 -60", "3600 -3600");
  }

  @Test
  void whatAnotherConnectionAddedInBetweenIsAddedTo(@TempDir Path folder) throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("rollups.db");
    try (Sql mine = new Sql(DriverManager.getConnection(url));
        Sql others = new Sql(DriverManager.getConnection(url))) {
      Schema.migrate(mine, url);
      KnownRollups knownToOthers = new KnownRollups();
      for (int i = 0; i < 3; i++) {
        add(mine, known, trace(NOON, "a", 7L));
        add(others, knownToOthers, trace(NOON, "a", 7L));
        add(others, knownToOthers, trace(NOON, "a", 7L));
      }
      assertThat(mine.list("SELECT count FROM trace_rollups", row -> row.getInt(1)))
          .containsExactly(9, 9);
    }
  }

  @Test
  void whatTheSameWriterAddedBeforeIsNotReadAgain() throws SQLException {
    add(trace(NOON, "a", 7L));
    sql.execute("UPDATE trace_rollups SET count = 100");
    add(trace(NOON, "a", 7L));
    assertThat(rows("count", Tables.TRACE_ROLLUPS)).containsExactly("2", "2");
  }

  @Test
  void aCostThatIsNotFiniteIsNone() throws SQLException {
    add(
        new TracePoint(
            0, NOON, "a", "OK", null, null, new LlmCost(1, 1, Double.POSITIVE_INFINITY)));
    assertThat(rows("count, cost_count, total_cost", Tables.TRACE_ROLLUPS))
        .containsExactly("1 0 0.0", "1 0 0.0");
  }

  /** A step of a transaction: a point comes, or one of those that are there goes. */
  private record Step(TracePoint trace, SpanPoint span, boolean goes) {}

  /**
   * A transaction.
   *
   * @param restart whether it is of a writer that knows nothing yet
   * @param takenBack whether it is taken back and made once more
   */
  private record Transaction(List<Step> steps, boolean restart, boolean takenBack) {}

  @Provide
  Arbitrary<List<Transaction>> transactions() {
    Arbitrary<Long> times =
        Arbitraries.longs().between(0, 3).map(minutes -> NOON + minutes * 59 * 60_000);
    Arbitrary<String> names = Arbitraries.of("a", "b", "", "n".repeat(300), "\u0001", "\u0002");
    Arbitrary<Long> durations = Arbitraries.longs().between(0, 1_000_000).injectNull(0.2);
    Arbitrary<TokenUsage> usages =
        Arbitraries.longs()
            .between(0, 9)
            .map(n -> n > 4 ? new TokenUsage(n, 1) : new TokenUsage(n, 1, n + 1, n, null))
            .injectNull(0.3);
    Arbitrary<LlmCost> costs =
        Arbitraries.doubles()
            .between(0, 1)
            .map(cost -> new LlmCost(cost, cost / 3, cost))
            .injectNull(0.3);
    Arbitrary<Step> steps =
        Combinators.combine(
                times,
                names.injectNull(0.2),
                durations,
                usages,
                costs,
                Arbitraries.of("OK", "ERROR"),
                Arbitraries.of(true, false))
            .as(
                (time, name, duration, usage, cost, state, goes) ->
                    new Step(
                        new TracePoint(1, time, name, state, duration, usage, cost),
                        new SpanPoint(
                            1,
                            time * 1_000_000,
                            duration == null ? null : Long.valueOf(time * 1_000_000 + duration),
                            "span " + name,
                            name,
                            null,
                            state,
                            usage,
                            cost),
                        goes));
    Arbitrary<Boolean> sometimes = Arbitraries.of(true, false, false);
    return Combinators.combine(steps.list().ofMaxSize(12), sometimes, sometimes)
        .as(Transaction::new)
        .list()
        .ofMaxSize(8);
  }

  @Property(tries = 150)
  void whateverComesAndGoesTheRowsAreThoseOfWhatIsThere(
      @ForAll("transactions") List<Transaction> transactions,
      @ForAll @IntRange(min = 0, max = 8) int limit)
      throws SQLException {
    try (Sql changed = emptyTables();
        Sql fresh = emptyTables()) {
      RollupNames names = new RollupNames(limit);
      KnownRollups known = new KnownRollups();
      List<Step> there = new ArrayList<>();
      for (Transaction transaction : transactions) {
        names = transaction.restart ? new RollupNames(limit) : names;
        known = transaction.restart ? new KnownRollups() : known;
        if (transaction.takenBack) {
          changed.execute("BEGIN");
          apply(transaction.steps, new ArrayList<>(there), names, known, changed);
          changed.execute("ROLLBACK");
          names.forget();
          known.forget();
        }
        apply(transaction.steps, there, names, known, changed);
      }
      for (List<String> name : contents(changed, Tables.ROLLUP_NAMES)) {
        fresh.update("INSERT INTO rollup_names VALUES (?, ?, ?)", name.toArray());
      }
      Rollups rollups = new Rollups(dialect, new RollupNames(limit), new KnownRollups());
      there.forEach(step -> rollups.add(step.trace));
      there.forEach(step -> rollups.add(step.span));
      rollups.flush(fresh);
      for (Table table : List.of(Tables.TRACE_ROLLUPS, Tables.SPAN_ROLLUPS, Tables.ROLLUP_NAMES)) {
        assertThat(contents(changed, table)).isEqualTo(contents(fresh, table));
      }
    }
  }

  private void apply(
      List<Step> steps, List<Step> there, RollupNames names, KnownRollups known, Sql changed)
      throws SQLException {
    Rollups rollups = new Rollups(dialect, names, known);
    for (Step step : steps) {
      if (step.goes && !there.isEmpty()) {
        Step gone = there.remove(there.size() / 2);
        rollups.remove(gone.trace);
        rollups.remove(gone.span);
      } else {
        there.add(step);
        rollups.add(step.trace);
        rollups.add(step.span);
      }
    }
    rollups.flush(changed);
  }

  /** All rows, sums of fractions rounded. */
  private static List<List<String>> contents(Sql sql, Table table) throws SQLException {
    return sql.list(
        "SELECT * FROM " + table.name(),
        row -> {
          List<String> values = new ArrayList<>();
          for (int i = 0; i < table.columns().size(); i++) {
            values.add(
                switch (table.columns().get(i).type()) {
                  case REAL -> Long.toString(Math.round(row.getDouble(i + 1) * 1e6));
                  case BLOB -> HexFormat.of().formatHex(row.getBytes(i + 1));
                  case INTEGER, TEXT -> row.getString(i + 1);
                });
          }
          return values;
        });
  }
}
