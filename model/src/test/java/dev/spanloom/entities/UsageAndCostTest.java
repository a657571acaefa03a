package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageAndCostTest {
  @Test
  void usageReadsAsItWasWritten() {
    TokenUsage usage = new TokenUsage(1, 2, 3, 4L, 5L);

    assertThat(TokenUsage.fromValue(usage.toMap())).contains(usage);
  }

  @Test
  void cacheCountsAreWrittenOnlyWhenKnown() {
    assertThat(new TokenUsage(1, 2).toMap())
        .isEqualTo(Map.of("input_tokens", 1L, "output_tokens", 2L, "total_tokens", 3L));
  }

  @Test
  void missingNumbersCountZeroAndTextsAreRead() {
    assertThat(TokenUsage.fromValue(Map.of("input_tokens", "7", "output_tokens", "x")))
        .contains(new TokenUsage(7, 0, 0));
  }

  @Test
  void whatIsNoMapIsNoUsage() {
    assertThat(TokenUsage.fromValue("text")).isEmpty();
    assertThat(TokenUsage.fromValue(Map.of())).isEmpty();
    assertThat(TokenUsage.fromValue(null)).isEmpty();
  }

  @Test
  void aCostReadsAsItWasWritten() {
    LlmCost cost = new LlmCost(0.5, 0.25, 0.75);

    assertThat(LlmCost.fromValue(cost.toMap())).contains(cost);
  }

  @Test
  void anUnknownTotalIsTheSum() {
    assertThat(LlmCost.fromValue(Map.of("input_cost", 1.0, "output_cost", 2L)))
        .contains(new LlmCost(1, 2, 3));
  }

  @Test
  void unknownCostIsNotZero() {
    assertThat(LlmCost.fromValue(Map.of())).isEmpty();
  }

  @Test
  void aSpanSaysItsModelUsageAndCost() {
    Span span =
        TestSpans.usage(TestSpans.root(), 1, 2)
            .attribute(SpanAttributeKey.MODEL, AttributeValue.of("gpt"))
            .attribute(SpanAttributeKey.LLM_COST, AttributeValue.of(new LlmCost(1, 2, 3).toMap()))
            .build();

    assertThat(span.tokenUsage()).contains(new TokenUsage(1, 2));
    assertThat(span.llmCost()).contains(new LlmCost(1, 2, 3));
    assertThat(span.modelName()).isEqualTo("gpt");
  }

  @Test
  void aSpanThatSaysNothingHasNone() {
    Span span = TestSpans.root().build();

    assertThat(span.tokenUsage()).isEmpty();
    assertThat(span.llmCost()).isEmpty();
    assertThat(span.modelName()).isNull();
  }

  @Test
  void theModelIsTheFirstThatSomethingNames() {
    Span.Builder span = TestSpans.root().outputs(Map.of("model", "by outputs"));
    assertThat(span.build().modelName()).isEqualTo("by outputs");
    span.inputs(Map.of("model", "by inputs", "messages", List.of()));
    assertThat(span.build().modelName()).isEqualTo("by inputs");
    for (String key :
        new String[] {
          "llm.model_name", "gen_ai.request.model", "gen_ai.response.model", "mlflow.llm.model"
        }) {
      span.attribute(key, AttributeValue.of(key));
      assertThat(span.build().modelName()).isEqualTo(key);
    }
  }

  @Test
  void whatIsNoNameNamesNoModel() {
    Span.Builder span = TestSpans.root().inputs(Map.of("model", Map.of("layers", 3)));
    span.outputs("model").attribute("mlflow.llm.model", AttributeValue.of(""));
    assertThat(span.build().modelName()).isNull();
    assertThat(span.inputs(Map.of("model", "x".repeat(501))).build().modelName()).isNull();
  }

  @Test
  void tokensAreEncodedAsTheirMap() {
    for (TokenUsage usage :
        List.of(
            new TokenUsage(0, 0),
            new TokenUsage(127, 128, 70_000),
            new TokenUsage(1, Long.MAX_VALUE, -1, 16_384L, 0L))) {
      assertThat(usage.toAttributeValue()).isEqualTo(AttributeValue.of(usage.toMap()));
    }
  }

  @Test
  void costsAreEncodedAsTheirMap() {
    for (LlmCost cost : List.of(new LlmCost(0, 0, 0), new LlmCost(1e-5, 0.25, 0.25001))) {
      assertThat(cost.toAttributeValue()).isEqualTo(AttributeValue.of(cost.toMap()));
    }
  }
}
