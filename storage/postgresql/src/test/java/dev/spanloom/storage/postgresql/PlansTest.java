package dev.spanloom.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.query.FilterParser;
import dev.spanloom.storage.TraceDeletion.Progress;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.contract.Batches;
import dev.spanloom.testpostgresql.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No search reads a large table from its beginning to its end, as the server itself counts. */
@Timeout(240)
class PlansTest {
  private static final int TRACES = 6_000;
  private static final int BATCH = 500;
  private static final long START_MILLIS = 1_700_000_000_000L;

  private static final String LARGE =
      "'traces', 'trace_info', 'spans', 'chunks', 'payloads_0', 'text_directory', 'text_pages',"
          + " 'postings', 'ranges', 'assessments'";

  private static String uri;

  @BeforeAll
  static void fill() {
    uri = Databases.next();
    try (TraceStore store = PostgresTraceStore.open(uri)) {
      for (int first = 0; first < TRACES; first += BATCH) {
        List<TraceInfo> infos = new ArrayList<>();
        List<EncodedSpan> spans = new ArrayList<>();
        for (int i = first; i < first + BATCH; i++) {
          infos.add(info(i));
          spans.add(EncodedSpan.of(root(i)));
          spans.add(EncodedSpan.of(child(i)));
        }
        store.writer().write(new WriteBatch(infos, spans, Experiment.DEFAULT_ID));
      }
      assertThat(store.health().awaitIndexed(Duration.ofMinutes(2))).isTrue();
      store.health().compact(Progress.NONE); // ANALYZE among it
    }
  }

  private static TraceInfo info(int i) {
    TraceInfo.Builder info =
        TraceInfo.builder(Batches.traceId(i))
            .requestTimeUnixMillis(START_MILLIS + i * 1000L)
            .executionDurationMillis((long) (i % 997))
            .state(i % 50 == 0 ? TraceState.ERROR : TraceState.OK)
            .clientRequestId("request-" + i)
            .tag("env", i % 100 == 0 ? "prod" : "dev")
            .metadata("team", "team " + i % 7)
            .metadata(TraceMetadataKey.TRACE_SESSION, "session-" + i / 10);
    return i % 40 == 0
        ? info.assessments(List.of(Feedback.builder("quality").value(i % 80 == 0).build())).build()
        : info.build();
  }

  private static Span root(int i) {
    return span(i, 1)
        .name("root " + i % 20)
        .inputs("what is word" + i + " of the common kind")
        .attribute("score", AttributeValue.of(i / (double) TRACES))
        .build();
  }

  private static Span child(int i) {
    return span(i, 2)
        .parentId(String.format("%016x", 1))
        .name("call " + i % 30)
        .spanType(i % 3 == 0 ? "LLM" : "TOOL")
        .attribute("model", AttributeValue.of("model-" + i % 25))
        .attribute("ref", AttributeValue.of("ref-" + i))
        .build();
  }

  private static Span.Builder span(int i, int number) {
    long start = (START_MILLIS + i * 1000L) * 1_000_000;
    return Span.builder(Batches.traceId(i), String.format("%016x", number))
        .startTimeUnixNanos(start)
        .endTimeUnixNanos(start + i % 997 * 1_000_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "status = 'ERROR'",
        "timestamp_ms > 1700005900000",
        "tag.env = 'prod' AND metadata.team = 'team 3'",
        "metadata.`mlflow.trace.session` = 'session-77'",
        "client_request_id = 'request-4711'",
        "request_id = 'tr-00000000000000000000000000000101'",
        "span(type = 'LLM' AND attributes.model = 'model-7')",
        "span.name LIKE 'call 2%' AND span.duration_ms > 990",
        "span.attributes.ref = 'ref-4711'",
        "span.attributes.score >= 0.999",
        "feedback.quality = true",
        "(tag.env = 'prod' OR status = 'ERROR') AND NOT metadata.team = 'team 1'",
        "execution_time_ms > 990",
        "trace.text LIKE '%word4711 of%'",
        "trace.text LIKE '%common kind%'",
        "trace.text LIKE '%ord471%'",
        "span.content ILIKE '%WORD4711%' AND status = 'OK'",
      })
  void aSearchReadsNoLargeTableAsAWhole(String filter) throws Exception {
    Map<String, Long> before = scans();
    int found;
    try (TraceStore store = PostgresTraceStore.open(uri)) {
      found =
          store
              .search()
              .search(
                  TraceQuery.builder(Experiment.DEFAULT_ID)
                      .filter(FilterParser.parse(filter))
                      .maxResults(20)
                      .build())
              .infos()
              .size();
    }
    assertThat(found).isPositive();
    assertThat(scans()).isEqualTo(before);
  }

  @Test
  void whatReadsATableAsAWholeIsCounted() throws Exception {
    Map<String, Long> before = scans();
    try (PostgresEngine engine = PostgresEngine.open(PostgresUri.parse(uri))) {
      engine.read(
          sql -> sql.one("SELECT count(*) FROM traces WHERE span_count + 0 > 1", row -> true));
    }
    assertThat(scans()).isNotEqualTo(before);
  }

  /** How often each table was read as a whole, once all that was done is counted. */
  private static Map<String, Long> scans() throws SQLException {
    Map<String, Long> scans = new TreeMap<>();
    try (Connection connection =
            DriverManager.getConnection(
                PostgresUri.parse(uri).jdbcUrl(), PostgresServer.USER, PostgresServer.PASSWORD);
        Statement statement = connection.createStatement()) {
      long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (others(statement)) { // a session counts at its end at the latest
        assertThat(System.nanoTime()).isLessThan(limit);
      }
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT relname, seq_scan FROM pg_stat_user_tables WHERE schemaname = 'spanloom'"
                  + " AND relname IN ("
                  + LARGE
                  + ")")) {
        while (rows.next()) {
          scans.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    assertThat(scans).hasSize(10);
    return scans;
  }

  private static boolean others(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid()")) {
      return rows.next();
    }
  }
}
