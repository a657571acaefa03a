package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterParser;
import dev.spanloom.query.KeyedField;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.contract.Batches;
import dev.spanloom.storage.sql.metrics.SqlMetrics;
import dev.spanloom.storage.sql.search.SqlSearch;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures come from the rows that they are about: what grows is entered by an index. */
class MetricsPlanTest {
  private static final long HOUR = 1_700_002_800_000L;
  private static final long HOURS = 3_600_000L;

  private Path file;
  private TraceStore store;
  private RecordingEngine engine;
  private SqlMetrics metrics;

  @BeforeEach
  void open(@TempDir Path folder) throws SQLException {
    file = folder.resolve("traces.db");
    store = SqliteTraceStore.open(file);
    store.writer().write(Batches.of(1, 3));
    engine = new RecordingEngine(file);
    metrics = new SqlMetrics(engine, new SqlSearch(engine));
  }

  @AfterEach
  void close() {
    engine.close();
    store.close();
  }

  private static MetricsQuery query(
      Metric metric, @Nullable Long start, @Nullable Long end, Aggregation... figures) {
    List<Dimension> dimensions =
        metric.view() == MetricsQuery.View.SPANS
            ? List.of(Dimension.of(Dimension.Kind.SPAN_NAME))
            : List.of();
    return new MetricsQuery(
        List.of("0"), metric, List.of(figures), dimensions, Filter.ALL, start, end, 3600L, 1000);
  }

  private List<String> plans() throws SQLException {
    return engine.plans().stream().filter(line -> !line.startsWith("USE TEMP")).toList();
  }

  @Test
  void aDashboardOfRoundHoursReadsHoursAlone() throws SQLException {
    metrics.query(
        query(Metric.SPAN_LATENCY, HOUR, HOUR + 24 * HOURS - 1, Aggregation.percentile(99)));
    assertThat(plans())
        .containsExactly(
            "SEARCH span_rollups USING PRIMARY KEY"
                + " (period=? AND experiment_id=? AND bucket>? AND bucket<?)");
  }

  @Test
  void theEndsOfAnyOtherTimeAreFoundByTheirBlocks() throws SQLException {
    metrics.query(
        query(Metric.SPAN_LATENCY, HOUR + 7, HOUR + 24 * HOURS + 7, Aggregation.percentile(99)));
    assertThat(plans())
        .contains(
            "SEARCH b USING PRIMARY KEY (kind=?)",
            "SEARCH s USING PRIMARY KEY (trace_no>? AND trace_no<?)")
        .noneMatch(line -> line.startsWith("SCAN"));
    metrics.query(
        query(Metric.LATENCY, HOUR + 7, HOUR + 24 * HOURS + 7, Aggregation.percentile(99)));
    assertThat(plans())
        .contains(
            "SEARCH t USING INDEX traces_by_time"
                + " (experiment_id=? AND request_time_ms>? AND request_time_ms<?)")
        .noneMatch(line -> line.startsWith("SCAN"));
  }

  @Test
  void whatRollUpsDoNotKnowIsReadInTheOrderOfTime() throws SQLException {
    Aggregation max = Aggregation.of(Aggregation.Kind.MAX);
    metrics.query(query(Metric.SPAN_LATENCY, null, null, max));
    assertThat(plans())
        .containsExactly(
            "SEARCH t USING COVERING INDEX traces_by_time (experiment_id=? AND request_time_ms>?)",
            "SEARCH s USING PRIMARY KEY (trace_no=?)");
    metrics.query(
        query(Metric.ASSESSMENT_COUNT, null, null, Aggregation.of(Aggregation.Kind.COUNT)));
    assertThat(plans())
        .containsExactly(
            "SEARCH t USING COVERING INDEX traces_assessed (experiment_id=?)",
            "SEARCH a USING PRIMARY KEY (trace_no=?)");
  }

