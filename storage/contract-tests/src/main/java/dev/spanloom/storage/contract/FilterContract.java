package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Errors.assertError;
import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.saidOf;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.query.Filter;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.TraceQuery;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Conditions on traces and their AND, OR and NOT mean what the language says. */
public abstract class FilterContract extends StoreContract {
  private void writeEnvironments() {
    write(saidOf(1).tag("env", "prod").tag("team", "a").build());
    write(saidOf(2).tag("env", "test").tag("team", "a").build());
    write(saidOf(3).tag("env", "prod").tag("team", "b").build());
    write(saidOf(4).build());
  }

  @Test
  void andBindsTighterThanOr() {
    writeEnvironments();
    assertThat(found("tag.team = 'b' OR tag.env = 'test' AND tag.team = 'a'"))
        .containsExactly(3, 2);
    assertThat(found("(tag.team = 'b' OR tag.env = 'prod') AND tag.team = 'a'")).containsExactly(1);
  }

  @Test
  void notTurnsFalseIntoTrueWhereThereIsNoValueToo() {
    writeEnvironments();
    assertThat(found("NOT tag.env = 'prod'")).containsExactly(4, 2);
    assertThat(found("tag.env != 'prod'")).containsExactly(2);
    assertThat(found("NOT (tag.env = 'prod' AND tag.team = 'a')")).containsExactly(4, 3, 2);
    assertThat(found("NOT NOT tag.env = 'prod'")).containsExactly(3, 1);
    assertThat(found("NOT (tag.env = 'prod' OR NOT tag.team = 'a')")).containsExactly(2);
  }

  @Test
  void listsHoldOrDoNotHoldAValue() {
    writeEnvironments();
    assertThat(found("tag.env IN ('prod', 'other')")).containsExactly(3, 1);
    assertThat(found("tag.env NOT IN ('prod', 'other')")).containsExactly(2);
    assertThat(found("NOT tag.env IN ('prod')")).containsExactly(4, 2);
  }

  @Test
  void presenceIsAskedInThreeWays() {
    writeEnvironments();
    assertThat(found("EXISTS tag.env")).containsExactly(3, 2, 1);
    assertThat(found("tag.env IS NOT NULL")).containsExactly(3, 2, 1);
    assertThat(found("tag.env IS NULL")).containsExactly(4);
    assertThat(found("NOT EXISTS tag.env AND tag.team IS NULL")).containsExactly(4);
    assertThat(found("tag.unheard IS NULL")).hasSize(4);
  }

  @Test
  void textsThatSpellNumbersAreComparedAsNumbers() {
    String[] values = {"10", "9.5", "abc", "", "-3", "5.0", "1e3", " 7", "100000000000000000000"};
    for (int i = 0; i < values.length; i++) {
      write(saidOf(i).tag("n", values[i]).metadata("n", values[i]).build());
    }
    for (String field : List.of("tag.n", "metadata.n")) {
      assertThat(found(field + " > 5")).as(field).containsExactly(8, 1, 0);
      assertThat(found(field + " >= 5")).containsExactly(8, 5, 1, 0);
      assertThat(found(field + " < 9.5")).containsExactly(5, 4);
      assertThat(found(field + " <= -3")).containsExactly(4);
      assertThat(found(field + " = 5")).containsExactly(5);
      assertThat(found(field + " = '5'")).isEmpty();
      assertThat(found(field + " BETWEEN 5 AND 10")).containsExactly(5, 1, 0);
      assertThat(found(field + " != 10")).containsExactly(8, 7, 6, 5, 4, 3, 2, 1);
    }
  }

  @Test
  void textsThatSpellBooleansAreComparedAsBooleans() {
    write(saidOf(1).tag("flag", "true").build());
    write(saidOf(2).tag("flag", "True").build());
    write(saidOf(3).tag("flag", "false").build());
    write(saidOf(4).tag("flag", "yes").build());
    assertThat(found("tag.flag = true")).containsExactly(2, 1);
    assertThat(found("tag.flag != true")).containsExactly(4, 3);
    assertThat(found("tag.flag = 'true'")).containsExactly(1);
  }

