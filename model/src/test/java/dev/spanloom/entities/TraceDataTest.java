package dev.spanloom.entities;

import static dev.spanloom.entities.TestSpans.root;
import static dev.spanloom.entities.TestSpans.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceDataTest {
  @Test
  void intermediateOutputsAreThoseBelowTheRootByName() {
    TraceData data =
        data(root().outputs("r"), span(2, 1).outputs("a"), span(3, 2).outputs(List.of(1L)));

    assertThat(data.intermediateOutputs())
        .containsExactly(entry("span2", "a"), entry("span3", List.of(1L)));
  }

  @Test
  void severalOutputsOfANameAreNumberedAlsoWhereOneIsMissing() {
    TraceData data =
        data(
            root().name("x").outputs("r"),
            span(2, 1).name("x").outputs("a"),
            span(3, 1).name("x"),
            span(4, 1).name("x").outputs("b"));

    assertThat(data.intermediateOutputs()).containsExactly(entry("x_2", "a"), entry("x_4", "b"));
  }

  @Test
  void aTraceOfOneSpanHasNoIntermediateOutputs() {
    assertThat(data(root().outputs("r")).intermediateOutputs()).isEmpty();
  }

  @Test
  void intermediateOutputsThatTheRootNamesWin() {
    Span.Builder root =
        root()
            .attribute(
                SpanAttributeKey.INTERMEDIATE_OUTPUTS, AttributeValue.of(Map.of("given", 1L)));

    assertThat(data(root, span(2, 1).outputs("a")).intermediateOutputs())
        .containsExactly(entry("given", 1L));
  }

  @Test
  void requestAndResponseAreTheJsonTextsOfTheRoot() {
    TraceData data = data(span(2, 1).inputs("no"), root().inputs(Map.of("a", 1)).outputs("text"));

    assertThat(data.request()).isEqualTo("{\"a\": 1}");
    assertThat(data.response()).isEqualTo("\"text\"");
  }

  @Test
  void aRootThatSaysNothingHasNoRequest() {
    assertThat(data(root()).request()).isNull();
    assertThat(new TraceData(List.of()).response()).isNull();
  }

  private static TraceData data(Span.Builder... spans) {
    return new TraceData(List.of(spans).stream().map(Span.Builder::build).toList());
  }
}