  @Test
  void namesThatShareRollUpsAreCountedOverRowsWhereTheyAreAskedFor() throws SQLException {
    try (TraceStore limited = SqliteTraceStore.open(file, 1)) {
      limited.writer().write(Batches.withUniqueNames(2, 3, 1));
    }
    Aggregation count = Aggregation.of(Aggregation.Kind.COUNT);
    metrics.query(query(Metric.SPAN_COUNT, HOUR, HOUR + 24 * HOURS - 1, count));
    assertThat(plans())
        .as("there are none in that time")
        .containsExactly(
            "SEARCH span_rollups USING PRIMARY KEY"
                + " (period=? AND experiment_id=? AND bucket>? AND bucket<?)");
    metrics.query(query(Metric.SPAN_COUNT, null, null, count));
    assertThat(plans())
        .containsExactly(
            "SEARCH span_rollups USING PRIMARY KEY (period=? AND experiment_id=?)",
            "SEARCH t USING COVERING INDEX traces_by_time (experiment_id=? AND request_time_ms>?)",
            "SEARCH s USING PRIMARY KEY (trace_no=?)");
    metrics.query(query(Metric.TRACE_COUNT, null, null, count));
    assertThat(plans())
        .as("no names are asked for")
        .containsExactly("SEARCH trace_rollups USING PRIMARY KEY (period=? AND experiment_id=?)");
  }

  @Test
  void aNameWithRollUpsOfItsOwnIsLookedUpThere() throws SQLException {
    try (TraceStore limited = SqliteTraceStore.open(file, 1)) {
      limited.writer().write(Batches.withUniqueNames(2, 3, 1));
    }
    metrics.query(countOf("name = 'span 0'"));
    assertThat(plans())
        .contains(
            "SEARCH rollup_names USING PRIMARY KEY (kind=? AND experiment_id=? AND name=?)",
            "SEARCH trace_rollups USING PRIMARY KEY (period=? AND experiment_id=?)")
        .noneMatch(line -> line.contains("traces_by_time"));
    metrics.query(countOf("name = 'GET /orders/3/0'"));
    assertThat(plans()).noneMatch(line -> line.contains("trace_rollups"));
  }

  private static MetricsQuery countOf(String filter) {
    return new MetricsQuery(
        List.of("0"),
        Metric.TRACE_COUNT,
        List.of(Aggregation.of(Aggregation.Kind.COUNT)),
        List.of(),
        FilterParser.parse(filter),
        null,
        null,
        3600L,
        1000);
  }

  @Test
  void sessionsAndUsersAreFoundByTheirIndexes() throws SQLException {
    store
        .writer()
        .write(
            new WriteBatch(
                List.of(
                    TraceInfo.builder(Batches.traceId(2))
                        .metadata("mlflow.trace.session", "s")
                        .metadata("mlflow.trace.user", "u")
                        .build()),
                List.of(),
                "0"));
    metrics.sessions(TraceQuery.builder("0").build());
    assertThat(plans())
        .contains(
            "SEARCH t USING COVERING INDEX traces_by_session (experiment_id=? AND session_id>?)")
        .noneMatch(line -> line.startsWith("SCAN t"));
    metrics.users(TraceQuery.builder("0").build());
    assertThat(plans())
        .contains("SEARCH t USING COVERING INDEX traces_by_user (experiment_id=? AND user_name>?)")
        .noneMatch(line -> line.startsWith("SCAN t"));
  }

  @Test
  void valuesForCompletionAreThoseOfTheirKey() throws SQLException {
    metrics.values(List.of("0"), KeyedField.tag("mlflow.traceName"), "s", 5);
    assertThat(plans())
        .contains("SEARCH m USING PRIMARY KEY (key_id=?)")
        .noneMatch(line -> line.startsWith("SCAN"));
    store.deletion().deleteByIds("0", List.of(Batches.traceId(1)));
    metrics.values(List.of("0"), KeyedField.tag("mlflow.traceName"), "s", 5);
    assertThat(plans())
        .contains("CO-ROUTINE c") // the sums of both tables of postings
        .noneMatch(line -> line.startsWith("SCAN") && !line.equals("SCAN c"));
  }
}
