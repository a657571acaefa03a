package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.query.FilterParser;
import dev.spanloom.query.OrderByParser;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.sql.search.SqlSearch;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SQLite goes about every kind of search by an index. */
class SearchPlanTest {
  private static final int TRACES = 3_000;
  private static final int BATCH = 500;
  private static final long START_MILLIS = 1_700_000_000_000L;

  /** Tables that grow with the store. */
  private static final String LARGE =
      "(traces|t|x|spans|s|postings|p|p\\d|chunks|c|payloads|y|ranges|r|assessments|a|terms|keys|"
          + "trace_info|time_blocks|words)";

  private static TraceStore store;
  private static RecordingEngine engine;
  private static SqlSearch search;

  @BeforeAll
  static void fill(@TempDir Path folder) throws SQLException {
    Path file = folder.resolve("traces.db");
    store = SqliteTraceStore.open(file);
    for (int from = 0; from < TRACES; from += BATCH) {
      List<TraceInfo> infos = new ArrayList<>();
      List<EncodedSpan> spans = new ArrayList<>();
      for (int i = from; i < from + BATCH; i++) {
        infos.add(info(i));
        spans.add(EncodedSpan.of(span(i, 0)));
        spans.add(EncodedSpan.of(span(i, 1)));
      }
      store.writer().write(new WriteBatch(infos, spans, Experiment.DEFAULT_ID));
    }
    assertThat(store.health().awaitIndexed(Duration.ofMinutes(1))).isTrue();
    engine = new RecordingEngine(file);
    search = new SqlSearch(engine);
  }

  @AfterAll
  static void close() {
    engine.close();
    store.close();
  }

  private static String traceId(int number) {
    return TraceIds.fromOtel(String.format("%032x", number + 1));
  }

  private static TraceInfo info(int i) {
    TraceInfo.Builder info =
        TraceInfo.builder(traceId(i))
            .requestTimeUnixMillis(START_MILLIS + i)
            .executionDurationMillis((long) i)
            .state(i % 50 == 0 ? TraceState.ERROR : TraceState.OK)
            .clientRequestId("request " + i)
            .tag("team", "team " + i % 4)
            .tag("rare", "value " + i % 100)
            .metadata(TraceMetadataKey.TRACE_SESSION, "session " + i / 10)
            .metadata("version", String.valueOf(i % 10));
    if (i % 20 == 0) {
      info.assessments(
          List.of(Feedback.builder("quality").value(i % 7).assessmentId("a-" + i).build()));
    }
    return info.build();
  }

  private static Span span(int trace, int number) {
    long start = (START_MILLIS + trace) * 1_000_000;
    return Span.builder(traceId(trace), String.format("%016x", number + 1))
        .parentId(number == 0 ? null : String.format("%016x", 1))
        .name("step " + (trace + number) % 30)
        .startTimeUnixNanos(start)
        .endTimeUnixNanos(start + 1_000_000L * (number + 1))
        .status(new SpanStatus(SpanStatusCode.OK, ""))
        .spanType(number == 0 ? "CHAIN" : "LLM")
        .attribute(SpanAttributeKey.MODEL, AttributeValue.of("model " + trace % 5))
        .attribute("region", AttributeValue.of("region " + trace % 9))
        .attribute("score", AttributeValue.of(trace / 1000.0))
        .attribute("unique", AttributeValue.of("unique " + trace))
        .attribute(SpanAttributeKey.CHAT_USAGE, AttributeValue.of(new TokenUsage(trace, 1).toMap()))
        .inputs(Map.of("question", "word" + trace % 40 + " everywhere"))
        .build();
  }

  private static TracePage search(String filter, String... orderBy) {
    return search.search(query(filter, orderBy).build());
  }

  private static TraceQuery.Builder query(String filter, String... orderBy) {
    return TraceQuery.builder(Experiment.DEFAULT_ID)
        .filter(FilterParser.parse(filter))
        .orderBy(OrderByParser.parse(List.of(orderBy)));
  }

