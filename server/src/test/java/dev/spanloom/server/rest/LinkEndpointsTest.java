package dev.spanloom.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Links of traces to runs and prompts, and what is known of runs. */
class LinkEndpointsTest extends BothStores {

  private static final String LINK = TRACES_V2 + "/link-to-run";
  private static final String PROMPTS = TRACES_V2 + "/link-prompts";
  private static final String RUN = "/api/2.0/mlflow/runs/get?run_id=";

  private static final String FROM_RUN = "'trace_metadata': {'mlflow.sourceRun': 'r1'}";

  @Test
  void tracesAreFoundByTheRunTheyCameFromAndThoseTheyAreLinkedTo() {
    startTrace("tr-1", FROM_RUN);
    startTrace("tr-2", "");
    startTrace("tr-3", "");
    assertThat(post(LINK, "{'trace_ids': ['tr-2', 'tr-2'], 'run_id': 'r1'}")).isEmpty();
    post(LINK, "{'trace_ids': ['tr-2'], 'run_id': 'r2'}");
    post(LINK, "{'trace_ids': ['tr-2'], 'run_id': 'r1'}");

    assertThat(found("run_id = \"r1\"")).isEqualTo(List.of("tr-1", "tr-2"));
    assertThat(found("attribute.run_id = \"r2\"")).isEqualTo(List.of("tr-2"));
    assertThat(found("run_id = \"r9\"")).isEmpty();
    assertThat(((Map<?, ?>) info("tr-2")).containsKey("trace_metadata")).isFalse();
    startTrace("tr-2", FROM_RUN.replace("r1", "r3"));
    assertThat(found("run_id = \"r2\" AND run_id = \"r3\"")).isEqualTo(List.of("tr-2"));
  }

  @Test
  void aDeletedTraceIsLinkedNoMore() {
    startTrace("tr-1", "");
    post(LINK, "{'trace_ids': ['tr-1'], 'run_id': 'r1'}");
    post(TRACES + "/delete-traces", "{'experiment_id': '0', 'request_ids': ['tr-1']}");
    refused("GET", RUN + "r1", "", 404, "RESOURCE_DOES_NOT_EXIST", "r1");
    startTrace("tr-1", "");
    assertThat(found("run_id = \"r1\"")).isEmpty();
  }

  @Test
  void theOthersAreLinkedWhenSomeAreUnknown() {
    startTrace("tr-1", "");
    refused(
        "POST",
        LINK,
        "{'trace_ids': ['tr-9', 'tr-1'], 'run_id': 'r1'}",
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "tr-9");
    assertThat(found("run_id = \"r1\"")).isEqualTo(List.of("tr-1"));
  }

  @Test
  void linksAreBounded() {
    startTrace("tr-1", "");
    StringBuilder ids = new StringBuilder();
    for (int i = 0; i <= 100; i++) {
      ids.append(i == 0 ? "" : ", ").append("'tr-").append(i).append("'");
    }
    refused(
        "POST",
        LINK,
        "{'trace_ids': [" + ids + "], 'run_id': 'r'}",
        400,
        "INVALID_PARAMETER_VALUE",
        "101");
    for (String body :
        List.of(
            "{'trace_ids': [], 'run_id': 'r'}",
            "{'run_id': 'r'}",
            "{'trace_ids': ['tr-1']}",
            "{'trace_ids': ['tr-1'], 'run_id': 'a/b'}",
            "{'trace_ids': [{}], 'run_id': 'r'}")) {
      refused("POST", LINK, body, 400, "INVALID_PARAMETER_VALUE");
    }
    String run = "r".repeat(255);
    for (int i = 0; i < 30; i++) {
      post(
          LINK,
          "{'trace_ids': ['tr-1'], 'run_id': '"
              + (char) ('A' + i % 26)
              + i
              + run.substring(3)
              + "'}");
    }
    refused(
        "POST",
        LINK,
        "{'trace_ids': ['tr-1'], 'run_id': '" + run + "'}",
        400,
        "INVALID_PARAMETER_VALUE",
        "30 runs");
  }

  @Test
  void aRunIsWhereItsTracesAre() {
    String other =
        String.valueOf(post(EXPERIMENTS + "/create", "{'name': 'other'}").get("experiment_id"));
    startTrace("tr-1", FROM_RUN);
    startTrace("tr-2", "");
    post(LINK, "{'trace_ids': ['tr-2'], 'run_id': 'r2'}");
    for (String run : List.of("r1", "r2")) {
      Map<?, ?> info = (Map<?, ?>) at(get(RUN + run), "run", "info");
      assertThat(info.get("run_id")).isEqualTo(run);
      assertThat(info.get("run_uuid")).isEqualTo(run);
      assertThat(info.get("experiment_id")).isEqualTo("0").isNotEqualTo(other);
      assertThat(info.get("lifecycle_stage")).isEqualTo("active");
      assertThat(info.get("start_time")).isEqualTo(1735689600000L);
    }
    refused("GET", RUN + "r9", "", 404, "RESOURCE_DOES_NOT_EXIST", "r9");
    refused("GET", "/api/2.0/mlflow/runs/get", "", 400, "INVALID_PARAMETER_VALUE", "run_id");
  }

  @Test
  void linksToPromptsAreBounded() {
    startTrace("tr-1", "");
    String name = "n".repeat(3_900);
    for (int version = 1; version <= 2; version++) {
      post(
          PROMPTS,
          "{'trace_id': 'tr-1', 'prompt_versions': [{'name': '"
              + name
              + "', 'version': '"
              + version
              + "'}]}");
    }
    String again = "{'name': '" + name + "', 'version': '1'}";
    String more = "{'name': '" + name + "', 'version': '3'}";
    post(PROMPTS, "{'trace_id': 'tr-1', 'prompt_versions': [" + again + "]}");
    refused(
        "POST",
        PROMPTS,
        "{'trace_id': 'tr-1', 'prompt_versions': [" + more + "]}",
        400,
        "INVALID_PARAMETER_VALUE",
        "2 prompts");
  }

  @Test
  void promptsAddUp() {
    startTrace("tr-1", "");
    String greet = "{'name': 'greet', 'version': '1'}";
    post(PROMPTS, "{'trace_id': 'tr-1', 'prompt_versions': [" + greet + "]}");
    post(
        PROMPTS,
        "{'trace_id': 'tr-1', 'prompt_versions': [" + greet + ", {'name': 'bye', 'version': 2}]}");
    assertThat(at(info("tr-1"), "tags", "mlflow.linkedPrompts"))
        .isEqualTo(
            "[{\"name\": \"greet\", \"version\": \"1\"}, {\"name\": \"bye\", \"version\": \"2\"}]");
    assertThat(found("prompt = \"bye/2\"")).isEqualTo(List.of("tr-1"));
    for (String prompts : List.of("[]", "[{'name': 'a'}]", "[{'version': '1'}]", "['a']", "5")) {
      refused(
          "POST",
          PROMPTS,
          "{'trace_id': 'tr-1', 'prompt_versions': " + prompts + "}",
          400,
          "INVALID_PARAMETER_VALUE");
    }
    refused(
        "POST",
        PROMPTS,
        "{'trace_id': 'tr-9', 'prompt_versions': [" + greet + "]}",
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "tr-9");
  }
}
