package dev.spanloom.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The data and the answers of MLflow's own search tests, see {@code search-grammar} case 1 to 24.
 */
class InMemorySearchTest {
  private final InMemoryDestination memory = new InMemoryDestination();

  @BeforeEach
  void fiveTraces() {
    write("tr-0", "2", 0, 6, TraceState.OK, "ddd", Map.of(), "run0");
    write("tr-1", "2", 1, 2, TraceState.ERROR, "aaa", tags("apple", "red"), "run1");
    write("tr-2", "1", 2, 4, TraceState.STATE_UNSPECIFIED, "bbb", tags("apple", "green"), null);
    write("tr-3", "1", 3, 10, TraceState.OK, "ccc", Map.of("fruit", "orange"), null);
    write("tr-4", "1", 4, 10, TraceState.OK, "ddd", Map.of("color", "blue"), null);
  }

  private static Map<String, String> tags(String fruit, String color) {
    return Map.of("fruit", fruit, "color", color);
  }

  private void write(
      String id,
      String experiment,
      long time,
      long duration,
      TraceState state,
      String name,
      Map<String, String> tags,
      String run) {
    TraceInfo.Builder info =
        TraceInfo.builder(id)
            .experimentId(experiment)
            .requestTimeUnixMillis(time)
            .executionDurationMillis(duration)
            .state(state)
            .tag("mlflow.traceName", name)
            .tags(tags);
    if (run != null) {
      info.metadata("mlflow.sourceRun", run);
    }
    memory.write(new TraceBatch(List.of(info.build()), List.of(), experiment));
  }

  private static TraceSearch.Builder everywhere() {
    return TraceSearch.builder().experimentIds(List.of("1", "2"));
  }

  private String found(TraceSearch search) {
    return ids(memory.searchTraces(search));
  }

