package dev.spanloom.testing;

import static dev.spanloom.testing.SpanloomAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.Mlflow;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.Trace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SpanloomAssertionsTest {
  @RegisterExtension final SpanloomExtension tracing = new SpanloomExtension();
  private Trace trace;

  record Question(String text, int k) {}

  @BeforeEach
  void traceSomething() {
    try (var ask = Mlflow.startSpan("ask", SpanType.CHAIN)) {
      ask.setInputs(new Question("What?", 5));
      Mlflow.updateCurrentTrace(t -> t.tag("env", "test").sessionId("s-1"));
      try (var search = Mlflow.startSpan("search", SpanType.RETRIEVER)) {
        search.setOutputs(List.of(1, 2.5, "x")).addEvent("found", Map.of("count", 3));
        search.recordException(new IllegalStateException("index is old"));
      }
      ask.setOutputs("That.");
    }
    String id = Mlflow.getLastActiveTraceId().orElseThrow();
    Mlflow.logFeedback(id, "good", true);
    Mlflow.logExpectation(id, "answer", "That.");
    trace = tracing.trace();
  }

  @Test
  void whatHoldsPasses() {
    assertThat(trace)
        .hasSpanCount(2)
        .isOk()
        .hasRootNamed("ask")
        .hasTree("ask", "  search")
        .hasTag("env", "test")
        .hasMetadata("mlflow.trace.session", "s-1")
        .hasFeedback("good", true)
        .hasExpectation("answer", "That.")
        .hasResponsePreview("\"That.\"");
    assertThat(trace).root().isRoot().hasInputs(new Question("What?", 5)).isOk();
    assertThat(trace).root().hasInputsJson("{\"k\": 5, \"text\": \"What?\"}").hasOutputs("That.");
    assertThat(trace)
        .span("search")
        .hasName("search")
        .hasType(SpanType.RETRIEVER)
        .hasParent("ask")
        .hasParent(trace.data().root().orElseThrow())
        .hasOutputs(List.of(1, 2.5, "x"))
        .hasOutputsJson("[1, 2.5, \"x\"]")
        .hasAttribute("mlflow.spanType", "RETRIEVER")
        .hasNoAttribute("mlflow.spanInputs")
        .isError()
        .hasStatusDescription("IllegalStateException: index is old")
        .hasEventCount(2)
        .hasEvent("found")
        .hasEvent("found", Map.of("count", 3))
        .hasExceptionEvent(IllegalStateException.class)
        .hasExceptionEvent(IllegalStateException.class, "index is old");
  }

  @Test
  void aFailureOfATraceShowsTheTree() {
    assertThatThrownBy(() -> assertThat(trace).hasSpanCount(3))
        .hasMessageContaining("Expected 3 spans, but found 2")
        .hasMessageContaining("ask")
        .hasMessageContaining("    search");
    assertThatThrownBy(() -> assertThat(trace).span("answer"))
        .hasMessageContaining("exactly one span named \"answer\"");
    assertThatThrownBy(() -> assertThat(trace).isError()).hasMessageContaining("state ERROR");
    assertThatThrownBy(() -> assertThat(trace).hasTree("ask", "  answer"))
        .hasMessageContaining("  answer");
    assertThatThrownBy(() -> assertThat(trace).hasTag("env", "prod"))
        .hasMessageContaining("env=test");
    assertThatThrownBy(() -> assertThat(trace).hasFeedback("good", false))
        .hasMessageContaining("good");
  }

  @Test
  void aFailureOfASpanShowsWhatIsThere() {
    assertThatThrownBy(() -> assertThat(trace).span("search").hasOutputs(List.of(1)))
        .hasMessage("Expected span \"search\" to have outputs [1], but found: [1, 2.5, \"x\"]");
    assertThatThrownBy(() -> assertThat(trace).root().hasStatus(SpanStatusCode.ERROR))
        .hasMessageContaining("status ERROR");
    assertThatThrownBy(() -> assertThat(trace).root().hasParent("search"))
        .hasMessageContaining("it is a root");
    assertThatThrownBy(() -> assertThat(trace).root().hasEvent("found"))
        .hasMessageContaining("event \"found\"");
  }

  @Test
  void aSpanAloneDoesNotKnowTheNameOfItsParent() {
    Span search = trace.searchSpansByName("search").get(0);
    assertThatThrownBy(() -> assertThat(search).hasParent("ask"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("needs the trace");
  }
}
