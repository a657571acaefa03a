package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.internal.json.JsonReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssessmentTest {
  static Stream<Object> values() {
    return Stream.of(true, 0.5, "good", List.of("a", 1L), Map.of("k", List.of(1.5)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void feedbackReadsAsItWasWritten(Object value) {
    Feedback feedback =
        Feedback.builder("f")
            .value(value)
            .assessmentId("a-1")
            .traceId("tr-1")
            .spanId("00f067aa0ba902b7")
            .source(AssessmentSource.llmJudge("gpt"))
            .rationale("because")
            .metadata("k", "v")
            .overrides("a-0")
            .build();

    assertThat(Assessment.fromMap(feedback.toMap())).isEqualTo(feedback);
  }

  @ParameterizedTest
  @MethodSource("values")
  void anExpectationReadsAsItWasWritten(Object value) {
    Expectation expectation = Expectation.builder("e").value(value).build();

    assertThat(Assessment.fromMap(expectation.toMap())).isEqualTo(expectation);
  }

  @Test
  void structuredExpectationsTravelAsJsonText() {
    assertThat(Expectation.builder("e").value(List.of("a", "b")).build().toMap())
        .containsEntry(
            "expectation",
            Map.of(
                "serialized_value",
                Map.of("serialization_format", "JSON_FORMAT", "value", "[\"a\", \"b\"]")));
  }

  @Test
  void feedbackComesFromCodeAndIsValidUnlessSaidOtherwise() {
    Feedback feedback = Feedback.builder("f").value(1).build();

    assertThat(feedback.source()).isEqualTo(AssessmentSource.code("default"));
    assertThat(feedback.toMap()).containsEntry("valid", true);
    assertThat(feedback.createTimeUnixMillis()).isPositive();
  }

  @Test
  void anExpectationComesFromAHumanAndDoesNotSayWhetherItIsValid() {
    Expectation expectation = Expectation.builder("e").value(42).build();

    assertThat(expectation.source()).isEqualTo(AssessmentSource.human("default"));
    assertThat(expectation.toMap()).doesNotContainKey("valid");
    assertThat(expectation.isValid()).isTrue();
    assertThat(expectation.value()).isEqualTo(42L);
  }

  @Test
  void feedbackNeedsAValueOrAnError() {
    assertThatThrownBy(() -> Feedback.builder("f").build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Feedback.builder("f").error(new AssessmentError("X", "m")).build().value()).isNull();
  }

  @Test
  void feedbackThatAnotherClientSaidHasNoValueKeepsSayingSo() {
    Map<String, Object> nothing = new HashMap<>();
    nothing.put("value", null);
    Map<String, Object> said = Map.of("assessment_name", "judged", "feedback", nothing);
    Feedback read = (Feedback) Assessment.fromMap(said);
    assertThat(read.value()).isNull();
    assertThat(read.error()).isNull();
    assertThat(read.toBuilder().rationale("no answer to judge").build().value()).isNull();
    assertThat(Assessment.fromMap(read.toMap())).isEqualTo(read);
    assertThatThrownBy(
            () -> Assessment.fromMap(Map.of("assessment_name", "judged", "feedback", Map.of())))
        .hasMessageContaining("without value and error");
  }

  @Test
  void anExpectationNeedsAValue() {
    assertThatThrownBy(() -> Expectation.builder("e").build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aValueAndAnErrorMayStandTogether() {
    Feedback feedback =
        Feedback.builder("f").value(1.0).error(new AssessmentError("X", null, "stack")).build();

    assertThat(Assessment.fromMap(feedback.toMap())).isEqualTo(feedback);
  }

  @Test
  void theRunIsThatOfTheMetadata() {
    assertThat(
            Feedback.builder("f").value(1).metadata(Assessment.SOURCE_RUN_ID, "r1").build().runId())
        .isEqualTo("r1");
  }

  @Test
  void aKindOfANewerMlflowIsKept() {
    Map<String, Object> map =
        Golden.asMap(
            JsonReader.read(
                ("{'assessment_id': 'a-1', 'assessment_name': 'i', 'source': {'source_type':"
                        + " 'HUMAN', 'source_id': 'x'}, 'create_time': '2025-01-02T03:04:05Z',"
                        + " 'last_update_time': '2025-01-02T03:04:05Z', 'issue': {'title': 't',"
                        + " 'n': [1]}}")
                    .replace('\'', '"')));
    Assessment issue = Assessment.fromMap(map);

    assertThat(issue.kind()).isEqualTo("issue");
    assertThat(issue.toMap()).isEqualTo(map);
    assertThat(issue.toBuilder().rationale("r").build().rationale()).isEqualTo("r");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'assessment_name': 'f'}",
        "{'assessment_name': 'f', 'feedback': {}}",
        "{'assessment_name': ' ', 'feedback': {'value': 1}}",
        "{'assessment_name': '', 'expectation': {'value': 1}}",
        "{'assessment_name': 'e', 'expectation': {}}",
        "{'assessment_name': 'e', 'expectation': {'value': null}}",
        "{'assessment_name': 'e', 'expectation': {'serialized_value': {'value': '1'}}}",
        "{'assessment_name': 'e', 'expectation': {'serialized_value': {'serialization_format':"
            + " 'JSON_FORMAT', 'value': '{'}}}",
        "{'assessment_name': 'e', 'expectation': {'serialized_value': {'serialization_format':"
            + " 'JSON_FORMAT', 'value': 'null'}}}",
        "{'assessment_name': 'f', 'feedback': {'value': 1}, 'source': {'source_type': 'CAT'}}"
      })
  void whatIsNoAssessmentIsRefused(String json) {
    Map<String, Object> map = Golden.asMap(JsonReader.read(json.replace('\'', '"')));

    assertThatThrownBy(() -> Assessment.fromMap(map)).isInstanceOf(MlflowException.class);
  }

  @Test
  void sourceTypesAreReadInAnyCase() {
    assertThat(AssessmentSourceType.parse("human")).isEqualTo(AssessmentSourceType.HUMAN);
    assertThat(AssessmentSourceType.parse("Llm_Judge")).isEqualTo(AssessmentSourceType.LLM_JUDGE);
  }

  /** The only test that may use the old name: only the first use in a JVM is warned of. */
  @Test
  void theOldNameOfAJudgeIsReadWithOneWarning() {
    List<String> warnings = new ArrayList<>();
    Logger log = Logger.getLogger(AssessmentSourceType.class.getName());
    Filter before = log.getFilter();
    log.setFilter(
        entry -> {
          warnings.add(entry.getLevel() + ": " + new SimpleFormatter().formatMessage(entry));
          return false;
        });
    try {
      for (String name : List.of("AI_JUDGE", "ai_judge")) {
        assertThat(AssessmentSourceType.parse(name)).isEqualTo(AssessmentSourceType.LLM_JUDGE);
      }
    } finally {
      log.setFilter(before);
    }
    assertThat(warnings)
        .containsExactly("WARNING: assessment source type AI_JUDGE is deprecated; use LLM_JUDGE");
  }

  @Test
  void aChangedCopyKeepsTheRest() {
    Feedback feedback =
        Feedback.builder("f").value(1).assessmentId("a-1").metadata("a", "1").build();

    Feedback changed = feedback.toBuilder().value(2).metadata("b", "2").build();

    assertThat(changed.assessmentId()).isEqualTo("a-1");
    assertThat(changed.createTimeUnixMillis()).isEqualTo(feedback.createTimeUnixMillis());
    assertThat(changed.metadata()).isEqualTo(Map.of("a", "1", "b", "2"));
  }
}
