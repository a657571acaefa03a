package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Errors.assertError;
import static dev.spanloom.storage.contract.Examples.OTHER_TRACE;
import static dev.spanloom.storage.contract.Examples.TRACE;
import static dev.spanloom.storage.contract.Examples.child;
import static dev.spanloom.storage.contract.Examples.nanos;
import static dev.spanloom.storage.contract.Examples.root;
import static dev.spanloom.storage.contract.Examples.said;
import static dev.spanloom.storage.contract.Examples.span;
import static dev.spanloom.storage.contract.Examples.spanId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.storage.SpanSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The spans of a trace are listed without their payloads, and read one by one and in parts. */
public abstract class SkeletonContract extends StoreContract {
  private List<SpanSummary> skeleton() {
    return store.reader().skeleton(TRACE, 0, Integer.MAX_VALUE);
  }

  private void writeHundred() {
    write(
        IntStream.range(0, 100)
            .mapToObj(i -> i == 0 ? root(TRACE) : child(TRACE, i))
            .toArray(Span[]::new));
  }

  @Test
  void aSummarySaysWhatListsNeed() {
    TokenUsage usage = new TokenUsage(10, 5, 15, 4L, null);
    LlmCost cost = new LlmCost(0.25, 0.5, 0.75);
    Span span =
        span(TRACE, 1)
            .parentId(spanId(0))
            .spanType("LLM")
            .status(new SpanStatus(SpanStatusCode.ERROR, "boom"))
            .attribute(SpanAttributeKey.MODEL, AttributeValue.of("large-1"))
            .attribute(SpanAttributeKey.CHAT_USAGE, AttributeValue.of(usage.toMap()))
            .attribute(SpanAttributeKey.LLM_COST, AttributeValue.of(cost.toMap()))
            .build();
    write(root(TRACE), span);
    assertThat(skeleton().get(1))
        .isEqualTo(
            new SpanSummary(
                spanId(1),
                spanId(0),
                "span 1",
                "LLM",
                SpanStatusCode.ERROR,
                nanos(1),
                nanos(11),
                "large-1",
                usage,
                cost));
  }

  @Test
  void whatASpanDoesNotSayIsNull() {
    Span bare = Span.builder(TRACE, spanId(0)).startTimeUnixNanos(nanos(0)).build();
    write(bare);
    assertThat(skeleton())
        .containsExactly(
            new SpanSummary(
                spanId(0), null, "", null, SpanStatusCode.UNSET, nanos(0), null, null, null, null));
  }

  @Test
  void theOrderIsThatOfTheTrace() {
    Span late = span(TRACE, 1).parentId(spanId(0)).startTimeUnixNanos(nanos(50)).build();
    write(late, child(TRACE, 3), span(TRACE, 7).build());
    write(child(TRACE, 2), root(TRACE));
    assertThat(skeleton())
        .extracting(SpanSummary::spanId)
        .containsExactlyElementsOf(
            readTrace(TRACE).data().spans().stream().map(Span::spanId).toList())
        .containsExactly(spanId(0), spanId(7), spanId(2), spanId(3), spanId(1));
  }

  @Test
  void partsPutTogetherAreTheWhole() {
    writeHundred();
    List<SpanSummary> whole = skeleton();
    List<Span> spans = readTrace(TRACE).data().spans();
    assertThat(whole).hasSize(100);
    for (int offset = 0; offset < 120; offset += 30) {
      int to = Math.min(100, offset + 30);
      assertThat(store.reader().skeleton(TRACE, offset, 30))
          .isEqualTo(whole.subList(Math.min(offset, 100), to));
      assertThat(store.reader().spans(TRACE, offset, 30))
          .isEqualTo(spans.subList(Math.min(offset, 100), to));
    }
    assertThat(store.reader().skeleton(TRACE, 99, 1)).containsExactly(whole.get(99));
    assertThat(store.reader().skeleton(TRACE, 100, 10)).isEmpty();
    assertThat(store.reader().spans(TRACE, 10_000, 10)).isEmpty();
    assertThat(store.reader().skeleton(TRACE, 5, 0)).isEmpty();
  }

