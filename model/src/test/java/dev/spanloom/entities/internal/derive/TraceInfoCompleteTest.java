package dev.spanloom.entities.internal.derive;

import static dev.spanloom.entities.TestSpans.root;
import static dev.spanloom.entities.TestSpans.span;
import static dev.spanloom.entities.TestSpans.usage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Golden;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.TestSpans;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is shown: the client's words, completed by what the spans say. */
class TraceInfoCompleteTest {
  private static final long START_MILLIS = TestSpans.START / 1_000_000;

  @Test
  void withoutSpansTheWordsStand() {
    TraceInfo said = info().state(TraceState.IN_PROGRESS).build();

    assertThat(TraceInfoMerge.complete(said, null)).isEqualTo(said);
  }

  @Test
  void theEarlierOfSaidTimeAndFirstSpanCounts() {
    assertThat(complete(info(), root().build()).requestTimeUnixMillis())
        .isEqualTo(START_MILLIS + 1);
    assertThat(
            complete(info().requestTimeUnixMillis(START_MILLIS - 7), root().build())
                .requestTimeUnixMillis())
        .isEqualTo(START_MILLIS - 7);
  }

  @Test
  void aCostThatWeFoundIsNotPartOfTheSizeAsMlflowMeasuresBefore() {
    Span.Builder span = TestSpans.usage(root(), 1000, 10).inputs(Map.of("model", "gpt-4o"));
    Span.Builder unknown = TestSpans.usage(root(), 1000, 10).inputs(Map.of("model", "GPT-99"));
    span.startTimeUnixNanos(1_764_331_200_000_000_000L)
        .endTimeUnixNanos(1_764_331_201_000_000_000L);
    unknown
        .startTimeUnixNanos(1_764_331_200_000_000_000L)
        .endTimeUnixNanos(1_764_331_201_000_000_000L);

    TraceInfo priced = complete(info(), span.build());
    assertThat(priced.cost()).isPresent();
    assertThat(priced.traceMetadata().get(TraceMetadataKey.SIZE_BYTES))
        .isEqualTo(
            complete(info(), unknown.build()).traceMetadata().get(TraceMetadataKey.SIZE_BYTES));
  }

  @Test
  void aDurationIsDerivedWhenNothingWasSaid() {
    assertThat(complete(info(), root().build()).executionDurationMillis()).isEqualTo(10);
  }

  @Test
  void aSaidDurationStands() {
    TraceInfo.Builder said =
        info().requestTimeUnixMillis(START_MILLIS + 1).executionDurationMillis(25L);

    assertThat(complete(said, root().build()).executionDurationMillis()).isEqualTo(25);
  }

  @Test
  void aSpanThatEndsLaterMakesTheDurationLonger() {
    TraceInfo.Builder said =
        info().requestTimeUnixMillis(START_MILLIS + 1).executionDurationMillis(10L);

    assertThat(complete(said, root().build(), span(50, 1).build()).executionDurationMillis())
        .isEqualTo(59);
  }

  @Test
  void thereIsNoDurationUntilARootHasEnded() {
    assertThat(complete(info(), span(2, 1).build()).executionDurationMillis()).isNull();
  }

  @Test
  void aFinalStateThatWasSaidStands() {
    assertThat(complete(info().state(TraceState.ERROR), root().build()).state())
        .isEqualTo(TraceState.ERROR);
  }

  @Test
  void elseTheRootSaysTheState() {
    Span failed = root().status(SpanStatus.error("x")).build();

    assertThat(complete(info().state(TraceState.IN_PROGRESS), failed).state())
        .isEqualTo(TraceState.ERROR);
  }

  @Test
  void theNameIsTheRootsUnlessSaid() {
    assertThat(complete(info(), root().build()).name()).isEqualTo("span1");
    assertThat(complete(info().tag(TraceTagKey.TRACE_NAME, "mine"), root().build()).name())
        .isEqualTo("mine");
  }

  @Test
  void previewsAreTheRootsUnlessSaid() {
    Span root = root().inputs("in").outputs("out").build();
    TraceInfo shown = complete(info().requestPreview("mine"), root);

    assertThat(shown.requestPreview()).isEqualTo("mine");
    assertThat(shown.responsePreview()).isEqualTo("\"out\"");
  }

  @Test
  void usageIsWhatTheSpansSay() {
    TraceInfo.Builder said =
        info().metadata(TraceMetadataKey.TOKEN_USAGE, "{\"input_tokens\": 999}");

    assertThat(complete(said, usage(root(), 1, 2).build()).tokenUsage())
        .contains(new TokenUsage(1, 2));
  }

  @Test
  void usageThatWasSaidStandsWhereSpansSayNothing() {
    TraceInfo.Builder said =
        info().metadata(TraceMetadataKey.TOKEN_USAGE, "{\"input_tokens\": 999}");

    assertThat(complete(said, root().build()).tokenUsage()).contains(new TokenUsage(999, 0, 0));
  }

  @Test
  void sizesAreCountedOnceTheTraceIsOver() {
    assertThat(complete(info(), span(2, 1).build()).traceMetadata())
        .doesNotContainKey(TraceMetadataKey.SIZE_STATS);
    assertThat(complete(info(), root().build()).traceMetadata())
        .containsKey(TraceMetadataKey.SIZE_STATS);
  }

  @Test
  void sizeBytesIsTheTotalOfTheStats() {
    TraceInfo shown = complete(info(), root().build());

    assertThat(shown.traceMetadata().get(TraceMetadataKey.SIZE_BYTES))
        .isEqualTo(
            Golden.tree(shown.traceMetadata().get(TraceMetadataKey.SIZE_STATS))
                .get("total_size_bytes")
                .asText());
  }

  @Test
  void completingTwiceChangesNothing() {
    TraceInfo once = complete(info(), root().inputs("in").build(), span(2, 1).build());

    assertThat(complete(once.toBuilder(), root().inputs("in").build(), span(2, 1).build()))
        .isEqualTo(once);
  }

  @Test
  void assessmentsStandAndDoNotCountAsSize() {
    List<Feedback> feedback = List.of(Feedback.builder("f").value(true).build());
    TraceInfo with = complete(info().assessments(feedback), root().build());

    assertThat(with.assessments()).isEqualTo(feedback);
    assertThat(with.traceMetadata()).isEqualTo(complete(info(), root().build()).traceMetadata());
  }

  private static TraceInfo.Builder info() {
    return TraceInfo.builder(TestSpans.TRACE_ID);
  }

  private static TraceInfo complete(TraceInfo.Builder said, Span... spans) {
    return TraceInfoMerge.complete(said.build(), TraceFacts.ofSpans(List.of(spans)).orElseThrow());
  }
}
