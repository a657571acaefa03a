package dev.spanloom.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Starting, reading, searching, tagging and deleting traces over REST. */
class TraceEndpointsTest extends BothStores {

  @Test
  void startingTwiceAddsNothingTwice() {
    String more =
        "'trace_metadata': {'m': '1'}, 'tags': {'t': '1'}, 'assessments': ["
            + "{'assessment_name': 'good', 'feedback': {'value': true}, 'source': {'source_type': 'HUMAN'}},"
            + "{'assessment_name': 'want', 'expectation': {'value': 42}}]";
    Map<?, ?> first = startTrace("tr-1", more);
    Map<?, ?> second = startTrace("tr-1", more);
    assertThat(second).isEqualTo(first);
    List<?> assessments = (List<?>) at(first, "trace", "trace_info", "assessments");
    assertThat(assessments).hasSize(2);
    assertThat(String.valueOf(at(assessments, 0, "assessment_id"))).matches("a-[0-9a-f]{32}");
    assertThat(at(info("tr-1"), "tags", "mlflow.trace.spansLocation")).isEqualTo("TRACKING_STORE");
  }

  @Test
  void whatTypeScriptStartsIsRead() {
    String more =
        "'execution_duration': '1.234s', 'assessments': [], 'request_preview': '1', 'response_preview': '2',"
            + " 'client_request_id': 'c', 'trace_metadata': {'mlflow.trace_schema.version': '3'},"
            + " 'tags': {'mlflow.traceName': 'n'}";
    for (String state : List.of("OK", "ERROR", "IN_PROGRESS")) {
      String id = "tr-" + state;
      Map<?, ?> reply = startTrace(id, more + ", 'state': '" + state + "'");
      Map<?, ?> info = info(id);
      assertThat(at(reply, "trace", "trace_info")).isEqualTo(info);
      assertThat(info.get("state")).isEqualTo(state);
      assertThat(info.get("execution_duration")).isEqualTo("1.234s");
      assertThat(info.get("request_time")).isEqualTo("2025-01-01T00:00:00Z");
      assertThat(info.get("client_request_id")).isEqualTo("c");
      assertThat(at(info, "tags", "mlflow.artifactLocation"))
          .isEqualTo("mlflow-artifacts:/0/traces/" + id + "/artifacts");
      assertThat(info.containsKey("assessments")).isFalse();
    }
  }

  @Test
  void aTraceOfWhichOnlySpansAreKnownIsTaggedAndAssessed() {
    String spans =
        "{'resourceSpans': [{'scopeSpans': [{'spans': [{'traceId': '0af7651916cd43dd8448eb211c80319c',"
            + " 'spanId': 'b7ad6b7169203331', 'name': 'a', 'startTimeUnixNano': '1700000000000000000',"
            + " 'endTimeUnixNano': '1700000001000000000'}]}]}]}";
    assertThat(
            server()
                .post(
                    "/v1/traces",
                    "application/json",
                    spans.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                    "x-mlflow-experiment-id",
                    "0")
                .statusCode())
        .isEqualTo(200);
    String id = "tr-0af7651916cd43dd8448eb211c80319c";
    ok("PATCH", TRACES_V2 + "/" + id + "/tags", "{'key': 'k', 'value': 'v'}");
    for (String kind : List.of("feedback", "expectation")) {
      post(
          TRACES + "/" + id + "/assessments",
          "{'assessment': {'assessment_name': 'a', '" + kind + "': {'value': 1}}}");
    }
    assertThat(at(info(id), "tags", "k")).isEqualTo("v");
    assertThat((List<?>) info(id).get("assessments")).hasSize(2);
  }

  @Test
  void infosAreReadTogether() {
    startTrace("tr-1", "");
    startTrace("tr-2", "");
    String path = TRACES + "/batchGetInfos";
    Map<?, ?> both = post(path, "{'trace_ids': ['tr-2', 'tr-0', 'tr-1']}");
    assertThat(both.get("trace_infos")).isEqualTo(List.of(info("tr-2"), info("tr-1")));
    assertThat(
            post(path, "{'trace_ids': ['tr-1'], 'experiment_ids': ['0', '7']}").get("trace_infos"))
        .isEqualTo(List.of(info("tr-1")));
    assertThat(post(path, "{'trace_ids': ['tr-1'], 'experiment_ids': ['7']}").get("trace_infos"))
        .isEqualTo(List.of());
    refused("POST", path, "{'trace_ids': []}", 400, "INVALID_PARAMETER_VALUE", "trace_ids");
    assertThat(get(TRACES + "/batchGet?trace_ids=tr-1&experiment_ids=7").get("traces"))
        .isEqualTo(List.of());
  }

  @Test
  void aQueryNamesAThousandTraces() {
    startTrace("tr-1", "");
    StringBuilder query = new StringBuilder("?experiment_ids=0");
    for (int i = 0; i < 1_000; i++) {
      query.append("&trace_ids=tr-").append(String.format("%032x", i));
    }
    assertThat(get(TRACES + "/batchGet" + query).get("traces")).isEqualTo(List.of());
  }

  @Test
  void searchSaysThatThereIsNothing() {
    startTrace("tr-1", "");
    for (String locations :
        List.of(
            "[]",
            "[{'type': 'MLFLOW_EXPERIMENT', 'mlflow_experiment': {'experiment_id': '7'}}]",
            "[{'type': 'INFERENCE_TABLE', 'inference_table': {'full_table_name': 'a.b.c'}}]")) {
      assertThat(post(TRACES + "/search", "{'locations': " + locations + "}"))
          .isEqualTo(Map.of("traces", List.of()));
    }
    assertThat(found("status = \"OK\"")).isEqualTo(List.of("tr-1"));
  }