  private static String ids(TracePage page) {
    return String.join(
        " ", page.traces().stream().map(trace -> trace.info().traceId().substring(3)).toList());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      textBlock =
          """
          ~~                                               ; 4 3 2 1 0
          name = 'aaa'                                     ; 1
          name != 'aaa'                                    ; 4 3 2 0
          status = 'OK'                                    ; 4 3 0
          attributes.status = 'OK'                         ; 4 3 0
          trace.status = 'OK'                              ; 4 3 0
          status != 'OK'                                   ; 2 1
          `timestamp` >= 1 AND execution_time < 10         ; 2 1
          tag.fruit = 'apple'                              ; 2 1
          tags.fruit = 'apple' and tags.color != 'red'     ; 2
          run_id = 'run0'                                  ; 0
          request_metadata.`mlflow.sourceRun` = 'run0'     ; 0
          metadata.mlflow.sourceRun != 'run0'              ; 1
          status IN ('OK', 'ERROR')                        ; 4 3 1 0
          status NOT IN ('OK')                             ; 2 1
          request_id IN ('tr-1','tr-3')                    ; 3 1
          name LIKE 'dd%'                                  ; 4 0
          name ILIKE 'AAA'                                 ; 1
          name RLIKE '^[ab]+$'                             ; 2 1
          tag.color RLIKE 'e'                              ; 4 2 1
          end_time_ms >= 13                                ; 4 3
          execution_time_ms = 10 AND timestamp_ms > 3      ; 4
          tag.missing = 'x'                                ; ~~
          (status = 'ERROR' OR tag.color = 'blue') AND NOT name = 'aaa' ; 4
          tag.fruit IS NULL                                ; 4 0
          """,
      delimiter = ';')
  void aFilterMeansWhatItMeansInMlflow(String filter, String expected) {
    assertThat(found(everywhere().filter(filter).build())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          execution_time DESC; timestamp ASC, 3 4 0 2 1
          tag.fruit,                          2 1 3 4 0
          run_id,                             0 1 4 3 2
          status DESC; execution_time,        2 0 4 3 1
          experiment_id; name DESC,           4 3 2 0 1
          """)
  void anOrderMeansWhatItMeansInMlflow(String orderBy, String expected) {
    TraceSearch search = everywhere().orderBy(orderBy.split("; ")).build();
    assertThat(found(search)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "timestamp", "tag.fruit; execution_time DESC", "run_id DESC"})
  void pagesOfAnyOrderComeToTheWhole(String orderBy) {
    TraceSearch all =
        everywhere().orderBy(orderBy.isEmpty() ? new String[0] : orderBy.split("; ")).build();
    TraceSearch pages = all.toBuilder().maxResults(2).build();
    List<Integer> sizes = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    TracePage page = memory.searchTraces(pages);
    while (true) {
      sizes.add(page.traces().size());
      ids.addAll(Arrays.asList(ids(page).split(" ")));
      if (page.nextPageToken() == null) {
        break;
      }
      page = memory.searchTraces(pages.toBuilder().pageToken(page.nextPageToken()).build());
    }
    assertThat(sizes).containsExactly(2, 2, 1);
    assertThat(String.join(" ", ids)).isEqualTo(found(all));
  }

  @Test
  void aTraceThatComesMeanwhileMovesNoPage() {
    TraceSearch first = everywhere().maxResults(2).build();
    String token = memory.searchTraces(first).nextPageToken();
    write("tr-5", "1", 9, 1, TraceState.OK, "eee", Map.of(), null);
    assertThat(found(first.toBuilder().pageToken(token).build())).isEqualTo("2 1");
  }

  @Test
  void allThatIsSaidMustHold() {
    TraceSearch search =
        everywhere()
            .filter("execution_time >= 6 OR tag.color = 'red'")
            .state(TraceState.OK)
            .minTimeUnixMillis(1L)
            .build();
    assertThat(found(search)).isEqualTo("4 3");
    assertThat(found(search.toBuilder().name("ccc").build())).isEqualTo("3");
    assertThat(found(search.toBuilder().tag("color", "blue").oldestFirst().build())).isEqualTo("4");
  }

  @Test
  void oldestFirstDecidesAmongThoseThatAnOrderLeavesEqual() {
    TraceSearch search = everywhere().orderBy("execution_time DESC").oldestFirst().build();
    assertThat(found(search)).isEqualTo("3 4 0 2 1");
  }

  @Test
  void theRunIsOneMoreCondition() {
    assertThat(found(everywhere().runId("run1").build())).isEqualTo("1");
    assertThat(found(everywhere().runId("run1").filter("status = 'OK'").build())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run_id = 'run0'",
        "metadata.mlflow.sourceRun = 'run0'",
        "status = 'OK' AND NOT (name = 'a' OR attribute.run_id IN ('run0'))",
        "EXISTS metadata.`mlflow.sourceRun`"
      })
  void aRunIsNotAskedForTwice(String filter) {
    assertInvalid(() -> everywhere().filter(filter).runId("run1").build(), "run_id: \"run1\"");
  }

  @Test
  void aRunsNameInAValueAsksForNoRun() {
    assertThat(found(everywhere().filter("name != 'mlflow.sourceRun'").runId("run1").build()))
        .isEqualTo("1");
  }

  @Test
  void spansAreSearchedEachForItself() {
    String id = "tr-000000000000000000000000000000aa";
    span(id, 1, "answer", "LLM", 5);
    span(id, 2, "find", "TOOL", 500);
    TraceSearch.Builder search = TraceSearch.builder().experimentId("1");
    assertThat(ids(search, "span.type = 'LLM' AND span.duration_ms > 100")).hasSize(1);
    assertThat(ids(search, "span(type = 'LLM' AND duration_ms > 100)")).isEmpty();
    assertThat(ids(search, "span(type = 'TOOL' AND duration_ms > 100)")).containsExactly(id);
    assertThat(ids(search, "trace.text LIKE '%needle in find%'")).containsExactly(id);
  }

  private List<String> ids(TraceSearch.Builder search, String filter) {
    return memory.searchTraces(search.filter(filter).build()).traces().stream()
        .map(trace -> trace.info().traceId())
        .toList();
  }

  private void span(String traceId, int number, String name, String type, long millis) {
    Span span =
        Span.builder(traceId, String.format("%016x", number))
            .name(name)
            .spanType(type)
            .inputs("a needle in " + name)
            .startTimeUnixNanos(1_000_000)
            .endTimeUnixNanos(1_000_000 + millis * 1_000_000)
            .build();
    memory.write(new TraceBatch(List.of(), List.of(EncodedSpan.of(span)), "1"));
  }

  @Test
  void agoCountsFromTheSearch() {
    TraceInfo recent =
        TraceInfo.builder("tr-9")
            .experimentId("1")
            .requestTimeUnixMillis(System.currentTimeMillis())
            .build();
    memory.write(new TraceBatch(List.of(recent), List.of(), "1"));
    assertThat(found(everywhere().filter("timestamp_ms >= ago(1h)").build())).isEqualTo("9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid",
        "foo.bar = 'baz'",
        "invalid = 'foo'",
        "status = OK",
        "status IN ()",
        "span.duration = '1'",
        "span.content = 'x'",
        "name = 'a' AND"
      })
  void aWrongFilterIsRefusedBeforeAnythingIsAsked(String filter) {
    assertInvalid(() -> TraceSearch.builder().filter(filter).build(), "expected: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "name UPWARDS", "trace.text", "name; name DESC"})
  void aWrongOrderIsRefusedBeforeAnythingIsAsked(String orderBy) {
    assertInvalid(() -> TraceSearch.builder().orderBy(orderBy.split("; ")).build(), "expected: ");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 50_001})
  void aPageHasOneTo50000Traces(int maxResults) {
    assertInvalid(
        () -> TraceSearch.builder().maxResults(maxResults).build(),
        "max_results: " + maxResults + " (expected: 1 to 50000)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1/tr-1", "WzFd", "W3t9LHt9XQ"})
  void aTokenOfSomethingElseIsRefused(String token) {
    assertInvalid(
        () -> memory.searchTraces(everywhere().pageToken(token).build()),
        "page token: \"" + token + "\"");
  }

  private static void assertInvalid(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
        .hasMessageContaining(message);
  }
}
