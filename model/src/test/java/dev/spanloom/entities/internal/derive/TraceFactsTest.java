package dev.spanloom.entities.internal.derive;

import static dev.spanloom.entities.TestSpans.root;
import static dev.spanloom.entities.TestSpans.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.TestSpans;
import dev.spanloom.entities.TraceState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceFactsTest {
  @Test
  void noSpansSayNothing() {
    assertThat(TraceFacts.ofSpans(List.of())).isEmpty();
  }

  @Test
  void theTimeIsFromTheEarliestStartToTheLatestEnd() {
    TraceFacts facts = of(span(5, 1).build(), root().build());

    assertThat(facts.startTimeUnixMillis()).isEqualTo(TestSpans.START / 1_000_000 + 1);
    assertThat(facts.durationMillis()).isEqualTo(14);
  }

  @Test
  void theDurationIsNeverNegative() {
    assertThat(of(root().endTimeUnixNanos(5).build()).durationMillis()).isZero();
  }

  @Test
  void openSpansCountWithTheirStartOnly() {
    TraceFacts facts = of(root().endTimeUnixNanos(0).build());

    assertThat(facts.durationMillis()).isNull();
    assertThat(facts.endTimeUnixNanos()).isNull();
  }

  @Test
  void childrenAloneAreInProgress() {
    assertThat(of(span(2, 1).build()).state()).isEqualTo(TraceState.IN_PROGRESS);
  }

  @Test
  void anOpenRootIsInProgress() {
    assertThat(of(root().endTimeUnixNanos(0).status(SpanStatus.OK).build()).state())
        .isEqualTo(TraceState.IN_PROGRESS);
  }

  @Test
  void anUnsetRootIsOk() {
    assertThat(of(root().build()).state()).isEqualTo(TraceState.OK);
  }

  @Test
  void aFailedRootIsAnError() {
    assertThat(of(root().status(SpanStatus.error("x")).build()).state())
        .isEqualTo(TraceState.ERROR);
  }

  @Test
  void aFailedChildDoesNotMakeTheTraceFail() {
    assertThat(of(root().build(), span(2, 1).status(SpanStatus.error("x")).build()).state())
        .isEqualTo(TraceState.OK);
  }

  @Test
  void ofSeveralRootsTheFirstToStartDecides() {
    TraceFacts facts = of(span(9, 0).status(SpanStatus.error("x")).build(), root().build());

    assertThat(facts.root().name()).isEqualTo("span1");
    assertThat(facts.state()).isEqualTo(TraceState.OK);
  }

  @Test
  void onlyRootsHavePreviews() {
    SpanFacts child = SpanFacts.of(span(2, 1).inputs("in").build());

    assertThat(child.requestPreview()).isNull();
    assertThat(SpanFacts.of(root().inputs("in").build()).requestPreview()).isEqualTo("\"in\"");
  }

  @Test
  void aSpanWithoutTypeHasNone() {
    assertThat(SpanFacts.of(root().build()).spanType()).isNull();
    assertThat(SpanFacts.of(root().spanType("LLM").build()).spanType()).isEqualTo("LLM");
  }

  private static TraceFacts of(Span... spans) {
    return TraceFacts.ofSpans(List.of(spans)).orElseThrow();
  }

  @Test
  void theCostOfATraceComesFromModelsAndTokensWhereSpansSayNone() {
    Span paid =
        TestSpans.usage(span(2, 1), 1_000_000, 100_000)
            .startTimeUnixNanos(1_764_331_200_000_000_000L)
            .inputs(Map.of("model", "openai/gpt-5-2025-08-07"))
            .build();
    Span unknown =
        TestSpans.usage(span(3, 1), 1, 1).inputs(Map.of("model", "a model of our own")).build();

    assertThat(SpanFacts.of(paid).model()).isEqualTo("openai/gpt-5-2025-08-07");
    assertThat(SpanFacts.of(unknown).cost()).isNull();
    assertThat(TraceFacts.ofSpans(List.of(root().build(), paid, unknown)).orElseThrow().cost())
        .isEqualTo(new LlmCost(1.25, 1, 2.25));
    assertThat(TraceFacts.ofSpans(List.of(unknown)).orElseThrow().cost()).isNull();
  }
}