  @Test
  void aBodyOnGetAndJsonWithinJsonAreRead() {
    startTrace("tr-1", "");
    Map<?, ?> twice = post(TRACES + "/batchGetInfos", "\"{\\\"trace_ids\\\": [\\\"tr-1\\\"]}\"");
    assertThat((List<?>) twice.get("trace_infos")).hasSize(1);
    assertThat(ok("GET", TRACES + "/batchGet", "{'trace_ids': ['tr-0']}").get("traces"))
        .isEqualTo(List.of());
  }

  @Test
  void tagsAreSetAndDeletedOnBothPaths() {
    startTrace("tr-1", "");
    for (String path : List.of(TRACES, TRACES_V2)) {
      String tags = path + "/tr-1/tags";
      assertThat(ok("PATCH", tags, "{'key': 'k', 'value': 'v'}")).isEmpty();
      assertThat(at(info("tr-1"), "tags", "k")).isEqualTo("v");
      assertThat(ok("DELETE", tags, "{'key': 'k'}")).isEmpty();
      refused("DELETE", tags, "{'key': 'k'}", 404, "RESOURCE_DOES_NOT_EXIST", "k");
      ok("PATCH", tags, "{'key': 'empty'}");
      assertThat(at(info("tr-1"), "tags", "empty")).isEqualTo("");
    }
  }

  @Test
  void longTagValuesAreCut() {
    startTrace("tr-1", "");
    ok("PATCH", TRACES + "/tr-1/tags", "{'key': 'k', 'value': '" + "x".repeat(8003) + "'}");
    assertThat(String.valueOf(at(info("tr-1"), "tags", "k"))).hasSize(4096);
    assertThat(server().store().reader().info("tr-1").orElseThrow().tags().get("k")).hasSize(8000);
  }

  @Test
  void theStoresOwnTagsAreNotForClients() {
    startTrace("tr-1", "");
    for (String key :
        List.of(
            "mlflow.trace.spansLocation",
            "mlflow.trace.archiveLocation",
            "mlflow.artifactLocation")) {
      for (String method : List.of("PATCH", "DELETE")) {
        refused(
            method,
            TRACES + "/tr-1/tags",
            "{'key': '" + key + "', 'value': 'x'}",
            400,
            "INVALID_PARAMETER_VALUE",
            key);
      }
    }
  }

  @Test
  void tracesAreDeletedByIdOrAge() {
    for (int i = 1; i <= 4; i++) {
      startTrace("tr-" + i, "");
    }
    String v2 = TRACES_V2 + "/delete-traces";
    String v3 = TRACES + "/delete-traces";
    assertThat(post(v3, "{'experiment_id': '0', 'request_ids': ['tr-1', 'tr-9']}"))
        .isEqualTo(Map.of("traces_deleted", 1L));
    assertThat(post(v2, "{'experiment_id': '7', 'request_ids': ['tr-2']}"))
        .isEqualTo(Map.of("traces_deleted", 0L));
    assertThat(
            post(
                v2,
                "{'experiment_id': '0', 'max_timestamp_millis': '1735689600000', 'max_traces': 2}"))
        .isEqualTo(Map.of("traces_deleted", 2L));
    assertThat(post(v3, "{'experiment_id': 0, 'max_timestamp_millis': 1735689599999}"))
        .isEqualTo(Map.of("traces_deleted", 0L));
    assertThat(found("")).isEqualTo(List.of("tr-4"));
    for (String wrong :
        List.of(
            "'experiment_id': '0'",
            "'experiment_id': '0', 'request_ids': ['a'], 'max_timestamp_millis': 1",
            "'experiment_id': '0', 'request_ids': ['a'], 'max_traces': 1",
            "'experiment_id': '0', 'max_timestamp_millis': 1, 'max_traces': 0",
            "'request_ids': ['a']")) {
      refused("POST", v3, "{" + wrong + "}", 400, "INVALID_PARAMETER_VALUE");
    }
  }

  private static String told(String id, String experimentId) {
    return "{'trace_id': '"
        + id
        + "', 'trace_location': {'type': 'MLFLOW_EXPERIMENT', 'mlflow_experiment':"
        + " {'experiment_id': '"
        + experimentId
        + "'}}, 'request_time': '2025-01-01T00:00:00Z', 'execution_duration_ms': 5, 'state': 'OK'}";
  }

  @Test
  void manyTracesAreStartedByOneRequest() {
    String path = "/api/3.0/spanloom/traces";
    post(path, "{'trace_infos': [" + told("tr-1", "0") + ", " + told("tr-2", "0") + "]}");
    assertThat(info("tr-1").get("execution_duration")).isEqualTo("0.005s");
    assertThat(info("tr-2").get("state")).isEqualTo("OK");
    refused("POST", path, "{}", 400, "INVALID_PARAMETER_VALUE", "trace_infos");
    refused(
        "POST",
        path,
        "{'trace_infos': [" + told("tr-3", "0") + ", " + told("tr-4", "77") + "]}",
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "77");
    refused("GET", TRACES + "/tr-3", "", 404, "RESOURCE_DOES_NOT_EXIST");
  }
}
