package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.childOf;
import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.saidOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.storage.TraceQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of MLflow's filter language find what MLflow finds. */
public abstract class GrammarExamplesContract extends StoreContract {
  private String first = "";
  private String second = "";

  @BeforeEach
  void createExperiments() {
    first = store.experiments().create("exp1").experimentId();
    second = store.experiments().create("exp2").experimentId();
  }

  private TraceInfo.Builder small(int number, String experimentId, long durationMillis) {
    return TraceInfo.builder("tr-" + number)
        .experimentId(experimentId)
        .requestTimeUnixMillis(number)
        .executionDurationMillis(durationMillis);
  }

  private void writeFive() {
    write(
        small(0, second, 6)
            .state(TraceState.OK)
            .tag(TraceTagKey.TRACE_NAME, "ddd")
            .metadata(TraceMetadataKey.SOURCE_RUN, "run0")
            .build());
    write(
        small(1, second, 2)
            .state(TraceState.ERROR)
            .tag(TraceTagKey.TRACE_NAME, "aaa")
            .tag("fruit", "apple")
            .tag("color", "red")
            .metadata(TraceMetadataKey.SOURCE_RUN, "run1")
            .build());
    write(
        small(2, first, 4)
            .state(TraceState.STATE_UNSPECIFIED)
            .tag(TraceTagKey.TRACE_NAME, "bbb")
            .tag("fruit", "apple")
            .tag("color", "green")
            .build());
    write(
        small(3, first, 10)
            .state(TraceState.OK)
            .tag(TraceTagKey.TRACE_NAME, "ccc")
            .tag("fruit", "orange")
            .build());
    write(
        small(4, first, 10)
            .state(TraceState.OK)
            .tag(TraceTagKey.TRACE_NAME, "ddd")
            .tag("color", "blue")
            .build());
  }

  private List<Integer> foundInBoth(String filter, String... orderBy) {
    return found(filter, List.of(orderBy), first, second);
  }

  @Test
  void filtersOverFiveTracesFindWhatMlflowFinds() {
    writeFive();
    Map<String, List<Integer>> examples = new LinkedHashMap<>();
    examples.put("", List.of(4, 3, 2, 1, 0));
    examples.put("name = 'aaa'", List.of(1));
    examples.put("name != 'aaa'", List.of(4, 3, 2, 0));
    examples.put("status = 'OK'", List.of(4, 3, 0));
    examples.put("attributes.status = 'OK'", List.of(4, 3, 0));
    examples.put("trace.status = 'OK'", List.of(4, 3, 0));
    examples.put("status != 'OK'", List.of(2, 1));
    examples.put("`timestamp` >= 1 AND execution_time < 10", List.of(2, 1));
    examples.put("tag.fruit = 'apple'", List.of(2, 1));
    examples.put("tags.fruit = 'apple' and tags.color != 'red'", List.of(2));
    examples.put("run_id = 'run0'", List.of(0));
    examples.put("metadata.mlflow.sourceRun = 'run0'", List.of(0));
    examples.put("request_metadata.`mlflow.sourceRun` = 'run0'", List.of(0));
    examples.put("metadata.mlflow.sourceRun != 'run0'", List.of(1));
    examples.put("status IN ('OK', 'ERROR')", List.of(4, 3, 1, 0));
    examples.put("status NOT IN ('OK')", List.of(2, 1));
    examples.put("request_id IN ('tr-1','tr-3')", List.of(3, 1));
    examples.put("name LIKE 'dd%'", List.of(4, 0));
    examples.put("name ILIKE 'AAA'", List.of(1));
    examples.put("name RLIKE '^[ab]+$'", List.of(2, 1));
    examples.put("tag.color RLIKE 'e'", List.of(4, 2, 1));
    examples.put("end_time_ms >= 13", List.of(4, 3));
    examples.put("execution_time_ms = 10 AND timestamp_ms > 3", List.of(4));
    examples.put("tag.missing = 'x'", List.of());
    examples.forEach(
        (filter, traces) -> assertThat(foundInBoth(filter)).as(filter).isEqualTo(traces));
  }