  private static void assertNoScans(List<String> plans) {
    List<String> ofSubqueries = // whose rows come of a search that has a line of its own
        plans.stream()
            .filter(line -> line.matches("(CO-ROUTINE|MATERIALIZE) \\w+"))
            .map(line -> "SCAN " + line.substring(line.indexOf(' ') + 1))
            .toList();
    assertThat(plans)
        .isNotEmpty()
        .filteredOn(line -> !ofSubqueries.contains(line))
        .noneMatch(line -> line.matches("SCAN " + LARGE + "( .*)?"), "a scan of a large table");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "status = 'ERROR'",
        "status != 'OK'",
        "status IN ('OK', 'ERROR') AND timestamp_ms > 1700000000100",
        "timestamp_ms >= 1700000000100 AND timestamp_ms < 1700000000200",
        "request_id = 'tr-00000000000000000000000000000007'",
        "client_request_id = 'request 7'",
        "client_request_id LIKE '%quest 77%'",
        "client_request_id RLIKE '7$'",
        "name = 'step 3'",
        "name LIKE 'step 1%'",
        "name ILIKE '%P 1%'",
        "execution_time_ms > 2990",
        "end_time_ms > 1700000002000",
        "total_tokens > 5000",
        "session_id = 'session 7'",
        "session_id LIKE 'session 7%'",
        "tag.rare = 'value 7'",
        "tag.rare != 'value 7'",
        "tag.team = 'team 1'",
        "tag.team IN ('team 1', 'team 2') AND tag.rare = 'value 5'",
        "tag.team IS NULL",
        "tag.none = 'x'",
        "metadata.version > 8",
        "metadata.version = '3' AND tag.team = 'team 3'",
        "tag.rare LIKE 'value 1%'",
        "tag.rare LIKE 'value %' AND metadata.version RLIKE '[1-9]'",
        "feedback.quality = 3",
        "feedback.quality >= 6",
        "feedback.quality IS NOT NULL",
        "NOT tag.team = 'team 1' AND (status = 'ERROR' OR feedback.quality > 5)",
        "span.name = 'step 7'",
        "span.name != 'step 7'",
        "span.type = 'LLM'",
        "span.model = 'model 1'",
        "span.duration_ms > 1.5",
        "span.duration_ms = 1",
        "span.attributes.region = 'region 3'",
        "span.attributes.unique = 'unique 77'",
        "span.attributes.unique = 'unique 2777'",
        "span.attributes.unique LIKE '%77'",
        "span.attributes.score > 2.9",
        "span.attributes.score = 1.5",
        "span(type = 'LLM' AND attributes.region = 'region 3')",
        "span(type = 'LLM' AND NOT attributes.region = 'region 3' AND duration_ms > 1)",
        "span(type = 'CHAIN' AND attributes.score > 2.5 AND name LIKE 'step 1%')",
        "trace.text LIKE '%word7 %'",
        "trace.text LIKE '%everywhere%'",
        "trace.text ILIKE '%WORD1%' AND status = 'ERROR'",
        "span.content LIKE '%ord1%'",
        "trace.text LIKE '%word7 %' OR tag.rare = 'value 3'"
      })
  void noSearchScansATable(String filter) throws SQLException {
    TracePage page = search(filter);
    if (page.nextPageToken() != null) {
      search.search(query(filter).pageToken(page.nextPageToken()).build());
    }
    search.count(query(filter).build());
    assertNoScans(engine.plans());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timestamp_ms ASC",
        "execution_time_ms DESC",
        "name ASC",
        "total_tokens DESC",
        "tag.team ASC",
        "tag.team DESC",
        "metadata.version ASC"
      })
  void noOrderScansATable(String order) throws SQLException {
    TracePage page = search("tag.rare != 'value 7'", order);
    search.search(query("tag.rare != 'value 7'", order).pageToken(page.nextPageToken()).build());
    search("tag.rare = 'value 7'", order);
    assertNoScans(engine.plans());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|traces_by_time",
        "timestamp_ms > 1700000000100|traces_by_time",
        "status = 'ERROR'|traces_by_state",
        "tag.team = 'team 1'|traces_by_time",
        "tag.rare = 'value 7'|USING INTEGER PRIMARY KEY",
        "client_request_id = 'request 7'|traces_by_request",
        "execution_time_ms > 2990|traces_by_duration",
        "feedback.quality = '3'|assessments_by_value",
        "feedback.quality >= 6|assessments_by_number",
        "span.attributes.score > 2.9|SEARCH r USING PRIMARY KEY (key_id=? AND trace_no>? AND trace_no<?)",
        "span.attributes.score < 0.1|SEARCH b USING PRIMARY KEY (key_id=? AND block>? AND block<?)"
      })
  void eachKindHasItsIndex(String filter, String index) throws SQLException {
    search(filter == null ? "" : filter);
    assertThat(engine.plans()).anyMatch(line -> line.contains(index));
  }

  /** A trace would be asked for each of the values that fit. */
  @ParameterizedTest
  @ValueSource(strings = {"metadata.version LIKE '_'", "metadata.version RLIKE '[1-9]'"})
  void valuesThatMostTracesHaveAreNotListed(String filter) throws SQLException {
    search("tag.team = 'team 1' AND " + filter);
    assertThat(engine.plans()).isNotEmpty().noneMatch(line -> line.contains("json_each"));
    search("tag.team = 'team 1' AND metadata.version RLIKE '[1-5]'");
    assertThat(engine.plans()).anyMatch(line -> line.contains("json_each"));
  }

  @Test
  void aWalkAlongTimeSortsNothing() throws SQLException {
    TracePage page = search("status = 'ERROR' OR tag.team = 'team 1'");
    search.search(
        query("status = 'ERROR' OR tag.team = 'team 1'").pageToken(page.nextPageToken()).build());
    assertThat(engine.plans()).noneMatch(line -> line.contains("TEMP B-TREE"));
  }

  /** To go through all values of a name for each trace would take seconds. */
  @Test
  void feedbackOfATraceIsFoundByTheTrace() throws SQLException {
    search("NOT feedback.quality >= 3 AND NOT feedback.quality = 'x'");
    assertThat(engine.plans())
        .filteredOn(line -> line.contains("SEARCH a "))
        .isNotEmpty()
        .allMatch(line -> line.contains("PRIMARY KEY (trace_no=?"));
  }

  @Test
  void theLongestTracesComeFromTheirIndex() throws SQLException {
    assertThat(search("", "execution_time_ms DESC").infos().get(0).traceId())
        .isEqualTo(traceId(TRACES - 1));
    assertThat(engine.plans()).anyMatch(line -> line.contains("traces_by_duration"));
  }
}
