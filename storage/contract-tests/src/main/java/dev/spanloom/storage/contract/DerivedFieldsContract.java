package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.TRACE;
import static dev.spanloom.storage.contract.Examples.child;
import static dev.spanloom.storage.contract.Examples.nanos;
import static dev.spanloom.storage.contract.Examples.root;
import static dev.spanloom.storage.contract.Examples.said;
import static dev.spanloom.storage.contract.Examples.span;
import static dev.spanloom.storage.contract.Examples.spanId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.storage.SpanSummary;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What spans say about their trace shows in its info. */
public abstract class DerivedFieldsContract extends StoreContract {
  private static Span using(Span.Builder span, long input, long output) {
    return span.attribute(
            SpanAttributeKey.CHAT_USAGE, AttributeValue.of(new TokenUsage(input, output).toMap()))
        .build();
  }

  @Test
  void aTraceKnownBySpansHasTheirTimesNameAndState() {
    write(root(TRACE), child(TRACE, 1));
    TraceInfo info = readInfo(TRACE);
    assertThat(info.requestTimeUnixMillis()).isEqualTo(START_MILLIS);
    assertThat(info.executionDurationMillis()).isEqualTo(100);
    assertThat(info.name()).isEqualTo("root");
    assertThat(info.state()).isEqualTo(TraceState.OK);
  }

  @Test
  void theCostIsThatOfModelsAndTokensAtTheTimeOfTheCall() {
    long start = 1_764_331_200_000_000_000L;
    Span.Builder priced =
        span(TRACE, 0)
            .startTimeUnixNanos(start)
            .endTimeUnixNanos(start + 5)
            .inputs(Map.of("model", "openai/gpt-5-2025-08-07"));
    write(using(priced, 1_000_000, 100_000));
    write(using(span(TRACE, 1).parentId(spanId(7)).inputs(Map.of("model", "unknown")), 1, 1));

    assertThat(readInfo(TRACE).cost()).contains(new LlmCost(1.25, 1, 2.25));
    assertThat(store.reader().skeleton(TRACE, 0, 10))
        .extracting(SpanSummary::model, SpanSummary::cost)
        .containsExactly(
            tuple("openai/gpt-5-2025-08-07", new LlmCost(1.25, 1, 2.25)), tuple("unknown", null));
  }

