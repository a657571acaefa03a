package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.childOf;
import static dev.spanloom.storage.contract.Examples.nanos;
import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.saidOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Conditions on spans mean any span of the trace, or inside {@code span(...)} the same one. */
public abstract class SpanFilterContract extends StoreContract {
  private static Span.Builder with(Span.Builder span, String key, @Nullable Object value) {
    return span.attribute(key, AttributeValue.of(value));
  }

  private static Span.Builder using(Span.Builder span, TokenUsage usage) {
    return span.attribute(SpanAttributeKey.CHAT_USAGE, AttributeValue.of(usage.toMap()));
  }

  private static Span.Builder costing(Span.Builder span, double total) {
    LlmCost cost = new LlmCost(total / 2, total / 2, total);
    return span.attribute(SpanAttributeKey.LLM_COST, AttributeValue.of(cost.toMap()));
  }

  /** Trace 1: one slow failing tool; trace 2: slowness, failure and tool on three spans. */
  private void writeTools() {
    SpanStatus error = new SpanStatus(SpanStatusCode.ERROR, "boom");
    write(
        rootOf(1).build(),
        childOf(1, 1).spanType("TOOL").status(error).endTimeUnixNanos(nanos(5000)).build(),
        childOf(1, 2).spanType("LLM").build());
    write(
        rootOf(2).build(),
        childOf(2, 1).spanType("TOOL").build(),
        childOf(2, 2).spanType("LLM").status(error).build(),
        childOf(2, 3).spanType("AGENT").endTimeUnixNanos(nanos(5000)).build());
  }

  @Test
  void conditionsOutsideMayHoldOnDifferentSpansInsideOnlyOnOne() {
    writeTools();
    assertThat(found("span.type = 'TOOL' AND span.status = 'ERROR' AND span.duration_ms > 4000"))
        .containsExactly(2, 1);
    assertThat(found("span(type = 'TOOL' AND status = 'ERROR' AND duration_ms > 4000)"))
        .containsExactly(1);
    assertThat(found("span(type = 'LLM' AND status = 'ERROR')")).containsExactly(2);
    assertThat(found("span(type = 'TOOL' AND type = 'LLM')")).isEmpty();
  }

  @Test
  void notInsideConcernsThatSpanNotOutsideAllSpans() {
    writeTools();
    assertThat(found("span(type = 'TOOL' AND NOT status = 'ERROR')")).containsExactly(2);
    assertThat(found("NOT span(type = 'TOOL' AND status = 'ERROR')")).containsExactly(2);
    assertThat(found("span(NOT type = 'CHAIN')")).containsExactly(2, 1);
    assertThat(found("NOT span.type = 'AGENT'")).containsExactly(1);
    assertThat(found("span(status = 'ERROR' AND (type = 'LLM' OR duration_ms > 4000))"))
        .containsExactly(2, 1);
  }

  @Test
  void severalSameSpanConditionsMayNameDifferentSpans() {
    writeTools();
    assertThat(
            found(
                "span(type = 'TOOL' AND status = 'OK') AND span(type = 'LLM' AND status = 'ERROR')"))
        .containsExactly(2);
    assertThat(found("span(type = 'AGENT') OR span(type = 'TOOL' AND status = 'ERROR')"))
        .containsExactly(2, 1);
  }

  @Test
  void attributesAreTextsNumbersAndBooleans() {
    write(with(rootOf(1), "x", 7).build());
    write(with(rootOf(2), "x", 7.5).build());
    write(with(rootOf(3), "x", "7").build());
    write(with(rootOf(4), "x", true).build());
    write(with(rootOf(5), "x", List.of(1, "two")).build());
    write(with(rootOf(6), "x", null).build());
    write(with(rootOf(7), "y", 7).build());
    assertThat(found("span.attributes.x = 7")).containsExactly(3, 1);
    assertThat(found("span.attributes.x = '7'")).containsExactly(3, 1);
    assertThat(found("span.attributes.x > 7")).containsExactly(2);
    assertThat(found("span.attributes.x >= 7 AND span.attributes.x < 7.5")).containsExactly(3, 1);
    assertThat(found("span.attributes.x = true")).containsExactly(4);
    assertThat(found("span.attributes.x = '[1, \"two\"]'")).containsExactly(5);
    assertThat(found("span.attributes.x LIKE '%two%'")).containsExactly(5);
    assertThat(found("EXISTS span.attributes.x")).containsExactly(5, 4, 3, 2, 1);
    assertThat(found("span.attributes.x IS NULL")).containsExactly(7, 6);
    assertThat(found("span.attributes.x != 7")).containsExactly(5, 4, 2);
    assertThat(found("span.attributes.x IN ('7', 'true')")).containsExactly(4, 3, 1);
  }