  @Test
  void anEmptyTextIsAValue() {
    write(saidOf(1).tag("e", "").metadata("e", "").clientRequestId("").build());
    write(saidOf(2).build());
    for (String field : List.of("tag.e", "metadata.e", "client_request_id")) {
      assertThat(found("EXISTS " + field)).as(field).containsExactly(1);
      assertThat(found(field + " = ''")).containsExactly(1);
      assertThat(found(field + " LIKE ''")).containsExactly(1);
      assertThat(found(field + " LIKE '%'")).containsExactly(1);
    }
  }

  @Test
  void textsAreEqualOnlyWhenEveryCharacterIs() {
    List<String> values = List.of("a", "A", "a ", "á", "a\u0301", "ａ", "ß", "ss", "\uFF5E", "😀");
    for (int i = 0; i < values.size(); i++) {
      write(saidOf(i).tag("v", values.get(i)).tag(TraceTagKey.TRACE_NAME, values.get(i)).build());
    }
    for (int i = 0; i < values.size(); i++) {
      assertThat(found("tag.v = '" + values.get(i) + "'")).as(values.get(i)).containsExactly(i);
      assertThat(found("name = '" + values.get(i) + "'")).as(values.get(i)).containsExactly(i);
    }
    assertThat(found("tag.v ILIKE 'a'")).containsExactly(1, 0);
    assertThat(found("tag.v ILIKE 'Á'")).containsExactly(3);
    assertThat(found("tag.v LIKE '_'")).containsExactly(9, 8, 6, 5, 3, 1, 0);
  }

