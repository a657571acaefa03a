package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spanloom feedback …} and {@code spanloom expectation …}. */
class AssessmentCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TRACE = StoredTraces.id(1);

  @TempDir Path folder;

  private String store = "";

  @BeforeEach
  void writeTraces() {
    store = StoredTraces.write(folder.resolve("traces.db"), 2);
  }

  private CommandRun run(String... words) {
    List<String> all = new ArrayList<>(List.of(words[0], words[1], "--store", store));
    all.addAll(List.of(words).subList(2, words.length));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private JsonNode feedback() throws Exception {
    return JSON.readTree(run("feedback", "list", TRACE, "-o", "json").out()).get("assessments");
  }

  @Test
  void feedbackIsAddedAndItsIdPrinted() throws Exception {
    CommandRun run =
        run(
            "feedback",
            "add",
            TRACE,
            "correct",
            "false",
            "--rationale",
            "wrong year",
            "--source",
            "llm",
            "--source-id",
            "judge-1",
            "--span",
            StoredTraces.spanId(2));

    assertThat(run.code()).isZero();
    JsonNode added = feedback().get(0);
    assertThat(run.out().strip()).isEqualTo(added.get("assessment_id").asText());
    assertThat(added.at("/feedback/value").isBoolean()).isTrue();
    assertThat(added.at("/source/source_type").asText()).isEqualTo("LLM_JUDGE");
    assertThat(added.at("/source/source_id").asText()).isEqualTo("judge-1");
    assertThat(added.get("rationale").asText()).isEqualTo("wrong year");
    assertThat(added.get("span_id").asText()).isEqualTo(StoredTraces.spanId(2));
  }

  @Test
  void valuesAreBooleansNumbersOrElseTexts() throws Exception {
    for (String value : List.of("true", "4", "0.5", "\"4\"", "good work", "[1]", "null")) {
      assertThat(run("feedback", "add", TRACE, "value", value).code()).isZero();
    }
    assertThat(run("feedback", "add", TRACE, "value", "--", "-1").code()).isZero();

    List<String> values = new ArrayList<>();
    feedback().forEach(one -> values.add(one.at("/feedback/value").toString()));
    assertThat(values)
        .containsExactly("true", "4", "0.5", "\"4\"", "\"good work\"", "\"[1]\"", "\"null\"", "-1");
  }

  @Test
  void aHumanIsTheDefaultSource() throws Exception {
    run("feedback", "add", TRACE, "correct", "true");

    assertThat(feedback().get(0).at("/source/source_type").asText()).isEqualTo("HUMAN");
    assertThat(feedback().get(0).at("/source/source_id").asText())
        .isEqualTo(System.getProperty("user.name"));
  }

  @Test
  void feedbackAndExpectationsAreListedApart() {
    run("feedback", "add", TRACE, "correct", "true");
    run("expectation", "add", TRACE, "answer", "forty-two");

    assertThat(run("feedback", "list", TRACE).out()).contains("correct").doesNotContain("answer");
    assertThat(run("expectation", "list", TRACE).out())
        .contains("answer", "forty-two")
        .doesNotContain("correct");
  }

  @Test
  void anAssessmentIsDeletedByTheWordOfItsKind() {
    String id = run("expectation", "add", TRACE, "answer", "42").out().strip();

    CommandRun wrong = run("feedback", "delete", TRACE, id);
    assertThat(wrong.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(wrong.err()).contains("spanloom expectation delete");

    assertThat(run("expectation", "delete", TRACE, id).code()).isZero();
    assertThat(run("expectation", "list", TRACE).out()).isEqualTo("No assessments.\n");
  }

  @Test
  void unknownTracesAndSourcesAreSaid() {
    assertThat(run("feedback", "add", "tr-nope", "a", "1").code())
        .isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run("feedback", "list", "tr-nope").err()).contains("trace tr-nope does not exist");
    assertThat(run("feedback", "add", TRACE, "a", "1", "--source", "cat").err())
        .contains("--source: ", "human, llm, code", "cat");
  }
}