  @Test
  void aTraceWithoutRootIsInProgress() {
    write(child(TRACE, 1));
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.IN_PROGRESS);
    assertThat(readInfo(TRACE).executionDurationMillis()).isNull();
  }

  @Test
  void aRootThatHasNotEndedLeavesTheTraceInProgress() {
    write(span(TRACE, 0).endTimeUnixNanos(0).build(), child(TRACE, 1));
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.IN_PROGRESS);
    assertThat(readTrace(TRACE).data().spans().get(0).endTimeUnixNanos()).isNull();
  }

  @Test
  void aRootWithoutStatusIsASuccess() {
    write(span(TRACE, 0).status(SpanStatus.UNSET).build());
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.OK);
  }

  @Test
  void aFailedRootThatComesLateFailsTheTrace() {
    write(child(TRACE, 1));
    write(span(TRACE, 0).status(new SpanStatus(SpanStatusCode.ERROR, "boom")).build());
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.ERROR);
  }

  @Test
  void theFirstRootToStartDecides() {
    Span late = span(TRACE, 9).status(new SpanStatus(SpanStatusCode.ERROR, "")).build();
    write(late);
    write(root(TRACE));
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.OK);
    assertThat(readInfo(TRACE).name()).isEqualTo("root");
  }

  @Test
  void aLateSpanMakesAFinishedTraceLonger() {
    write(said(TRACE).build());
    write(root(TRACE));
    write(span(TRACE, 5).parentId(spanId(0)).endTimeUnixNanos(nanos(500)).build());
    assertThat(readInfo(TRACE).executionDurationMillis()).isEqualTo(500);
    assertThat(readTrace(TRACE).data().spans()).hasSize(2);
  }

  @Test
  void aSpanThatStartedEarlierMovesTheStart() {
    write(root(TRACE));
    write(span(TRACE, 1).parentId(spanId(0)).startTimeUnixNanos(nanos(-50)).build());
    assertThat(readInfo(TRACE).requestTimeUnixMillis()).isEqualTo(START_MILLIS - 50);
    assertThat(readInfo(TRACE).executionDurationMillis()).isEqualTo(150);
  }

  @Test
  void timesFollowASpanThatIsReplaced() {
    write(root(TRACE), span(TRACE, 1).parentId(spanId(0)).endTimeUnixNanos(nanos(900)).build());
    write(child(TRACE, 1));
    assertThat(readInfo(TRACE).executionDurationMillis()).isEqualTo(100);
  }

  @Test
  void nothingIsNegativeWhateverTheClocksSay() {
    write(span(TRACE, 0).startTimeUnixNanos(nanos(10)).endTimeUnixNanos(nanos(-10)).build());
    assertThat(readInfo(TRACE).executionDurationMillis()).isZero();
  }

  @Test
  void timesOfZeroAndBelowAreKept() {
    Span zero = span(TRACE, 0).startTimeUnixNanos(0).endTimeUnixNanos(5_000_000).build();
    Span below = span(TRACE, 1).parentId(spanId(0)).startTimeUnixNanos(-7_000_000).build();
    write(zero, below);
    assertThat(readTrace(TRACE).data().spans()).containsExactly(zero, below);
    assertThat(readInfo(TRACE).requestTimeUnixMillis()).isEqualTo(-7);
  }

  @Test
  void previewsComeFromTheRoot() {
    write(root(TRACE), child(TRACE, 1));
    assertThat(readInfo(TRACE).requestPreview()).isEqualTo("{\"question\": \"number 0\"}");
    assertThat(readInfo(TRACE).responsePreview()).isEqualTo("\"answer 0\"");
  }

  @Test
  void tokensOfSiblingsAddUp() {
    write(
        root(TRACE),
        using(span(TRACE, 1).parentId(spanId(0)), 100, 50),
        using(span(TRACE, 2).parentId(spanId(0)), 200, 75));
    assertThat(readInfo(TRACE).tokenUsage()).contains(new TokenUsage(300, 125));
  }

  @Test
  void tokensOfALaterBatchAddUp() {
    write(root(TRACE), using(span(TRACE, 1).parentId(spanId(0)), 100, 50));
    write(using(span(TRACE, 2).parentId(spanId(0)), 200, 75));
    assertThat(readInfo(TRACE).tokenUsage()).contains(new TokenUsage(300, 125));
  }

  @Test
  void tokensOfAParentAndItsChildrenCountOnce() {
    write(
        using(span(TRACE, 0), 300, 125),
        using(span(TRACE, 1).parentId(spanId(0)), 100, 50),
        using(span(TRACE, 2).parentId(spanId(1)), 200, 75));
    assertThat(readInfo(TRACE).tokenUsage()).contains(new TokenUsage(300, 125));
  }

  @Test
  void tokensOfASpanSentAgainCountOnce() {
    Span span = using(span(TRACE, 0), 100, 50);
    writeEach(span, span, span);
    assertThat(readInfo(TRACE).tokenUsage()).contains(new TokenUsage(100, 50));
  }

  @Test
  void sizesCountEverySpanOfAFinishedTrace() {
    write(root(TRACE), child(TRACE, 1), child(TRACE, 2));
    assertThat(readInfo(TRACE).traceMetadata().get(TraceMetadataKey.SIZE_STATS))
        .contains("\"num_spans\": 3");
    write(child(TRACE, 3));
    assertThat(readInfo(TRACE).traceMetadata().get(TraceMetadataKey.SIZE_STATS))
        .contains("\"num_spans\": 4");
  }
}