  @Test
  void aRangeIsOfOneValueNotOfTwo() {
    write(
        rootOf(1).build(),
        with(childOf(1, 1), "n", 1).build(),
        with(childOf(1, 2), "n", 9).build());
    assertThat(found("span.attributes.n > 5 AND span.attributes.n < 5")).containsExactly(1);
    assertThat(found("span(attributes.n > 3 AND attributes.n < 5)")).isEmpty();
    assertThat(found("span.attributes.n BETWEEN 3 AND 5")).isEmpty();
    assertThat(found("span.attributes.n BETWEEN 8 AND 10")).containsExactly(1);
  }

  @Test
  void anAttributeIsMissingFromATraceOrFromASpan() {
    write(with(rootOf(1), "x", 1).build(), childOf(1, 1).build());
    write(with(rootOf(2), "x", 1).build());
    write(rootOf(3).build());
    write(saidOf(4).build());
    assertThat(found("span.attributes.x IS NULL")).containsExactly(4, 3);
    assertThat(found("span(attributes.x IS NULL)")).containsExactly(3, 1);
    assertThat(found("span(NOT EXISTS attributes.x AND name LIKE 'span%')")).containsExactly(3, 1);
  }

  @Test
  void inputsAndOutputsAreAttributes() {
    write(rootOf(1).outputs("forty-two").build());
    write(rootOf(2).outputs(Map.of("answer", 42)).build());
    assertThat(found("span.attributes.mlflow.spanOutputs = 'forty-two'")).containsExactly(1);
    assertThat(found("span.attributes.mlflow.spanOutputs LIKE '%42%'")).containsExactly(2);
    assertThat(found("EXISTS span.attributes.mlflow.spanInputs")).containsExactly(2, 1);
  }

  @Test
  void spansWithoutATypeHaveNoValueForIt() {
    Span untyped = rootOf(1).removeAttribute(SpanAttributeKey.SPAN_TYPE).build();
    write(untyped, childOf(1, 1).spanType("LLM").build());
    write(rootOf(2).removeAttribute(SpanAttributeKey.SPAN_TYPE).build());
    assertThat(found("span.type IS NULL")).containsExactly(2);
    assertThat(found("span(type IS NULL)")).containsExactly(2, 1);
    assertThat(found("span.type != 'TOOL'")).containsExactly(1);
  }

  @Test
  void durationsHaveFractionsAndRunningSpansHaveNone() {
    write(rootOf(1).endTimeUnixNanos(nanos(1) + 250_000).build());
    write(rootOf(2).endTimeUnixNanos(0).build());
    write(rootOf(3).endTimeUnixNanos(nanos(2)).build());
    assertThat(found("span.duration_ms = 0.25")).containsExactly(1);
    assertThat(found("span.duration_ms < 1")).containsExactly(3, 1);
    assertThat(found("span.duration_ms = 0")).containsExactly(3);
    assertThat(found("span.duration_ms IS NULL")).containsExactly(2);
  }

  @Test
  void tokensAndCostsAreOfASpanAndOfTheTrace() {
    write(
        rootOf(1).build(),
        costing(using(childOf(1, 1), new TokenUsage(100, 10, 110, 60L, null)), 0.5).build(),
        using(childOf(1, 2), new TokenUsage(200, 20)).build());
    write(rootOf(2).build());
    assertThat(found("input_tokens = 300 AND output_tokens = 30 AND total_tokens = 330"))
        .containsExactly(1);
    assertThat(found("cache_read_input_tokens = 60")).containsExactly(1);
    assertThat(found("cache_creation_input_tokens IS NULL")).containsExactly(2, 1);
    assertThat(found("total_tokens IS NULL")).containsExactly(2);
    assertThat(found("total_tokens < 1000")).containsExactly(1);
    assertThat(found("span.input_tokens > 150")).containsExactly(1);
    assertThat(found("span.total_tokens > 250")).isEmpty();
    assertThat(found("span(input_tokens > 150 AND total_cost > 0)")).isEmpty();
    assertThat(found("span(input_tokens < 150 AND output_tokens = 10 AND total_cost = 0.5)"))
        .containsExactly(1);
    assertThat(found("total_cost = 0.5 AND input_cost = 0.25 AND output_cost < 1"))
        .containsExactly(1);
    assertThat(found("total_cost >= 0 OR span.total_cost >= 0")).containsExactly(1);
  }

  @Test
  void modelsAndSpanCountsAreFields() {
    write(
        rootOf(1).build(),
        with(childOf(1, 1), SpanAttributeKey.MODEL, "large-1").spanType("LLM").build());
    write(rootOf(2).build());
    write(saidOf(3).build());
    assertThat(found("span.model = 'large-1'")).containsExactly(1);
    assertThat(found("span(model LIKE 'large%' AND type = 'LLM')")).containsExactly(1);
    assertThat(found("span_count = 2")).containsExactly(1);
    assertThat(found("span_count < 2")).containsExactly(3, 2);
    assertThat(found("span_count = 0")).containsExactly(3);
  }