  @Test
  void ordersOverFiveTracesAreMlflows() {
    writeFive();
    assertThat(foundInBoth("", "execution_time DESC", "timestamp ASC"))
        .containsExactly(3, 4, 0, 2, 1);
    assertThat(foundInBoth("", "tag.fruit")).containsExactly(2, 1, 3, 4, 0);
    assertThat(foundInBoth("", "run_id")).containsExactly(0, 1, 4, 3, 2);
  }

  @Test
  void pagesOfTwoOverFiveTracesAreTwoTwoAndOne() {
    writeFive();
    List<List<Integer>> pages = new ArrayList<>();
    TraceQuery.Builder query = TraceQuery.builder(first, second).maxResults(2);
    String token = null;
    do {
      pages.add(found(query.pageToken(token).build()));
      token = store.search().search(query.build()).nextPageToken();
    } while (token != null);
    assertThat(pages).containsExactly(List.of(4, 3), List.of(2, 1), List.of(0));
  }

  /** Examples about spans and assessments. */
  @Test
  void filtersOverSpansFindWhatMlflowFinds() {
    write(
        rootOf(1).name("database_query").spanType("CHAIN").build(),
        childOf(1, 1).name("api_call").spanType("LLM").build(),
        childOf(1, 2)
            .name("lookup")
            .spanType("RETRIEVER")
            .status(new SpanStatus(SpanStatusCode.ERROR, ""))
            .build());
    write(
        rootOf(2)
            .name("api_call")
            .spanType("LLM")
            .attribute("model", AttributeValue.of("gpt-4o-mini"))
            .outputs("All about Machine Learning, and: what's MLflow?")
            .build());
    write(rootOf(3).name("api_call").attribute("model", AttributeValue.of("my-gpt-4")).build());
    assertThat(found("span.name LIKE \"database%\"")).containsExactly(1);
    assertThat(found("span.name != \"api_call\"")).containsExactly(1);
    assertThat(found("span.type = \"LLM\" AND span.status = \"ERROR\"")).containsExactly(1);
    assertThat(found("span.type IN ('LLM','RETRIEVER')")).containsExactly(2, 1);
    assertThat(found("span.type = \"LLM\" AND span.type = \"RETRIEVER\"")).containsExactly(1);
    assertThat(found("span.attributes.model LIKE \"%gpt-4%\"")).containsExactly(3, 2);
    assertThat(found("span.attributes.model RLIKE \"^gpt\"")).containsExactly(2);
    assertThat(found("span.content ILIKE \"%MACHINE LEARNING%\"")).containsExactly(2);
    assertThat(found("trace.text LIKE \"%what's MLflow?%\"")).containsExactly(2);
  }

  @Test
  void filtersOverAssessmentsRunsAndSessionsFindWhatMlflowFinds() {
    write(
        saidOf(1)
            .clientRequestId("a")
            .assessments(
                List.of(
                    Feedback.builder("correctness").value(true).build(),
                    Expectation.builder("response_length").value(150).build(),
                    Expectation.builder("latency_ms").value(1000).build()))
            .build());
    write(
        saidOf(2)
            .clientRequestId("b")
            .assessments(
                List.of(
                    Feedback.builder("correctness").value(false).build(),
                    Feedback.builder("comment").value("A Great answer").build(),
                    Expectation.builder("latency_ms").value(1000).build()))
            .build());
    write(
        saidOf(3)
            .tag("type", "training")
            .metadata(TraceMetadataKey.SOURCE_RUN, "r1")
            .metadata(TraceMetadataKey.TRACE_SESSION, "s1")
            .build());
    assertThat(found("feedback.correctness = \"true\"")).containsExactly(1);
    assertThat(found("expectation.response_length = \"150\" AND expectation.latency_ms = \"1000\""))
        .containsExactly(1);
    assertThat(found("feedback.comment ILIKE \"%great%\"")).containsExactly(2);
    assertThat(found("feedback.comment RLIKE 'Great.*answer'")).containsExactly(2);
    assertThat(found("trace.client_request_id != \"a\"")).containsExactly(2);
    assertThat(found("run_id = \"r1\" AND tags.type = \"training\"")).containsExactly(3);
    assertThat(found("metadata.`mlflow.trace.session` = 's1'")).containsExactly(3);
  }
}
