package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Errors.assertError;
import static dev.spanloom.storage.contract.Examples.OTHER_TRACE;
import static dev.spanloom.storage.contract.Examples.TRACE;
import static dev.spanloom.storage.contract.Examples.root;
import static dev.spanloom.storage.contract.Examples.spanId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.AssessmentError;
import dev.spanloom.entities.AssessmentSource;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.TraceInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Assessments are created, changed, overridden and removed as MLflow's store does it. */
public abstract class AssessmentContract extends StoreContract {
  @BeforeEach
  void writeTrace() {
    write(root(TRACE));
  }

  private Feedback.Builder feedback(Object value) {
    return Feedback.builder("correctness")
        .value(value)
        .source(AssessmentSource.human("bob"))
        .createTimeUnixMillis(1000)
        .lastUpdateTimeUnixMillis(1000);
  }

  private <B extends Assessment.Builder<B>> Assessment create(B assessment) {
    return store.assessments().create(assessment.traceId(TRACE).build());
  }

  private static String id(Assessment assessment) {
    return Objects.requireNonNull(assessment.assessmentId());
  }

  private <B extends Assessment.Builder<B>> Assessment update(B changed) {
    return store.assessments().update(changed.traceId(TRACE).build());
  }

  private Assessment get(Assessment assessment) {
    return store.assessments().get(TRACE, id(assessment));
  }

  @Test
  void whatIsCreatedIsRead() {
    Assessment created =
        create(feedback(0.5).spanId(spanId(0)).rationale("so so").metadata("k", "v"));
    assertThat(id(created)).matches("a-[0-9a-f]{32}");
    assertThat(created.traceId()).isEqualTo(TRACE);
    assertThat(created.valid()).isTrue();
    assertThat(get(created)).isEqualTo(created);
    assertThat(readInfo(TRACE).assessments()).containsExactly(created);
  }

  @Test
  void valuesOfEveryTypeAreKept() {
    List<Object> values =
        List.of(true, 7L, 0.25, "text", "7", List.of(1L, "a"), Map.of("k", List.of(true)));
    for (Object value : values) {
      assertThat(((Feedback) get(create(feedback(value)))).value()).isEqualTo(value);
      assertThat(((Expectation) get(create(Expectation.builder("e").value(value)))).value())
          .isEqualTo(value);
    }
  }

  @Test
  void feedbackWithoutValueAndErrorIsKept() {
    Map<String, @Nullable Object> nothing = new HashMap<>();
    nothing.put("value", null);
    Feedback said =
        (Feedback) Assessment.fromMap(Map.of("assessment_name", "judged", "feedback", nothing));
    Assessment created = create(said.toBuilder());
    assertThat(get(created)).isEqualTo(created);
    assertThat(((Feedback) get(created)).value()).isNull();
    assertThat(readInfo(TRACE).assessments()).containsExactly(created);
  }

  @Test
  void anErrorIsKeptWithItsStackTrace() {
    AssessmentError error = new AssessmentError("TIMEOUT", "too slow", "at a\nat b");
    Assessment created = create(Feedback.builder("judge").error(error));
    assertThat(((Feedback) get(created)).error()).isEqualTo(error);
  }

  @Test
  void theRunOfAnAssessmentIsInItsMetadata() {
    Assessment created = create(feedback(true).metadata(Assessment.SOURCE_RUN_ID, "run-1"));
    assertThat(get(created).runId()).isEqualTo("run-1");
  }

  @Test
  void aMissingTraceAndAMissingAssessmentAreToldApart() {
    assertError(
            ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> store.assessments().get(OTHER_TRACE, "a-1"))
        .hasMessageContaining(OTHER_TRACE)
        .hasMessageNotContaining("a-1");
    assertError(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> store.assessments().get(TRACE, "a-1"))
        .hasMessageContaining("a-1");
    assertError(
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        () -> store.assessments().create(feedback(true).traceId(OTHER_TRACE).build()));
    assertError(
        ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> update(feedback(true).assessmentId("a-1")));
    assertError(
        ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> store.assessments().delete(OTHER_TRACE, "a-1"));
  }

  @Test
  void anIdIsUsedOnce() {
    create(feedback(true).assessmentId("a-1"));
    assertError(
        ErrorCode.RESOURCE_ALREADY_EXISTS, () -> create(feedback(false).assessmentId("a-1")));
    write(root(OTHER_TRACE));
    store.assessments().create(feedback(true).traceId(OTHER_TRACE).assessmentId("a-1").build());
  }