  @Test
  void keysWithAnyCharactersAreKeys() {
    List<String> keys = List.of("a b", "a.b", "ключ", "it's", "quo\"te", "semi;colon", "a-b");
    for (int i = 0; i < keys.size(); i++) {
      write(with(rootOf(i), keys.get(i), "v").build());
    }
    for (int i = 0; i < keys.size(); i++) {
      assertThat(found("span.attributes.`" + keys.get(i) + "` = 'v'"))
          .as(keys.get(i))
          .containsExactly(i);
    }
  }

  @Test
  void aLateSpanChangesWhatIsFound() {
    write(with(rootOf(1), "x", 1).build());
    assertThat(found("span(type = 'TOOL' AND attributes.x = 2)")).isEmpty();
    write(with(childOf(1, 1), "x", 2).spanType("TOOL").build());
    assertThat(found("span(type = 'TOOL' AND attributes.x = 2)")).containsExactly(1);
    assertThat(found("span(type = 'TOOL' AND attributes.x = 1)")).isEmpty();
    assertThat(found("span_count = 2")).containsExactly(1);
  }

  @Test
  void aReplacedSpanIsFoundByWhatItIsNowOnly() {
    write(
        rootOf(1).build(),
        using(with(childOf(1, 1), "x", "old"), new TokenUsage(5, 5))
            .name("old")
            .spanType("LLM")
            .build());
    write(with(childOf(1, 1), "x", "new").name("new").spanType("TOOL").build());
    for (String gone :
        List.of(
            "span.name = 'old'",
            "span.type = 'LLM'",
            "span.attributes.x = 'old'",
            "span.input_tokens = 5",
            "total_tokens >= 0",
            "span(name LIKE 'old%')",
            "span(type = 'TOOL' AND attributes.x = 'old')")) {
      assertThat(found(gone)).as(gone).isEmpty();
    }
    assertThat(found("span(name = 'new' AND type = 'TOOL' AND attributes.x = 'new')"))
        .containsExactly(1);
  }

  @Test
  void aReplacedSpanLeavesWhatOtherSpansHave() {
    write(
        rootOf(1).build(),
        with(childOf(1, 1), "x", "same").build(),
        with(childOf(1, 2), "x", "same").build());
    write(with(childOf(1, 1), "x", "other").build());
    assertThat(found("span.attributes.x = 'same'")).containsExactly(1);
    write(with(childOf(1, 2), "x", "other").build());
    assertThat(found("span.attributes.x = 'same'")).isEmpty();
    assertThat(found("span.attributes.x = 'other'")).containsExactly(1);
  }

  @Test
  void sameSpanConditionsAreExactBeyondSixtyTwoSpans() {
    write(
        IntStream.range(0, 200)
            .mapToObj(
                i -> {
                  Span.Builder span = i == 0 ? rootOf(1) : childOf(1, i);
                  return with(span, "n", i)
                      .spanType(i % 2 == 0 ? "EVEN" : "ODD")
                      .attribute("third", AttributeValue.of(i % 3))
                      .build();
                })
            .toArray(Span[]::new));
    assertThat(found("span(type = 'EVEN' AND attributes.n = 100)")).containsExactly(1);
    assertThat(found("span(type = 'ODD' AND attributes.n = 100)")).isEmpty();
    assertThat(found("span.type = 'ODD' AND span.attributes.n = 100")).containsExactly(1);
    assertThat(found("span(type = 'ODD' AND attributes.n = 199 AND attributes.third = 1)"))
        .containsExactly(1);
    assertThat(found("span(type = 'EVEN' AND attributes.n >= 199)")).isEmpty();
    write(with(childOf(1, 100), "n", -1).spanType("ODD").build());
    assertThat(found("span.attributes.n = 100")).isEmpty();
    assertThat(found("span(type = 'ODD' AND attributes.n = -1)")).containsExactly(1);
    assertThat(found("span(type = 'EVEN' AND attributes.n = -1)")).isEmpty();
    assertThat(found("span(attributes.n < 0)")).containsExactly(1);
  }

  @Test
  void aTraceOfMoreThanAThousandSpansWrittenInPiecesIsFoundByAnyOfThem() {
    for (int piece = 0; piece < 12; piece++) {
      int first = piece * 100;
      write(
          IntStream.range(first, first + 100)
              .mapToObj(i -> i == 0 ? rootOf(1) : childOf(1, i))
              .map(span -> span.attribute("piece", AttributeValue.of(first)).build())
              .toArray(Span[]::new));
    }
    write(rootOf(2).build());
    for (int number : new int[] {1, 62, 63, 64, 999, 1001, 1199}) {
      assertThat(found("span.name = 'span " + number + "'")).as("%d", number).containsExactly(1);
      int piece = number / 100 * 100;
      assertThat(found("span(name = 'span " + number + "' AND attributes.piece = " + piece + ")"))
          .containsExactly(1);
      assertThat(found("span(name = 'span " + number + "' AND attributes.piece != " + piece + ")"))
          .isEmpty();
    }
    assertThat(found("span_count = 1200")).containsExactly(1);
  }
}
