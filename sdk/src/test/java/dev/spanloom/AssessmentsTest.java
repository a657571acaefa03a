package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.AssessmentError;
import dev.spanloom.entities.AssessmentSearch;
import dev.spanloom.entities.AssessmentSource;
import dev.spanloom.entities.AssessmentSourceType;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceIds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssessmentsTest extends TracingTest {
  private String tracedId() {
    Mlflow.startSpan("s").close();
    return Mlflow.getLastActiveTraceId().orElseThrow();
  }

  @Test
  void anExpectationHasAValueASourceAndAnId() {
    String id = tracedId();
    Expectation expectation = Mlflow.logExpectation(id, "answer", 42);
    assertThat(expectation.assessmentId()).startsWith("a-");
    assertThat(expectation.source().sourceType()).isEqualTo(AssessmentSourceType.HUMAN);
    assertThat(Mlflow.getAssessment(id, expectation.assessmentId())).isEqualTo(expectation);
    assertThat(trace().searchAssessments()).containsExactly(expectation);
  }

  @Test
  void feedbackTakesEveryKindOfValue() {
    String id = tracedId();
    List<Object> values = List.of(true, 4, 0.5, "good", List.of("a"), Map.of("k", 1));
    for (Object value : values) {
      Mlflow.logFeedback(id, "f", value);
    }
    assertThat(trace().searchAssessments()).hasSize(values.size());
  }

  @Test
  void feedbackWithoutValueAndErrorIsRefused() {
    assertThatThrownBy(() -> Feedback.builder("f").build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anErrorIsKeptWithItsStackTrace() {
    String id = tracedId();
    Feedback feedback =
        Mlflow.logFeedback(
            id, Feedback.builder("f").error(new IllegalStateException("judge broke")).build());
    AssessmentError error = ((Feedback) Mlflow.getAssessment(id, feedback.assessmentId())).error();
    assertThat(error.errorCode()).isEqualTo("IllegalStateException");
    assertThat(error.errorMessage()).isEqualTo("judge broke");
    assertThat(error.stackTrace()).contains("AssessmentsTest");
  }

  @Test
  void anAssessmentOfARunningTraceTravelsWithIt() {
    try (var span = Mlflow.startSpan("s")) {
      Feedback feedback = Mlflow.logFeedback(span.traceId(), "early", true);
      assertThat(feedback.assessmentId()).startsWith("a-");
      assertThat(Mlflow.getAssessment(span.traceId(), feedback.assessmentId())).isNotNull();
    }
    assertThat(trace().searchAssessments()).extracting(Assessment::name).containsExactly("early");
  }

  @Test
  void withoutATraceTheAssessmentComesBackUnsent() {
    Feedback feedback = Mlflow.logFeedback(TraceIds.NO_OP, "f", true);
    assertThat(feedback.assessmentId()).isNull();
  }

  @Test
  void anUnknownTraceAndAnUnknownAssessmentAreToldApart() {
    String id = tracedId();
    assertThatThrownBy(() -> Mlflow.getAssessment("tr-none", "a-1"))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.RESOURCE_DOES_NOT_EXIST))
        .hasMessageContaining("tr-none");
    assertThatThrownBy(() -> Mlflow.getAssessment(id, "a-none"))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("a-none");
  }

  @Test
  void anUpdateChangesTheContentAndKeepsTheRest() {
    String id = tracedId();
    Feedback first =
        Mlflow.logFeedback(
            id,
            Feedback.builder("f")
                .value(1)
                .source(new AssessmentSource(AssessmentSourceType.HUMAN, "bob"))
                .spanId("0000000000000001")
                .metadata("a", "1")
                .metadata("b", "1")
                .build());
    Assessment updated =
        Mlflow.updateAssessment(
            id,
            first.assessmentId(),
            Feedback.builder("g").value(2).rationale("why").metadata("b", "2").build());
    assertThat(updated.name()).isEqualTo("g");
    assertThat(((Feedback) updated).value()).isEqualTo(2L);
    assertThat(updated.rationale()).isEqualTo("why");
    assertThat(updated.metadata()).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(updated.source()).isEqualTo(first.source());
    assertThat(updated.spanId()).isEqualTo(first.spanId());
    assertThat(updated.assessmentId()).isEqualTo(first.assessmentId());
    assertThat(updated.createTimeUnixMillis()).isEqualTo(first.createTimeUnixMillis());
    assertThat(updated.lastUpdateTimeUnixMillis())
        .isGreaterThanOrEqualTo(first.lastUpdateTimeUnixMillis());
    assertThatThrownBy(
            () ->
                Mlflow.updateAssessment(
                    id, first.assessmentId(), Expectation.builder("g").value(1).build()))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
  }

  @Test
  void anOverriddenFeedbackIsValidAgainWhenItsSuccessorIsDeleted() {
    String id = tracedId();
    Feedback first = Mlflow.logFeedback(id, "f", 1);
    Feedback second = Mlflow.overrideFeedback(id, first.assessmentId(), 2, b -> b.rationale("no"));
    assertThat(second.name()).isEqualTo("f");
    assertThat(second.overrides()).isEqualTo(first.assessmentId());
    assertThat(trace().searchAssessments()).containsExactly(second);
    assertThat(trace().searchAssessments(AssessmentSearch.all().includingOverridden())).hasSize(2);
    Mlflow.deleteAssessment(id, second.assessmentId());
    Mlflow.deleteAssessment(id, second.assessmentId());
    assertThat(trace().searchAssessments())
        .extracting(Assessment::assessmentId)
        .containsExactly(first.assessmentId());
  }

  @Test
  void onlyFeedbackCanBeOverridden() {
    String id = tracedId();
    Expectation expectation = Mlflow.logExpectation(id, "e", 1);
    assertThatThrownBy(() -> Mlflow.overrideFeedback(id, expectation.assessmentId(), 2, b -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expectation");
  }

  @Test
  void theRunOfAnAssessmentIsItsMetadata() {
    Feedback feedback =
        Feedback.builder("f").value(1).metadata("mlflow.assessment.sourceRunId", "run-1").build();
    assertThat(feedback.runId()).isEqualTo("run-1");
  }
}
