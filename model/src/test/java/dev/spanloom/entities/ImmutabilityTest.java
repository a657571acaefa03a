package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Entities keep copies, hand out nothing that can be changed, and print what they are. */
class ImmutabilityTest {
  private final List<Object> inner = new ArrayList<>(List.of("a"));
  private final Map<String, Object> given = new HashMap<>(Map.of("k", inner));

  private void change() {
    inner.add("b");
    given.put("other", 1);
  }

  @Test
  void anEventKeepsACopyToTheBottom() {
    SpanEvent event = new SpanEvent("e", given);
    change();

    assertThat(event.attributes()).isEqualTo(Map.of("k", List.of("a")));
  }

  @Test
  void aLinkKeepsACopy() {
    Link link = new Link("tr-1", "1", given);
    change();

    assertThat(link.attributes()).isEqualTo(Map.of("k", List.of("a")));
  }

  @Test
  void aDocumentKeepsACopy() {
    Document document = new Document("d", given);
    change();

    assertThat(document.metadata()).isEqualTo(Map.of("k", List.of("a")));
  }

  @Test
  void feedbackKeepsACopy() {
    Feedback feedback = Feedback.builder("f").value(given).build();
    change();

    assertThat(feedback.value()).isEqualTo(Map.of("k", List.of("a")));
  }

  @Test
  void aSpanDoesNotChangeWithItsBuilder() {
    Span.Builder builder = TestSpans.root().attribute("a", AttributeValue.of(1));
    Span span = builder.build();
    builder.attribute("b", AttributeValue.of(2)).removeAttribute("a");
    Span second = builder.build();
    builder.attributes(Map.of());

    assertThat(span.attributes()).isEqualTo(Map.of("a", 1L));
    assertThat(second.attributes()).isEqualTo(Map.of("b", 2L));
    Span copy = span.toBuilder().attribute("c", AttributeValue.of(3)).build();
    assertThat(copy.attributes()).hasSize(2);
    assertThat(span.attributes()).hasSize(1);
  }

  @Test
  void aTraceInfoKeepsCopies() {
    TraceInfo.Builder builder = TraceInfo.builder("tr-1").tag("a", "1");
    TraceInfo info = builder.build();
    builder.tag("b", "2").metadata("m", "3");

    assertThat(info.tags()).isEqualTo(Map.of("a", "1"));
    assertThat(info.traceMetadata()).isEmpty();
  }

  @Test
  void aSpanKeepsCopiesOfWhatItsBuilderHolds() {
    Span.Builder builder = TestSpans.root().inputs(given);
    Span span = builder.build();
    builder.outputs("later");
    change();

    assertThat(span.outputs()).isNull();
    assertThat(span.inputs()).isEqualTo(Map.of("k", List.of("a")));
  }

  @Test
  void aTraceKeepsACopyOfItsSpans() {
    List<Span> spans = new ArrayList<>(List.of(TestSpans.root().build()));
    Trace trace = new Trace(TraceInfo.builder("tr-1").build(), spans);
    spans.clear();

    assertThat(trace.data().spans()).hasSize(1);
  }

  static Stream<Map<?, ?>> maps() {
    return Stream.of(
        new SpanEvent("e", Map.of("k", "v")).attributes(),
        TestSpans.root().inputs("x").build().attributes(),
        TestSpans.root().inputs("x").build().attributeValues(),
        TraceInfo.builder("tr-1").tag("a", "1").build().tags(),
        TraceInfo.builder("tr-1").metadata("a", "1").build().traceMetadata(),
        Feedback.builder("f").value(1).metadata("a", "1").build().metadata(),
        new OtelResource(Map.of("a", 1)).attributes(),
        new Experiment("1", "n", null, Experiment.ACTIVE, 0, 0, Map.of("a", "1")).tags());
  }

  @ParameterizedTest
  @MethodSource("maps")
  void mapsCannotBeChanged(Map<?, ?> map) {
    assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  static Stream<Object> entities() {
    Span span = TestSpans.root().inputs(Map.of("x", 1)).build();
    TraceInfo info = TraceInfo.builder("tr-1").build();
    return Stream.of(
        span,
        info,
        new Trace(info, List.of(span)),
        SpanEvent.of("e"),
        SpanStatus.error("x"),
        new Link("tr-1", "1"),
        new Document("d"),
        Feedback.builder("f").value(List.of(1)).build(),
        Expectation.builder("e").value(1).build(),
        new AssessmentError("c", "m"),
        AssessmentSource.human("bob"),
        new Attachment("a/b", new byte[3]),
        AttributeValue.of(List.of(1)),
        TraceLocation.experiment("1"),
        new TokenUsage(1, 2),
        new LlmCost(1, 2, 3),
        OtelResource.EMPTY,
        OtelScope.EMPTY,
        dev.spanloom.entities.otlp.EncodedSpan.of(span));
  }

  @ParameterizedTest
  @MethodSource("entities")
  void everyEntityPrintsItsContent(Object entity) {
    assertThat(entity.toString()).doesNotContain("@").doesNotContain("Optional");
  }
}
