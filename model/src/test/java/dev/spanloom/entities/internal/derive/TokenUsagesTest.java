package dev.spanloom.entities.internal.derive;

import static dev.spanloom.entities.TestSpans.root;
import static dev.spanloom.entities.TestSpans.span;
import static dev.spanloom.entities.TestSpans.usage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenUsagesTest {
  @Test
  void siblingsAreSummedAndMissingNumbersCountZero() {
    Span partial =
        span(4, 1)
            .attribute(SpanAttributeKey.CHAT_USAGE, AttributeValue.of(Map.of("input_tokens", 5)))
            .build();
    List<Span> spans =
        List.of(
            root().build(),
            usage(span(2, 1), 10, 20).build(),
            usage(span(3, 1), 1, 2).build(),
            partial);

    assertThat(TokenUsages.usage(spans)).contains(new TokenUsage(16, 22, 33));
  }

  @Test
  void whatIsBelowASpanWithUsageDoesNotCountAtAnyDepth() {
    List<Span> spans =
        List.of(
            usage(root(), 10, 20).build(),
            span(2, 1).build(),
            usage(span(3, 2), 5, 5).build(),
            usage(span(4, 0), 1, 1).build());

    assertThat(TokenUsages.usage(spans)).contains(new TokenUsage(11, 21));
  }

  @Test
  void aTraceWithoutUsageHasNone() {
    assertThat(TokenUsages.usage(List.of(root().build(), span(2, 1).build()))).isEmpty();
  }

  @Test
  void aSpanWhoseParentIsMissingIsARoot() {
    assertThat(TokenUsages.usage(List.of(usage(span(2, 77), 1, 2).build())))
        .contains(new TokenUsage(1, 2));
  }

  @Test
  void theOrderOfArrivalDoesNotMatter() {
    List<Span> spans = List.of(usage(span(3, 2), 5, 5).build(), usage(span(2, 0), 1, 1).build());

    assertThat(TokenUsages.usage(spans)).contains(new TokenUsage(1, 1));
  }

  @Test
  void aRingCountsOnce() {
    List<Span> spans = List.of(usage(span(2, 3), 1, 1).build(), usage(span(3, 2), 1, 1).build());

    assertThat(TokenUsages.usage(spans)).contains(new TokenUsage(1, 1));
  }

  @Test
  void aSpanThatIsItsOwnParentCountsOnce() {
    assertThat(TokenUsages.usage(List.of(usage(span(2, 2), 1, 1).build())))
        .contains(new TokenUsage(1, 1));
  }

  @Test
  void aSpanThatArrivedTwiceCountsOnce() {
    Span twice = root().build();
    List<Span> spans = List.of(twice, twice, usage(span(2, 1), 3, 4).build());

    assertThat(TokenUsages.usage(spans)).contains(new TokenUsage(3, 4));
  }

  @Test
  void aChainOfAHundredThousandSpansIsWalkedWithoutRecursion() {
    List<Span> spans = new ArrayList<>();
    int last = 100_000;
    for (int i = 1; i < last; i++) {
      spans.add(span(i, i - 1).build());
    }
    spans.add(usage(span(last, last - 1), 7, 8).build());

    assertThat(TokenUsages.usage(spans)).contains(new TokenUsage(7, 8));
  }

  @Test
  void cacheCountsAreSummedWhereKnown() {
    Span cached =
        span(2, 1)
            .attribute(
                SpanAttributeKey.CHAT_USAGE,
                AttributeValue.of(new TokenUsage(9, 1, 10, 4L, null).toMap()))
            .build();

    assertThat(TokenUsages.usage(List.of(root().build(), cached, usage(span(3, 1), 1, 1).build())))
        .contains(new TokenUsage(10, 2, 12, 4L, null));
  }

  @Test
  void costsAreSummedLikeTokens() {
    Span paid =
        span(2, 1)
            .attribute(
                SpanAttributeKey.LLM_COST, AttributeValue.of(new LlmCost(0.5, 0.25, 0.75).toMap()))
            .build();
    Span alsoPaid = paid.toBuilder().spanId("00000000000000ff").build();

    assertThat(TokenUsages.cost(List.of(root().build(), paid, alsoPaid)))
        .contains(new LlmCost(1.0, 0.5, 1.5));
  }
}
