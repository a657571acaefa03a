package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Trace;
import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterParser;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.Batches;
import dev.spanloom.storage.sql.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A migration that ends in the midst goes on when the file is opened again. */
@Timeout(240)
class InterruptedMigrationTest {
  private static final int TRACES = 450; // more than move at once

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void makeFileOfVersion1() throws SQLException {
    file = folder.resolve("old.db");
    OldFile.make(file, TRACES);
  }

  /**
   * Some of the statements that make tables; the changes are three batches, and the last tables.
   */
  @ParameterizedTest
  @CsvSource({
    "tables, 1",
    "tables, 12",
    "tables, 30",
    "tables, 1000",
    "before, 1",
    "before, 2",
    "before, 4",
    "after, 1",
    "after, 2",
    "after, 3",
    "after, 4"
  })
  void aProcessThatEndsInTheMidstLosesNothing(String where, int number) throws Exception {
    assertThat(MigrationCrash.run(file, where, number)).isEqualTo(MigrationCrash.EXIT);
    assertMigrated();
  }

  @Test
  void aProcessThatEndsAgainAndAgainLosesNothing() throws Exception {
    for (String where : List.of("tables", "before", "after", "before")) {
      assertThat(MigrationCrash.run(file, where, 1)).isEqualTo(MigrationCrash.EXIT);
    }
    assertMigrated();
  }

  /** The disk is full, each time a little later. */
  @Test
  void tablesThatCannotBeMadeLeaveTheFileAsItWas() throws Exception {
    try (Sql sql = new Connections(file).openWriter()) {
      int room = number(sql, "PRAGMA page_count");
      int failures = 0;
      while (!migrates(sql, room++)) {
        failures++;
        assertThat(number(sql, "PRAGMA user_version")).isEqualTo(1);
        assertThat(number(sql, "SELECT count(*) FROM trace_tags")).isEqualTo(TRACES);
      }
      assertThat(failures).isPositive();
    }
    assertMigrated();
  }

  private boolean migrates(Sql sql, int maxPages) throws SQLException {
    sql.execute("PRAGMA max_page_count = " + maxPages);
    try {
      Schema.migrate(sql, file.toString());
      return true;
    } catch (SQLException e) {
      assertThat(e.getMessage()).contains("SQLITE_FULL");
      return false;
    }
  }

  private static int number(Sql sql, String query) throws SQLException {
    return sql.one(query, row -> row.getInt(1)).orElseThrow();
  }

  private void assertMigrated() throws SQLException {
    try (TraceStore store = SqliteTraceStore.open(file)) {
      List<String> ids = IntStream.range(0, TRACES).mapToObj(Batches::traceId).toList();
      List<Trace> traces = store.reader().traces(ids);
      assertThat(traces).hasSize(TRACES);
      for (int i = 0; i < TRACES; i++) {
        assertThat(traces.get(i).data().spans()).containsExactly(OldFile.span(i));
        assertThat(traces.get(i).info().tags()).containsEntry("env", "prod");
        assertThat(traces.get(i).info().assessments()).hasSize(1);
      }
      assertThat(count(store, "tag.env = 'prod' AND feedback.ok = true")).isEqualTo(TRACES);
      assertThat(count(store, "metadata.run = 'r449'")).isEqualTo(1);
      assertThat(sum(store, Metric.TRACE_COUNT)).isEqualTo(TRACES);
      assertThat(sum(store, Metric.SPAN_COUNT)).isEqualTo(TRACES);
      assertThat(store.experiments().getByName("shop")).isPresent();
      assertThat(store.health().stats().traces()).isEqualTo(TRACES);
      assertThat(store.health().stats().schemaVersion()).isEqualTo(Schema.NEWEST);
      assertThat(store.health().check()).isEmpty();
    }
    assertThat(OldFile.tablesOf(file)).isEmpty();
  }

  private static long count(TraceStore store, String filter) {
    return store.search().count(TraceQuery.builder("7").filter(FilterParser.parse(filter)).build());
  }

  /** From the roll-ups, which would hold twice what was written twice. */
  private static double sum(TraceStore store, Metric metric) {
    MetricsQuery query =
        new MetricsQuery(
            List.of("7"),
            metric,
            List.of(Aggregation.of(Aggregation.Kind.COUNT)),
            List.of(),
            Filter.ALL,
            null,
            null,
            null,
            1);
    return store.metrics().query(query).get(0).values().get("COUNT");
  }
}
