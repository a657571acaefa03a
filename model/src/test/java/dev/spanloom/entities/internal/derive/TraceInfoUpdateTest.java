package dev.spanloom.entities.internal.derive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.TraceState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known after a client has spoken again. */
class TraceInfoUpdateTest {
  @Test
  void theEarlierRequestTimeStays() {
    assertThat(update(info().requestTimeUnixMillis(5), info().requestTimeUnixMillis(9)))
        .extracting(TraceInfo::requestTimeUnixMillis)
        .isEqualTo(5L);
    assertThat(update(info(), info().requestTimeUnixMillis(9)))
        .extracting(TraceInfo::requestTimeUnixMillis)
        .isEqualTo(9L);
  }

  @Test
  void theLatestDurationCounts() {
    assertThat(
            update(info().executionDurationMillis(5L), info().executionDurationMillis(3L))
                .executionDurationMillis())
        .isEqualTo(3);
  }

  @Test
  void aNegativeDurationIsZero() {
    assertThat(update(info(), info().executionDurationMillis(-3L)).executionDurationMillis())
        .isZero();
  }

  @Test
  void whatIsNotSaidAgainStays() {
    TraceInfo.Builder known =
        info()
            .clientRequestId("c")
            .requestPreview("q")
            .responsePreview("a")
            .executionDurationMillis(5L)
            .state(TraceState.OK);

    assertThat(update(known, info())).isEqualTo(known.build());
  }

  @Test
  void aFinalStateDoesNotReturnToInProgress() {
    TraceInfo merged =
        update(
            info().state(TraceState.ERROR).executionDurationMillis(5L),
            info().state(TraceState.IN_PROGRESS).executionDurationMillis(1L));

    assertThat(merged.state()).isEqualTo(TraceState.ERROR);
    assertThat(merged.executionDurationMillis()).isEqualTo(5);
  }

  @Test
  void aFinalStateReplacesInProgress() {
    assertThat(update(info().state(TraceState.IN_PROGRESS), info().state(TraceState.ERROR)).state())
        .isEqualTo(TraceState.ERROR);
  }

  @Test
  void theLatestWordOfTagsAndMetadataWinsAndOthersStay() {
    TraceInfo merged =
        update(
            info().tag("a", "1").tag("b", "1").metadata("m", "1"),
            info().tag("b", "2").metadata("n", "2"));

    assertThat(merged.tags()).containsEntry("a", "1").containsEntry("b", "2");
    assertThat(merged.traceMetadata()).containsEntry("m", "1").containsEntry("n", "2");
  }

  @Test
  void assessmentsAreJoinedById() {
    Feedback old = Feedback.builder("f").value(1).assessmentId("a-1").build();
    Feedback changed = old.toBuilder().value(2).build();
    Feedback other = Feedback.builder("g").value(3).assessmentId("a-2").build();

    assertThat(
            update(info().assessments(List.of(old)), info().assessments(List.of(other, changed)))
                .assessments())
        .containsExactly(changed, other);
  }

  @Test
  void anAssessmentThatIsSentAgainUndoesNothing() {
    Feedback first = Feedback.builder("f").value(1).assessmentId("a-1").build();
    Feedback changed =
        first.toBuilder()
            .value(2)
            .lastUpdateTimeUnixMillis(first.lastUpdateTimeUnixMillis() + 1)
            .build();
    Feedback overridden = first.toBuilder().valid(false).build();

    for (Feedback known : List.of(changed, overridden)) {
      assertThat(
              update(info().assessments(List.of(known)), info().assessments(List.of(first)))
                  .assessments())
          .containsExactly(known);
    }
  }

  @Test
  void aLocationOfAnyKindIsTaken() {
    TraceLocation schema = new TraceLocation.UnityCatalogSchema("cat", "sch", null, null);

    assertThat(update(info(), info().traceLocation(schema)).traceLocation()).isEqualTo(schema);
    assertThat(
            update(info().traceLocation(schema), info().traceLocation(TraceLocation.unspecified()))
                .traceLocation())
        .isEqualTo(schema);
  }

  private static TraceInfo.Builder info() {
    return TraceInfo.builder("tr-1");
  }

  private static TraceInfo update(TraceInfo.Builder known, TraceInfo.Builder said) {
    return TraceInfoMerge.update(known.build(), said.build());
  }
}