  @Test
  void anUpdateChangesWhatItNamesOnly() {
    Assessment created =
        create(feedback(true).spanId(spanId(0)).rationale("old").metadata("k", "v"));
    Assessment updated =
        update(
            Feedback.builder("other")
                .value(false)
                .assessmentId(created.assessmentId())
                .valid(false)
                .source(AssessmentSource.code("x"))
                .spanId("ffffffffffffffff"));
    assertThat(updated.name()).isEqualTo("other");
    assertThat(((Feedback) updated).value()).isEqualTo(false);
    assertThat(updated.rationale()).isEqualTo("old");
    assertThat(updated.source()).isEqualTo(created.source());
    assertThat(updated.spanId()).isEqualTo(created.spanId());
    assertThat(updated.assessmentId()).isEqualTo(created.assessmentId());
    assertThat(updated.valid()).isTrue();
    assertThat(get(created)).isEqualTo(updated);
  }

  @Test
  void anUpdateMovesTheTimeOfTheLastUpdateOnly() {
    Assessment created =
        create(feedback(true).lastUpdateTimeUnixMillis(Long.MAX_VALUE / 4_000_000));
    Assessment updated = update(feedback(true).assessmentId(id(created)));
    assertThat(updated.createTimeUnixMillis()).isEqualTo(1000);
    assertThat(updated.lastUpdateTimeUnixMillis())
        .isGreaterThan(created.lastUpdateTimeUnixMillis());
  }

  @Test
  void metadataIsMergedAndNewKeysWin() {
    Assessment created = create(feedback(true).metadata(Map.of("a", "1", "b", "1")));
    Feedback.Builder change =
        feedback(true).assessmentId(id(created)).metadata(Map.of("b", "2", "c", "2"));
    assertThat(update(change).metadata()).isEqualTo(Map.of("a", "1", "b", "2", "c", "2"));
  }

  @Test
  void anAssessmentKeepsItsKind() {
    Assessment feedback = create(feedback(true));
    Assessment expectation = create(Expectation.builder("e").value(1));
    assertError(
        ErrorCode.INVALID_PARAMETER_VALUE,
        () -> update(Expectation.builder("e").value(1).assessmentId(id(feedback))));
    assertError(
        ErrorCode.INVALID_PARAMETER_VALUE, () -> update(feedback(1).assessmentId(id(expectation))));
  }

  @Test
  void anOverriddenAssessmentIsInvalidUntilTheOtherIsDeleted() {
    Assessment old = create(feedback(true));
    Assessment newer = create(feedback(false).overrides(id(old)));
    assertThat(get(old).isValid()).isFalse();
    assertThat(readTrace(TRACE).searchAssessments()).containsExactly(newer);
    store.assessments().delete(TRACE, id(newer));
    assertThat(get(old).isValid()).isTrue();
  }

  @Test
  void anAssessmentOverriddenTwiceIsInvalidUntilBothAreDeleted() {
    Assessment old = create(feedback(1));
    Assessment second = create(feedback(2).overrides(id(old)));
    Assessment third = create(feedback(3).overrides(id(old)));
    store.assessments().delete(TRACE, id(second));
    assertThat(get(old).isValid()).isFalse();
    store.assessments().delete(TRACE, id(third));
    assertThat(get(old).isValid()).isTrue();
  }

  @Test
  void overridingWhatIsNotThereIsRefused() {
    assertError(
        ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> create(feedback(true).overrides("a-none")));
    assertThat(readInfo(TRACE).assessments()).isEmpty();
  }

  @Test
  void deletingTwiceIsNoError() {
    Assessment created = create(feedback(true));
    store.assessments().delete(TRACE, id(created));
    store.assessments().delete(TRACE, id(created));
    assertThat(readInfo(TRACE).assessments()).isEmpty();
  }

  @Test
  void assessmentsKeepTheirOrderWhenTheyChange() {
    Assessment first = create(feedback(1));
    Assessment second = create(feedback(2));
    update(feedback(3).assessmentId(id(first)));
    assertThat(readInfo(TRACE).assessments())
        .extracting(Assessment::assessmentId)
        .containsExactly(first.assessmentId(), second.assessmentId());
  }

  @Test
  void anInfoThatIsSentAgainUndoesNothing() {
    Assessment overridden = create(feedback(true));
    Assessment changed = create(feedback(true));
    TraceInfo sent = store.reader().info(TRACE).orElseThrow();
    create(feedback(false).overrides(id(overridden)));
    update(((Feedback) changed).toBuilder().rationale("changed"));

    write(sent);
    assertThat(get(overridden).valid()).isFalse();
    assertThat(get(changed).rationale()).isEqualTo("changed");
    assertThat(store.reader().info(TRACE).orElseThrow().assessments()).hasSize(3);
  }

  @Test
  void validityIsSaid() {
    Assessment created = create(feedback(true));
    assertThat(store.assessments().setValid(TRACE, id(created), false).valid()).isFalse();
    assertThat(get(created).valid()).isFalse();
    assertThat(get(created).lastUpdateTimeUnixMillis()).isGreaterThan(1000);
    assertThat(store.assessments().setValid(TRACE, id(created), true).isValid()).isTrue();
    assertError(
        ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> store.assessments().setValid(TRACE, "a-x", true));
    assertError(
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        () -> store.assessments().setValid(OTHER_TRACE, id(created), true));
  }
}