  @Test
  void patternsFindMostValuesAsWellAsFew() {
    for (int i = 0; i < 12; i++) {
      write(saidOf(i).tag("v", "2." + i).metadata("v", (i < 10 ? "2." : "3.") + i).build());
    }
    write(saidOf(12).tag("other", "2.1").build());
    assertThat(found("tag.v LIKE '2.%'")).containsExactly(11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    assertThat(found("NOT tag.v LIKE '2.%'")).containsExactly(12);
    assertThat(found("metadata.v LIKE '2.%'")).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    assertThat(found("NOT metadata.v LIKE '2.%'")).containsExactly(12, 11, 10);
    assertThat(found("metadata.v LIKE '2.%' AND tag.v RLIKE '[1-9]$'"))
        .containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
    assertThat(found("tag.v LIKE '2.1%'")).containsExactly(11, 10, 1);
  }

  @Test
  void patternsMatchTheWholeValueAndKnowNoEscapes() {
    write(saidOf(1).clientRequestId("v2.1-beta").build());
    write(saidOf(2).clientRequestId("v2_1").build());
    write(saidOf(3).clientRequestId("V2.1").build());
    write(saidOf(4).clientRequestId("100%").build());
    write(saidOf(5).build());
    assertThat(found("client_request_id LIKE 'v2'")).isEmpty();
    assertThat(found("client_request_id LIKE 'v2%'")).containsExactly(2, 1);
    assertThat(found("client_request_id LIKE 'v2_1'")).containsExactly(2);
    assertThat(found("client_request_id ILIKE 'v2_1'")).containsExactly(3, 2);
    assertThat(found("client_request_id LIKE '%beta'")).containsExactly(1);
    assertThat(found("client_request_id LIKE '%.%-%'")).containsExactly(1);
    assertThat(found("client_request_id LIKE '100\\%'")).isEmpty();
    assertThat(found("client_request_id RLIKE '^v2[.][0-9]'")).containsExactly(1);
    assertThat(found("client_request_id RLIKE '1$'")).containsExactly(3, 2);
    assertThat(found("client_request_id RLIKE 'beta|%'")).containsExactly(4, 1);
    assertThat(found("NOT client_request_id RLIKE 'beta|%'")).containsExactly(5, 3, 2);
  }

  @Test
  void aBrokenRegularExpressionIsRefused() {
    write(saidOf(1).clientRequestId("a").build());
    Filter broken =
        new Filter.Compare(
            TraceField.CLIENT_REQUEST_ID, Operator.RLIKE, new Literal.Text("(unclosed"));
    assertError(
            ErrorCode.INVALID_PARAMETER_VALUE,
            () -> store.search().search(TraceQuery.builder("0").filter(broken).build()))
        .hasMessageContaining("(unclosed");
  }

  @Test
  void timesAreMomentsAgesAndIsoTexts() {
    long now = System.currentTimeMillis();
    write(saidOf(1).requestTimeUnixMillis(now - 7_200_000).executionDurationMillis(null).build());
    write(saidOf(2).requestTimeUnixMillis(now - 60_000).executionDurationMillis(5_000L).build());
    write(saidOf(3).executionDurationMillis(5_000L).build());
    assertThat(found("timestamp_ms >= ago(1h)")).containsExactly(2);
    assertThat(found("timestamp_ms < ago(1h) AND timestamp_ms > ago(1d)")).containsExactly(1);
    assertThat(found("timestamp_ms <= now()")).containsExactly(2, 1, 3);
    assertThat(found("timestamp_ms < '2023-11-15'")).containsExactly(3);
    assertThat(found("timestamp_ms BETWEEN '2023-11-14T22:13:20Z' AND '2023-11-14T22:13:21Z'"))
        .containsExactly(3);
    assertThat(found("end_time_ms = " + (START_MILLIS + 5_003))).containsExactly(3);
    assertThat(found("end_time_ms = " + (now - 7_200_000))).containsExactly(1);
    assertThat(found("execution_time_ms IS NULL")).containsExactly(1);
    assertThat(found("execution_time_ms != 4999.5")).containsExactly(2, 3);
  }

  @Test
  void sessionsUsersRunsAndPromptsAreFields() {
    write(
        saidOf(1)
            .metadata(TraceMetadataKey.TRACE_SESSION, "s1")
            .metadata(TraceMetadataKey.TRACE_USER, "ann")
            .metadata(TraceMetadataKey.SOURCE_RUN, "r1")
            .tag(
                TraceTagKey.LINKED_PROMPTS,
                "[{\"name\": \"greet\", \"version\": \"2\"}, {\"name\": \"bye\", \"version\": \"1\"}]")
            .build());
    write(saidOf(2).metadata(TraceMetadataKey.TRACE_SESSION, "[\"s1\", \"s2\"]").build());
    write(saidOf(3).metadata(TraceMetadataKey.LINKED_RUNS, "[\"r1\", \"r%2\"]").build());
    assertThat(found("run_id = 'r1'")).containsExactly(3, 1);
    assertThat(found("run_id = 'r%2'")).containsExactly(3);
    assertThat(found("run_id = 'r2'")).isEmpty();
    assertThat(found("run_id IN ('r%2', 'x')")).containsExactly(3);
    assertThat(found("run_id IS NULL")).containsExactly(2);
    assertThat(found("NOT run_id = 'r1'")).containsExactly(2);
    assertThat(found("session_id = 's1'")).containsExactly(2, 1);
    assertThat(found("session_id = 's2'")).containsExactly(2);
    assertThat(found("session_id IS NULL")).containsExactly(3);
    assertThat(found("user = 'ann'")).containsExactly(1);
    assertThat(found("run_id LIKE 'r%'")).containsExactly(3, 1);
    assertThat(found("prompt = 'bye/1'")).containsExactly(1);
    assertThat(found("prompt = 'bye/2'")).isEmpty();
    assertThat(found("prompt IS NULL")).containsExactly(3, 2);
    assertThat(found("EXISTS prompt")).containsExactly(1);
    assertThat(found("NOT (prompt IS NULL)")).containsExactly(1);
  }

  @Test
  void experimentsAreAFieldToo() {
    String other = store.experiments().create("other").experimentId();
    write(saidOf(1).build());
    write(saidOf(2).experimentId(other).build());
    assertThat(found("experiment_id = '" + other + "'", List.of(), "0", other)).containsExactly(2);
    assertThat(found("experiment_id != '" + other + "'", List.of(), "0", other)).containsExactly(1);
    assertThat(found("experiment_id = '" + other + "'")).isEmpty();
  }

  @Test
  void changedTagsChangeWhatIsFound() {
    write(rootOf(1).build());
    assertThat(found("tag.env = 'prod'")).isEmpty();
    store.tags().set(traceId(1), "env", "prod");
    assertThat(found("tag.env = 'prod'")).containsExactly(1);
    store.tags().set(traceId(1), "env", "test");
    assertThat(found("tag.env = 'prod'")).isEmpty();
    assertThat(found("tag.env = 'test'")).containsExactly(1);
    store.tags().delete(traceId(1), "env");
    assertThat(found("EXISTS tag.env")).isEmpty();
  }

  @Test
  void aLaterInfoChangesWhatIsFound() {
    write(saidOf(1).tag("v", "1").metadata("v", "1").state(TraceState.IN_PROGRESS).build());
    write(saidOf(1).tag("v", "2").metadata("v", "2").state(TraceState.ERROR).build());
    assertThat(found("tag.v = '1' OR metadata.v = '1' OR status = 'IN_PROGRESS'")).isEmpty();
    assertThat(found("tag.v = '2' AND metadata.v = '2' AND status = 'ERROR'")).containsExactly(1);
  }

  @Test
  void whatIsDerivedIsNoMetadataToFilterBy() {
    write(rootOf(1).build());
    assertThat(readInfo(traceId(1)).traceMetadata()).containsKey(TraceMetadataKey.SIZE_STATS);
    assertThat(found("EXISTS metadata.mlflow.trace.sizeStats")).isEmpty();
  }

  @Test
  void theTagsOfTheStoreAndTheShownNameAreTags() {
    write(rootOf(1).name("root").build());
    assertThat(found("tag.mlflow.traceName = 'root'")).containsExactly(1);
    assertThat(found("tag.mlflow.trace.spansLocation = 'TRACKING_STORE'")).containsExactly(1);
    assertThat(found("tag.mlflow.artifactLocation LIKE 'mlflow-artifacts:/0/%'"))
        .containsExactly(1);
    assertThat(found("tag.mlflow.artifactLocation IS NULL")).isEmpty();
  }

  @Test
  void nothingIsTheSameAsEverythingNegated() {
    writeEnvironments();
    Filter never = new Filter.Or(List.of());
    assertThat(found(TraceQuery.builder("0").filter(never).build())).isEmpty();
    assertThat(found(TraceQuery.builder("0").filter(new Filter.Not(never)).build())).hasSize(4);
  }

  @Test
  void largeFiltersAreAnswered() {
    writeEnvironments();
    String some =
        IntStream.range(0, 900)
            .mapToObj(i -> "tag.env = 'e" + i + "'")
            .collect(Collectors.joining(" OR "));
    assertThat(found(some + " OR tag.env = 'test'")).containsExactly(2);
    assertThat(found("NOT (" + some + ")")).hasSize(4);
    String list =
        IntStream.range(0, 3000).mapToObj(i -> "'e" + i + "'").collect(Collectors.joining(", "));
    assertThat(found("tag.env IN (" + list + ", 'test')")).containsExactly(2);
    assertThat(found("tag.env NOT IN (" + list + ", 'test')")).containsExactly(3, 1);
    String deep =
        String.join("", Collections.nCopies(45, "NOT (tag.team = 'z' OR "))
            + "tag.env = 'test'"
            + ")".repeat(45);
    assertThat(found(deep)).containsExactly(4, 3, 1);
  }
}
