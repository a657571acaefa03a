package dev.spanloom.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {
  private static final String ID = "tr-0af7651916cd43dd8448eb211c80319c";
  private static final Trace TRACE =
      new Trace(
          TraceInfo.builder(ID)
              .experimentId("3")
              .requestTimeUnixMillis(1_700_000_000_000L)
              .executionDurationMillis(12L)
              .state(TraceState.OK)
              .tag("mlflow.traceName", "answer")
              .tag("env", "prod")
              .tag("a.b", "dotted")
              .metadata("mlflow.trace.session", "s-1")
              .metadata(
                  "mlflow.trace.tokenUsage",
                  "{\"input_tokens\": 3, \"output_tokens\": 4, \"total_tokens\": 7}")
              .assessments(List.of(Feedback.builder("correct").value(true).build()))
              .build(),
          List.of(
              span(1, "answer")
                  .inputs(Map.of("question", "why?", "top", Map.of("k", 5L)))
                  .outputs(Map.of("text", "because"))
                  .attribute("retries", AttributeValue.of(2L))
                  .build(),
              span(2, "search").parentId(id(1)).inputs(Map.of("q", "first")).build(),
              span(3, "search").parentId(id(1)).inputs(Map.of("q", "second")).build(),
              span(4, "search").parentId(id(1)).outputs(List.of("a", "b")).build(),
              span(5, "my.tool")
                  .parentId(id(1))
                  .inputs(Map.of("x.y", 1L))
                  .status(SpanStatus.error("no"))
                  .build(),
              span(6, "inputs").parentId(id(1)).outputs("named like a word").build()));

  private static Span.Builder span(int number, String name) {
    return Span.builder(ID, id(number))
        .name(name)
        .startTimeUnixNanos(1_700_000_000_000_000_000L)
        .endTimeUnixNanos(1_700_000_000_000_000_000L + number * 1_500_000L);
  }

  private static String id(int number) {
    return String.format("%016x", number);
  }

  private static Object value(String path) {
    return FieldPath.parse(path).value(TRACE);
  }

  @Test
  void factsOfTheTraceHaveTheirNamesInMlflowAndTheOlderOnes() {
    assertThat(value("info.trace_id")).isEqualTo(ID).isEqualTo(value("info.request_id"));
    assertThat(value("info.state")).isEqualTo("OK").isEqualTo(value("info.status"));
    assertThat(value("info.timestamp_ms")).isEqualTo(1_700_000_000_000L);
    assertThat(value("info.request_time")).isEqualTo("2023-11-14T22:13:20Z");
    assertThat(value("info.execution_duration_ms")).isEqualTo(12L);
    assertThat(value("info.experiment_id")).isEqualTo("3");
    assertThat(value("info.client_request_id")).isNull();
  }

  @Test
  void whatIsKeptInTagsAndMetadataHasAShortNameToo() {
    assertThat(value("info.name")).isEqualTo("answer");
    assertThat(value("info.session_id")).isEqualTo("s-1");
    assertThat(value("info.token_usage.total_tokens")).isEqualTo(7L);
    assertThat(value("info.cost.total_cost")).isNull();
  }

  @Test
  void aNameWithDotsStandsInBackticks() {
    assertThat(value("info.tags.env")).isEqualTo("prod");
    assertThat(value("info.tags.`a.b`")).isEqualTo("dotted");
    assertThat(value("span.`my.tool`.inputs.`x.y`")).isEqualTo(1L);
    assertThat(value("`my.tool`.inputs.`x.y`")).isEqualTo(1L);
  }

  @Test
  void aKeyWithDotsIsFoundWithoutBackticksWhereItIsTheRest() {
    assertThat(value("info.tags.mlflow.traceName")).isEqualTo("answer");
    assertThat(value("info.trace_metadata.mlflow.trace.session")).isEqualTo("s-1");
  }

  @Test
  void withoutANameTheRootSpanIsMeant() {
    assertThat(value("span.inputs.question")).isEqualTo("why?");
    assertThat(value("span.inputs.top.k")).isEqualTo(5L);
    assertThat(value("span.outputs")).isEqualTo(Map.of("text", "because"));
    assertThat(value("span.attributes.retries")).isEqualTo(2L);
    assertThat(value("span.name")).isEqualTo("answer");
    assertThat(value("span.duration_ms")).isEqualTo(1.5);
  }

  @Test
  void ofSeveralSpansOfANameTheLastOneThatHasTheValueWins() {
    assertThat(value("span.search.inputs.q")).isEqualTo("second");
    assertThat(value("search.inputs.q")).isEqualTo("second");
    assertThat(value("search.outputs.1")).isEqualTo("b");
    assertThat(value("search.inputs.unknown")).isNull();
    assertThat(value("nobody.inputs")).isNull();
  }

  @Test
  void backticksTellASpanFromAWord() {
    assertThat(value("span.`inputs`.outputs")).isEqualTo("named like a word");
    assertThat(value("`inputs`.outputs")).isEqualTo("named like a word");
  }

  @Test
  void factsOfASpanCanBeAskedForByItsName() {
    assertThat(value("span.`my.tool`.status")).isEqualTo("ERROR");
    assertThat(value("span.`my.tool`.status_message")).isEqualTo("no");
    assertThat(value("span.`my.tool`.parent_id")).isEqualTo(id(1));
  }

  @Test
  void aStarIsAllOfAList() {
    assertThat(value("data.spans.*.name"))
        .isEqualTo(List.of("answer", "search", "search", "search", "my.tool", "inputs"));
    assertThat(value("data.spans.0.name")).isEqualTo("answer");
    assertThat(value("info.assessments.*.assessment_name")).isEqualTo(List.of("correct"));
    assertThat(value("span.inputs.*.k")).isEqualTo(List.of(5L));
    assertThat(value("data.spans.*.unknown")).isEqualTo(List.of());
  }

  @Test
  void requestAndResponseAreTheJsonTextsOfTheRoot() {
    assertThat(value("data.response")).isEqualTo("{\"text\": \"because\"}");
  }

  @Test
  void aPathTellsWhetherItNeedsSpans() {
    assertThat(FieldPath.parse("info.tags.env").readsSpans()).isFalse();
    assertThat(FieldPath.parse("span.inputs").readsSpans()).isTrue();
    assertThat(FieldPath.parse("data.spans.*.name").readsSpans()).isTrue();
  }

  @Test
  void aListOfPathsIsCutAtCommasOutsideOfBackticks() {
    assertThat(FieldPath.parseAll("info.state, span.inputs,`a,b`.outputs"))
        .extracting(FieldPath::toString)
        .containsExactly("info.state", "span.inputs", "`a,b`.outputs");
  }

  @Test
  void aTraceWithoutSpansHasNoValuesOfSpans() {
    Trace empty = new Trace(TRACE.info(), List.of());
    assertThat(FieldPath.parse("span.inputs.question").value(empty)).isNull();
    assertThat(FieldPath.parse("data.request").value(empty)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "info",
        "spaninputs",
        "span.",
        "span..inputs",
        "span.inputs.",
        "span.search",
        "span.search.input",
        "search.input.q",
        "my.tool.inputs",
        "info.stat",
        "data.span",
        "`search`x.inputs",
        "`search.inputs",
        "sea`rch`.inputs",
        "span.`inputs`"
      })
  void anythingElseIsRefusedAndTheMessageShowsIt(String path) {
    assertThatThrownBy(() -> FieldPath.parse(path))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
        .hasMessageContaining("field \"" + path + "\"")
        .hasMessageContaining("expected: ");
  }

  @Test
  void theMessageSaysWhatWouldBeRight() {
    assertThatThrownBy(() -> FieldPath.parse("search.input.q"))
        .hasMessageStartingWith("field \"search.input.q\": \"input\" (expected: one of inputs,");
    assertThatThrownBy(() -> FieldPath.parse("`search`x.inputs"))
        .hasMessage(
            "field \"`search`x.inputs\" at position 8 (expected: a dot or the end behind the"
                + " closing backtick)");
  }

  @Property
  void anyTextIsReadOrRefusedAsAnInvalidParameter(@ForAll String text) {
    try {
      FieldPath.parse("info.tags." + text).value(TRACE);
      FieldPath.parse(text + ".inputs").value(TRACE);
    } catch (MlflowException e) {
      assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
    }
  }
}
