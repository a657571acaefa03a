package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.saidOf;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.AssessmentError;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Traces are found by their assessments that are valid, as text, number or boolean. */
public abstract class AssessmentFilterContract extends StoreContract {
  private void assess(int trace, Assessment.Builder<?>... assessments) {
    write(
        saidOf(trace)
            .assessments(Arrays.stream(assessments).map(Assessment.Builder::build).toList())
            .build());
  }

  @Test
  void valuesOfAllTypesAreComparedByTheirMeaning() {
    assess(1, Feedback.builder("f").value(true));
    assess(2, Feedback.builder("f").value(5));
    assess(3, Feedback.builder("f").value(0.25));
    assess(4, Feedback.builder("f").value("good"));
    assess(5, Feedback.builder("f").value("yes"));
    assess(6, Feedback.builder("f").value(List.of("a", 1)));
    assess(7, Expectation.builder("f").value(5));
    assess(8, Feedback.builder("other").value(5));
    assertThat(found("feedback.f = true")).containsExactly(1);
    assertThat(found("feedback.f = 'true'")).containsExactly(1);
    assertThat(found("feedback.f = 5")).containsExactly(2);
    assertThat(found("feedback.f = '5'")).containsExactly(2);
    assertThat(found("feedback.f = '5.0'")).containsExactly(2);
    assertThat(found("feedback.f = 0.25")).containsExactly(3);
    assertThat(found("feedback.f = 'good'")).containsExactly(4);
    assertThat(found("feedback.f LIKE 'g%'")).containsExactly(4);
    assertThat(found("feedback.f > 0.5")).containsExactly(5, 2, 1);
    assertThat(found("feedback.f <= 0.25")).containsExactly(3);
    assertThat(found("feedback.f LIKE '%\"a\"%'")).containsExactly(6);
    assertThat(found("expectation.f = 5")).containsExactly(7);
    assertThat(found("feedback.f IN ('good', 'yes')")).containsExactly(5, 4);
    assertThat(found("feedback.f IS NULL")).containsExactly(8, 7);
  }

  @Test
  void oneOfSeveralIsEnough() {
    assess(1, Feedback.builder("f").value(1), Feedback.builder("f").value(9));
    assertThat(found("feedback.f = 9")).containsExactly(1);
    assertThat(found("feedback.f != 9")).containsExactly(1);
    assertThat(found("feedback.f > 5 AND feedback.f < 5")).containsExactly(1);
  }

  @Test
  void anOverriddenAssessmentIsNotFoundUntilItIsValidAgain() {
    write(rootOf(1).build());
    Assessment old = create(Feedback.builder("f").value("wrong"));
    Assessment newer = create(Feedback.builder("f").value("right").overrides(old.assessmentId()));
    assertThat(found("feedback.f = 'wrong'")).isEmpty();
    assertThat(found("feedback.f = 'right'")).containsExactly(1);
    store.assessments().delete(traceId(1), Objects.requireNonNull(newer.assessmentId()));
    assertThat(found("feedback.f = 'wrong'")).containsExactly(1);
    assertThat(found("feedback.f = 'right'")).isEmpty();
  }

  @Test
  void anUpdateChangesWhatIsFound() {
    write(rootOf(1).build());
    Assessment created = create(Feedback.builder("f").value(1));
    store
        .assessments()
        .update(
            Feedback.builder("g")
                .value(2)
                .traceId(traceId(1))
                .assessmentId(created.assessmentId())
                .build());
    assertThat(found("EXISTS feedback.f")).isEmpty();
    assertThat(found("feedback.g = 2")).containsExactly(1);
  }

  @Test
  void anErrorIsNoValue() {
    assess(1, Feedback.builder("f").error(new AssessmentError("TIMEOUT", "slow", null)));
    assertThat(found("EXISTS feedback.f")).isEmpty();
    assertThat(found("feedback.f IS NULL")).containsExactly(1);
  }

  @Test
  void longAndStructuredValuesAreFoundExactly() {
    String text = "x".repeat(5000);
    assess(1, Feedback.builder("f").value(text + "a"));
    assess(2, Feedback.builder("f").value(text + "b"));
    assess(3, Expectation.builder("e").value(Map.of("k", List.of(1, true))));
    assertThat(found("feedback.f = '" + text + "b'")).containsExactly(2);
    assertThat(found("feedback.f LIKE '%xa'")).containsExactly(1);
    assertThat(found("expectation.e = '{\"k\": [1, true]}'")).containsExactly(3);
  }

  private Assessment create(Feedback.Builder feedback) {
    return store.assessments().create(feedback.traceId(traceId(1)).build());
  }
}