  @Test
  void numbersBelowZeroAreRefused() {
    writeHundred();
    for (int[] wrong : new int[][] {{-1, 10}, {0, -1}}) {
      assertError(
          ErrorCode.INVALID_PARAMETER_VALUE,
          () -> store.reader().skeleton(TRACE, wrong[0], wrong[1]));
      assertError(
          ErrorCode.INVALID_PARAMETER_VALUE, () -> store.reader().spans(TRACE, wrong[0], wrong[1]));
    }
  }

  @Test
  void oneSpanIsReadAsItWasWritten() {
    writeHundred();
    assertThat(store.reader().span(TRACE, spanId(42))).contains(child(TRACE, 42));
    assertThat(store.reader().span(TRACE, spanId(100))).isEmpty();
    assertThat(store.reader().span(OTHER_TRACE, spanId(42))).isEmpty();
    assertThat(store.reader().span(TRACE, "no span id")).isEmpty();
    assertThat(store.reader().span(TRACE, "")).isEmpty();
  }

  @Test
  void spansOfTheSameIdInOtherTracesAreOthers() {
    write(root(TRACE), span(OTHER_TRACE, 0).name("other").build());
    assertThat(store.reader().span(TRACE, spanId(0)).orElseThrow().name()).isEqualTo("root");
    assertThat(store.reader().span(OTHER_TRACE, spanId(0)).orElseThrow().name()).isEqualTo("other");
  }

  @Test
  void aRunningSpanIsListedAndThenEnds() {
    write(span(TRACE, 0).endTimeUnixNanos(0).build());
    assertThat(skeleton().get(0).endTimeUnixNanos()).isNull();
    write(root(TRACE));
    assertThat(skeleton()).hasSize(1);
    assertThat(skeleton().get(0).endTimeUnixNanos()).isEqualTo(nanos(100));
  }

  @Test
  void aReplacedSpanIsListedAsItIsNow() {
    write(root(TRACE), child(TRACE, 1), child(TRACE, 2));
    Span replaced =
        span(TRACE, 1).parentId(spanId(2)).name("moved").startTimeUnixNanos(nanos(60)).build();
    write(replaced);
    assertThat(skeleton()).extracting(SpanSummary::name).containsExactly("root", "span 2", "moved");
    assertThat(skeleton().get(2).parentId()).isEqualTo(spanId(2));
    assertThat(store.reader().span(TRACE, spanId(1))).contains(replaced);
    assertThat(store.reader().spans(TRACE, 2, 1)).containsExactly(replaced);
  }

  @Test
  void aTraceWithoutSpansHasAnEmptySkeleton() {
    write(said(TRACE).build());
    assertThat(skeleton()).isEmpty();
    assertThat(store.reader().spans(TRACE, 0, 10)).isEmpty();
  }

  @Test
  void everySpanIsVisitedOnceAsItIsNow() {
    writeHundred();
    Span replaced = span(TRACE, 1).name("again").build();
    write(replaced, child(TRACE, 100));
    List<Span> visited = new ArrayList<>();
    store.reader().eachSpan(TRACE, visited::add);
    assertThat(visited).containsExactlyInAnyOrderElementsOf(readTrace(TRACE).data().spans());
    assertThat(visited).contains(replaced).hasSize(101);
  }

  @Test
  void aVisitEndsWhenTheVisitorHasEnough() {
    writeHundred();
    List<Span> visited = new ArrayList<>();
    store
        .reader()
        .eachSpan(
            TRACE,
            span -> {
              visited.add(span);
              return visited.size() < 7;
            });
    assertThat(visited).hasSize(7);
    write(said(OTHER_TRACE).build());
    store.reader().eachSpan(OTHER_TRACE, visited::add);
    assertThat(visited).hasSize(7);
  }

  @Test
  void anUnknownTraceIsAnErrorThatNamesIt() {
    assertError(
            ErrorCode.RESOURCE_DOES_NOT_EXIST,
            () -> store.reader().eachSpan(OTHER_TRACE, span -> true))
        .hasMessageContaining(OTHER_TRACE);
    assertError(
            ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> store.reader().skeleton(OTHER_TRACE, 0, 10))
        .hasMessageContaining(OTHER_TRACE);
    assertError(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> store.reader().spans(OTHER_TRACE, 0, 10))
        .hasMessageContaining(OTHER_TRACE);
  }
}
