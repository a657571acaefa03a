package dev.spanloom.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MLflow's own examples over five traces of two experiments. */
class SearchExamplesTest {
  private static final List<TraceInfo> TRACES =
      List.of(
          trace(0, "2", 6, TraceState.OK, "ddd", Map.of(), "run0"),
          trace(
              1, "2", 2, TraceState.ERROR, "aaa", Map.of("fruit", "apple", "color", "red"), "run1"),
          trace(
              2,
              "1",
              4,
              TraceState.STATE_UNSPECIFIED,
              "bbb",
              Map.of("fruit", "apple", "color", "green"),
              null),
          trace(3, "1", 10, TraceState.OK, "ccc", Map.of("fruit", "orange"), null),
          trace(4, "1", 10, TraceState.OK, "ddd", Map.of("color", "blue"), null));

  private static TraceInfo trace(
      int number,
      String experiment,
      long millis,
      TraceState state,
      String name,
      Map<String, String> tags,
      @Nullable String run) {
    TraceInfo.Builder info =
        TraceInfo.builder("tr-" + number)
            .experimentId(experiment)
            .requestTimeUnixMillis(number)
            .executionDurationMillis(millis)
            .state(state)
            .tag(TraceTagKey.TRACE_NAME, name)
            .tags(tags);
    return (run == null ? info : info.metadata(TraceMetadataKey.SOURCE_RUN, run)).build();
  }

  private static String found(String filter, List<String> orderBy) {
    Filter parsed = FilterParser.parse(filter);
    List<OrderKey> keys = new ArrayList<>(OrderByParser.parse(orderBy));
    if (keys.stream().noneMatch(key -> key.field() == TraceField.TIMESTAMP_MS)) {
      keys.add(OrderKey.NEWEST_FIRST);
    }
    Comparator<List<@Nullable Object>> order = OrderValues.comparator(keys);
    return String.join(
        " ",
        TRACES.stream()
            .filter(t -> TraceMatcher.matches(parsed, t, t.traceMetadata(), List.of()))
            .sorted(
                (a, b) ->
                    order.compare(
                        OrderValues.of(keys, a, a.traceMetadata(), 0),
                        OrderValues.of(keys, b, b.traceMetadata(), 0)))
            .map(TraceInfo::traceId)
            .toList());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "1 | ## | tr-4 tr-3 tr-2 tr-1 tr-0",
        "2 | name = 'aaa' | tr-1",
        "3 | name != 'aaa' | tr-4 tr-3 tr-2 tr-0",
        "4 | status = 'OK' | tr-4 tr-3 tr-0",
        "4 | attributes.status = 'OK' | tr-4 tr-3 tr-0",
        "4 | trace.status = 'OK' | tr-4 tr-3 tr-0",
        "5 | status != 'OK' | tr-2 tr-1",
        "6 | `timestamp` >= 1 AND execution_time < 10 | tr-2 tr-1",
        "7 | tag.fruit = 'apple' | tr-2 tr-1",
        "8 | tags.fruit = 'apple' and tags.color != 'red' | tr-2",
        "9 | run_id = 'run0' | tr-0",
        "9 | metadata.mlflow.sourceRun = 'run0' | tr-0",
        "9 | request_metadata.`mlflow.sourceRun` = 'run0' | tr-0",
        "10 | metadata.mlflow.sourceRun != 'run0' | tr-1",
        "11 | status IN ('OK', 'ERROR') | tr-4 tr-3 tr-1 tr-0",
        "12 | status NOT IN ('OK') | tr-2 tr-1",
        "13 | request_id IN ('tr-1','tr-3') | tr-3 tr-1",
        "14 | name LIKE 'dd%' | tr-4 tr-0",
        "15 | name ILIKE 'AAA' | tr-1",
        "16 | name RLIKE '^[ab]+$' | tr-2 tr-1",
        "17 | tag.color RLIKE 'e' | tr-4 tr-2 tr-1",
        "18 | end_time_ms >= 13 | tr-4 tr-3",
        "19 | execution_time_ms = 10 AND timestamp_ms > 3 | tr-4",
        "20 | tag.missing = 'x' | ##",
      })
  void theFiltersOfTheContractFind(int number, String filter, String expected) {
    assertThat(found(filter, List.of())).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "execution_time DESC;timestamp ASC, tr-3 tr-4 tr-0 tr-2 tr-1",
    "tag.fruit, tr-2 tr-1 tr-3 tr-4 tr-0",
    "tag.fruit DESC, tr-3 tr-2 tr-1 tr-4 tr-0",
    "run_id, tr-0 tr-1 tr-4 tr-3 tr-2",
    "run_id desc, tr-1 tr-0 tr-4 tr-3 tr-2",
    "end_time;name, tr-1 tr-2 tr-0 tr-3 tr-4",
    "experiment_id;status, tr-4 tr-3 tr-2 tr-1 tr-0",
    "tag.missing, tr-4 tr-3 tr-2 tr-1 tr-0",
    "name;timestamp_ms, tr-1 tr-2 tr-3 tr-0 tr-4",
  })
  void theOrdersOfTheContractSort(String orderBy, String expected) {
    assertThat(found("", List.of(orderBy.split(";")))).isEqualTo(expected);
  }

  @Test
  void orAndNotAndParenthesesMakeItWhole() {
    assertThat(found("name = 'aaa' OR status = 'OK' AND NOT tag.color = 'blue'", List.of()))
        .isEqualTo("tr-3 tr-1 tr-0");
    assertThat(found("(name = 'aaa' OR status = 'OK') AND tag.color IS NOT NULL", List.of()))
        .isEqualTo("tr-4 tr-1");
    assertThat(found("NOT EXISTS tag.fruit", List.of())).isEqualTo("tr-4 tr-0");
    assertThat(found("tag.fruit NOT LIKE 'app%'", List.of())).isEqualTo("tr-3");
    assertThat(found("timestamp BETWEEN 1 AND 3 AND timestamp NOT BETWEEN 2 AND 2", List.of()))
        .isEqualTo("tr-3 tr-1");
  }
}
