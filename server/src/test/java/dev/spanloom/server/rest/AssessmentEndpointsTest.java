package dev.spanloom.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Assessments over REST. */
class AssessmentEndpointsTest extends BothStores {

  private static final String ALL = TRACES + "/tr-1/assessments";

  private Map<?, ?> create(String json) {
    return (Map<?, ?>) at(post(ALL, "{'assessment': " + json + "}"), "assessment");
  }

  private String one(Map<?, ?> assessment) {
    return ALL + "/" + assessment.get("assessment_id");
  }

  private Map<?, ?> read(Map<?, ?> assessment) {
    return (Map<?, ?>) at(get(one(assessment)), "assessment");
  }

  private Map<?, ?> patch(Map<?, ?> assessment, String mask, String json) {
    return (Map<?, ?>)
        at(
            ok(
                "PATCH",
                one(assessment),
                "{'assessment': " + json + ", 'update_mask': '" + mask + "'}"),
            "assessment");
  }

  @Test
  void whatIsCreatedIsRead() {
    startTrace("tr-1", "");
    Map<?, ?> created =
        create(
            "{'assessment_name': 'good', 'trace_id': 'tr-other', 'span_id': '00f067aa0ba902b7',"
                + " 'source': {'source_type': 'llm_judge', 'source_id': 'm'}, 'feedback': {'value': [1, 'a']},"
                + " 'rationale': 'why', 'metadata': {'k': 'v'}, 'valid': false}");
    assertThat(String.valueOf(created.get("assessment_id"))).matches("a-[0-9a-f]{32}");
    assertThat(created.get("trace_id")).isEqualTo("tr-1");
    assertThat(created.get("valid")).isEqualTo(true);
    assertThat(at(created, "source", "source_type")).isEqualTo("LLM_JUDGE");
    assertThat(read(created)).isEqualTo(created);
    assertThat(at(info("tr-1"), "assessments", 0)).isEqualTo(created);
  }

  /** Clients of MLflow newer than 3.6 say so of what could not be judged. */
  @Test
  void feedbackThatIsNullIsKeptAndTakesAValueLater() {
    startTrace("tr-1", "");
    Map<?, ?> created = create("{'assessment_name': 'good', 'feedback': {'value': null}}");
    assertThat(at(created, "feedback")).isEqualTo(Collections.singletonMap("value", null));
    assertThat(read(created)).isEqualTo(created);
    assertThat(at(info("tr-1"), "assessments", 0)).isEqualTo(created);
    Map<?, ?> changed =
        patch(created, "feedback", "{'assessment_name': 'good', 'feedback': {'value': 'yes'}}");
    assertThat(at(changed, "feedback", "value")).isEqualTo("yes");
    assertThat(found("feedback.good = \"yes\"")).isEqualTo(List.of("tr-1"));
  }

  @Test
  void fieldsOfTheMaskAreChangedAndNoOthers() {
    startTrace("tr-1", "");
    Map<?, ?> created =
        create(
            "{'assessment_name': 'good', 'feedback': {'value': true}, 'rationale': 'why',"
                + " 'source': {'source_type': 'HUMAN', 'source_id': 'bob'}, 'metadata': {'a': '1', 'b': '1'}}");
    Map<?, ?> changed =
        patch(
            created,
            "assessmentName,feedback,metadata,unknown",
            "{'assessment_name': 'better', 'feedback': {'value': false}, 'metadata': {'b': '2'},"
                + " 'rationale': 'ignored', 'source': {'source_type': 'CODE', 'source_id': 'x'}}");
    assertThat(changed.get("assessment_name")).isEqualTo("better");
    assertThat(at(changed, "feedback", "value")).isEqualTo(false);
    assertThat(changed.get("rationale")).isEqualTo("why");
    assertThat(changed.get("metadata")).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(at(changed, "source", "source_id")).isEqualTo("bob");
    assertThat(changed.get("create_time")).isEqualTo(created.get("create_time"));
    assertThat(changed.get("last_update_time")).isNotEqualTo(created.get("last_update_time"));
    assertThat(at(patch(created, "rationale", "{'rationale': 'new'}"), "rationale"))
        .isEqualTo("new");
    assertThat(read(created).get("assessment_name")).isEqualTo("better");
  }

  @Test
  void validityCanBeSaid() {
    startTrace("tr-1", "");
    Map<?, ?> created = create("{'assessment_name': 'good', 'feedback': {'value': 1}}");
    assertThat(patch(created, "valid", "{'valid': false}").get("valid")).isEqualTo(false);
    assertThat(found("feedback.good = \"1\"")).isEmpty();
    assertThat(patch(created, "valid", "{'valid': true}").get("valid")).isEqualTo(true);
    assertThat(found("feedback.good = \"1\"")).isEqualTo(List.of("tr-1"));
  }

  @Test
  void anOverriddenOneIsInvalidUntilTheOtherIsDeleted() {
    startTrace("tr-1", "");
    Map<?, ?> old = create("{'assessment_name': 'good', 'feedback': {'value': 1}}");
    Map<?, ?> other =
        create(
            "{'assessment_name': 'good', 'feedback': {'value': 2}, 'overrides': '"
                + old.get("assessment_id")
                + "'}");
    assertThat(read(old).get("valid")).isEqualTo(false);
    assertThat(ok("DELETE", one(other), "")).isEmpty();
    assertThat(read(old).get("valid")).isEqualTo(true);
    assertThat(ok("DELETE", one(other), "")).isEmpty();
    refused("GET", one(other), "", 404, "RESOURCE_DOES_NOT_EXIST", "Assessment with ID");
    refused("DELETE", TRACES + "/tr-9/assessments/a-1", "", 404, "RESOURCE_DOES_NOT_EXIST", "tr-9");
    refused(
        "POST",
        ALL,
        "{'assessment': {'assessment_name': 'a', 'feedback': {'value': 1}, 'overrides': 'a-9'}}",
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "a-9");
  }

  @Test
  void whatCannotBeIsRefused() {
    startTrace("tr-1", "");
    Map<?, ?> created = create("{'assessment_name': 'good', 'feedback': {'value': 1}}");
    for (String assessment :
        List.of(
            "{'assessment_name': 'a'}",
            "{'feedback': {}, 'assessment_name': 'a'}",
            "{'expectation': {'value': null}, 'assessment_name': 'a'}",
            "{'expectation': {'value': 1}}",
            "{'feedback': {'value': 1}, 'assessment_name': 5}",
            "{'feedback': {'value': 1}, 'assessment_name': 'a', 'source': {'source_type': 'GOD'}}",
            "[]",
            "'text'")) {
      refused("POST", ALL, "{'assessment': " + assessment + "}", 400, "INVALID_PARAMETER_VALUE");
    }
    for (String body :
        List.of(
            "{'assessment': {'feedback': {'value': 1}}}",
            "{'update_mask': 'feedback'}",
            "{'assessment': {}, 'update_mask': 'feedback'}",
            "{'assessment': {'valid': 'x'}, 'update_mask': 'valid'}",
            "{'assessment': {'expectation': {'value': 1}}, 'update_mask': 'expectation'}")) {
      refused("PATCH", one(created), body, 400, "INVALID_PARAMETER_VALUE");
    }
    refused(
        "POST",
        TRACES + "/tr-9/assessments",
        "{'assessment': {'assessment_name': 'a', 'feedback': {'value': 1}}}",
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "tr-9");
  }
}
