package dev.spanloom.entities;

import static dev.spanloom.entities.TestSpans.root;
import static dev.spanloom.entities.TestSpans.span;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TraceSearchTest {
  private final Span agent = root().name("run").spanType(SpanType.AGENT).build();
  private final Span tool = span(2, 1).name("run_tool").spanType(SpanType.TOOL).build();
  private final Span other = span(3, 1).name("other").spanType(SpanType.TOOL).build();
  private final Feedback valid =
      Feedback.builder("quality").value(1).assessmentId("a-1").spanId(tool.spanId()).build();
  private final Feedback overridden = valid.toBuilder().assessmentId("a-2").valid(false).build();
  private final Expectation expected = Expectation.builder("quality").value("x").build();
  private final Trace trace =
      new Trace(
          TraceInfo.builder(TestSpans.TRACE_ID)
              .assessments(List.of(valid, overridden, expected))
              .build(),
          List.of(agent, tool, other));

  @Test
  void spansAreFoundByTypeInTheOrderOfTheTrace() {
    assertThat(trace.searchSpansByType(SpanType.TOOL)).containsExactly(tool, other);
  }

  @Test
  void aNameMustBeEqual() {
    assertThat(trace.searchSpansByName("run")).containsExactly(agent);
  }

  @Test
  void aPatternMayBeFoundAnywhereInTheName() {
    assertThat(trace.searchSpansByName(Pattern.compile("un"))).containsExactly(agent, tool);
  }

  @Test
  void conditionsMayBeCombined() {
    assertThat(trace.searchSpans(s -> s.name().startsWith("run") && !s.isRoot()))
        .containsExactly(tool);
  }

  @Test
  void aSpanIsFoundById() {
    assertThat(trace.findSpan(other.spanId())).contains(other);
    assertThat(trace.findSpan("ffffffffffffffff")).isEmpty();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(trace.searchSpansByType("NOPE")).isEmpty();
    assertThat(trace.searchSpansByName("nope")).isEmpty();
  }

  @Test
  void overriddenAssessmentsAreHiddenUnlessAskedFor() {
    assertThat(trace.searchAssessments()).containsExactly(valid, expected);
    assertThat(trace.searchAssessments(AssessmentSearch.all().includingOverridden()))
        .containsExactly(valid, overridden, expected);
  }

  @Test
  void assessmentsAreFoundByKind() {
    assertThat(trace.searchAssessments(AssessmentSearch.all().feedbackOnly()))
        .containsExactly(valid);
    assertThat(trace.searchAssessments(AssessmentSearch.all().expectationsOnly()))
        .containsExactly(expected);
  }

  @Test
  void assessmentsAreFoundBySpanAndName() {
    AssessmentSearch search = AssessmentSearch.all().withName("quality");

    assertThat(trace.searchAssessments(search.withSpanId(tool.spanId()))).containsExactly(valid);
    assertThat(trace.searchAssessments(AssessmentSearch.all().withName("none"))).isEmpty();
  }
}
