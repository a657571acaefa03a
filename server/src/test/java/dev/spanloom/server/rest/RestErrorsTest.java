package dev.spanloom.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.server.http.Statuses;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests that are wrong are refused with MLflow's code and status, in words. */
class RestErrorsTest extends RestCase {
  private static final String INVALID = "INVALID_PARAMETER_VALUE";
  private static final String UNKNOWN = "RESOURCE_DOES_NOT_EXIST";

  @Override
  protected TraceStore open() {
    return new InMemoryTraceStore();
  }

  /** A request, and what it must be refused with. */
  private record Wrong(
      String method, String path, String json, int status, String code, String inMessage) {}

  private static Wrong invalid(String method, String path, String json, String inMessage) {
    return new Wrong(method, path, json, 400, INVALID, inMessage);
  }

  private static Wrong unknown(String method, String path, String json, String inMessage) {
    return new Wrong(method, path, json, 404, UNKNOWN, inMessage);
  }

  private static final String OF_0 =
      "'locations': [{'type': 'MLFLOW_EXPERIMENT', 'mlflow_experiment': {'experiment_id': '0'}}]";

  private static String started(String info) {
    return "{'trace': {'trace_info': " + info + "}}";
  }

  private static String in0(String more) {
    return started(
        "{'trace_id': 'tr-1', 'trace_location': {'type': 'MLFLOW_EXPERIMENT', 'mlflow_experiment':"
            + " {'experiment_id': '0'}}, "
            + more
            + "}");
  }

  private static final List<Wrong> TABLE =
      List.of(
          // bodies
          invalid("POST", TRACES, "", "Missing value for required parameter 'trace'"),
          invalid("POST", TRACES, "{", "body"),
          invalid("POST", TRACES, "[]", "body: not a JSON object"),
          invalid("POST", TRACES, "5", "body: not a JSON object"),
          invalid("POST", TRACES, "'text'", "body"),
          invalid("POST", TRACES, "{'trace': 5}", "trace: 5 (expected: an object)"),
          invalid("POST", TRACES, "{'trace': {}}", "'trace.trace_info'"),
          invalid("POST", TRACES, "{'trace': {'trace_info': []}}", "trace.trace_info"),
          // start
          invalid("POST", TRACES, started("{}"), "trace_id"),
          invalid("POST", TRACES, started("{'trace_id': ''}"), "trace_id"),
          invalid("POST", TRACES, started("{'trace_id': 5}"), "trace_id: 5 (expected: text)"),
          unknown("POST", TRACES, started("{'trace_id': 'tr-1'}"), "No Experiment with id=null"),
          unknown("POST", TRACES, in0("'x': 1").replace("'0'", "'77'"), "No Experiment with id=77"),
          unknown(
              "POST", TRACES, in0("'x': 1").replace("'0'", "'007'"), "No Experiment with id=007"),
          invalid("POST", TRACES, in0("'request_time': 5"), "request_time: 5"),
          invalid("POST", TRACES, in0("'request_time': 'soon'"), "request_time: soon"),
          invalid("POST", TRACES, in0("'execution_duration': '1m'"), "execution_duration: 1m"),
          invalid("POST", TRACES, in0("'state': 'DONE'"), "DONE"),
          invalid("POST", TRACES, in0("'tags': 5"), "tags: 5 (expected: an object)"),
          invalid("POST", TRACES, in0("'assessments': {}"), "assessments"),
          invalid("POST", TRACES, in0("'assessments': [5]"), "assessments: 5"),
          invalid(
              "POST",
              TRACES,
              in0("'trace_metadata': {'" + "k".repeat(251) + "': '1'}"),
              "key of 251 characters"),
          invalid(
              "POST",
              TRACES,
              in0("'x': 1").replace("MLFLOW_EXPERIMENT", "SOMEWHERE"),
              "trace location of unknown type"),
          invalid(
              "POST",
              TRACES,
              in0("'x': 1").replace("MLFLOW_EXPERIMENT", "INFERENCE_TABLE"),
              "trace location of type INFERENCE_TABLE with mlflow_experiment"),
          // read
          unknown("GET", TRACES + "/tr-9", "", "Trace with ID 'tr-9' not found"),
          invalid("GET", TRACES + "/batchGet", "", "'trace_ids'"),
          invalid("GET", TRACES + "/batchGet?other=1", "", "'trace_ids'"),
          invalid("POST", TRACES + "/batchGetInfos", "{}", "'trace_ids'"),
          invalid("POST", TRACES + "/batchGetInfos", "{'trace_ids': [{}]}", "a list of strings"),
          // search
          invalid("POST", TRACES + "/search", "{}", "'locations'"),
          invalid("POST", TRACES + "/search", "{'locations': 'x'}", "locations: x"),
          invalid(
              "POST",
              TRACES + "/search",
              "{" + OF_0.replace("'0'", "'a.b'") + "}",
              "locations: \"a.b\""),
          invalid(
              "POST",
              TRACES + "/search",
              "{" + OF_0 + ", 'max_results': 501}",
              "max_results: 501 (expected: 1 to 500)"),
          invalid("POST", TRACES + "/search", "{" + OF_0 + ", 'max_results': 0}", "max_results: 0"),
          invalid(
              "POST", TRACES + "/search", "{" + OF_0 + ", 'max_results': -1}", "max_results: -1"),
          invalid(
              "POST", TRACES + "/search", "{" + OF_0 + ", 'max_results': 1.5}", "max_results: 1.5"),
          invalid(
              "POST", TRACES + "/search", "{" + OF_0 + ", 'max_results': 'x'}", "a whole number"),
          invalid(
              "POST", TRACES + "/search", "{" + OF_0 + ", 'maxResults': 501}", "max_results: 501"),
          invalid("POST", TRACES + "/search", "{" + OF_0 + ", 'filter': 5}", "filter"),
          invalid("POST", TRACES + "/search", "{" + OF_0 + ", 'filter': 'foo'}", "filter"),
          invalid(
              "POST",
              TRACES + "/search",
              "{" + OF_0 + ", 'filter': {}}",
              "filter: {} (expected: a string)"),
          invalid("POST", TRACES + "/search", "{'locations': [], 'filter': 'foo'}", "filter"),
          invalid("POST", TRACES + "/search", "{" + OF_0 + ", 'order_by': ['foo']}", "order_by"),
          invalid("POST", TRACES + "/search", "{" + OF_0 + ", 'order_by': [[]]}", "order_by"),
          invalid(
              "POST", TRACES + "/search", "{" + OF_0 + ", 'page_token': 'x'}", "page token: \"x\""),
          // tags
          invalid("PATCH", TRACES + "/tr-1/tags", "{'value': 'x'}", "'key'"),
          invalid("PATCH", TRACES + "/tr-1/tags", "{'key': null, 'value': 'x'}", "'key'"),
          invalid("PATCH", TRACES + "/tr-1/tags", "{'key': {}, 'value': 'x'}", "key: {}"),
          invalid("PATCH", TRACES + "/tr-1/tags", "{'key': 'a//b', 'value': 'x'}", "a//b"),
          invalid("PATCH", TRACES + "/tr-1/tags", "{'key': '../b', 'value': 'x'}", "../b"),
          invalid("PATCH", TRACES + "/tr-1/tags", "{'key': 'a?', 'value': 'x'}", "a?"),
          invalid(
              "PATCH",
              TRACES + "/tr-1/tags",
              "{'key': '" + "k".repeat(251) + "', 'value': 'x'}",
              "251 characters"),
          unknown("PATCH", TRACES + "/tr-9/tags", "{'key': 'k', 'value': 'x'}", "tr-9"),
          unknown("DELETE", TRACES_V2 + "/tr-9/tags", "{'key': 'k'}", "tr-9"),
          invalid("DELETE", TRACES_V2 + "/tr-9/tags", "", "'key'"),
          // deletion
          invalid("POST", TRACES + "/delete-traces", "{}", "'experiment_id'"),
          invalid(
              "POST",
              TRACES + "/delete-traces",
              "{'experiment_id': '0'}",
              "`max_timestamp_millis`"),
          // experiments
          invalid("POST", EXPERIMENTS + "/create", "{}", "'name'"),
          invalid("POST", EXPERIMENTS + "/create", "{'name': ''}", "'name'"),
          invalid("POST", EXPERIMENTS + "/create", "{'name': '  '}", "experiment name"),
          invalid("POST", EXPERIMENTS + "/create", "{'name': {}}", "name: {} (expected: a string)"),
          invalid("POST", EXPERIMENTS + "/create", "{'name': 5}", "name: 5 (expected: a string)"),
          invalid(
              "POST",
              EXPERIMENTS + "/create",
              "{'name': 'a', 'artifact_location': 9.0}",
              "artifact_location: 9.0 (expected: a string)"),
          invalid(
              "POST", EXPERIMENTS + "/create", "{'name': '" + "n".repeat(501) + "'}", "1 to 500"),
          invalid("POST", EXPERIMENTS + "/create", "{'name': 'a', 'tags': 5}", "tags: 5"),
          invalid("POST", EXPERIMENTS + "/create", "{'name': 'a', 'tags': [{'k': 1}]}", "tags"),
          invalid("POST", EXPERIMENTS + "/create", "{'name': 'a', 'tags': {'k': {}}}", "tags"),
          invalid(
              "POST",
              EXPERIMENTS + "/create",
              "{'name': 'a', 'artifact_location': 's3://b#c'}",
              "artifact_location: \"s3://b#c\""),
          new Wrong(
              "POST",
              EXPERIMENTS + "/create",
              "{'name': 'Default'}",
              400,
              "RESOURCE_ALREADY_EXISTS",
              "Default"),
          invalid("GET", EXPERIMENTS + "/get", "", "'experiment_id'"),
          unknown("GET", EXPERIMENTS + "/get?experiment_id=77", "", "No Experiment with id=77"),
          unknown("GET", EXPERIMENTS + "/get?experiment_id=a", "", "No Experiment with id=a"),
          invalid("GET", EXPERIMENTS + "/get-by-name", "", "'experiment_name'"),
          unknown("GET", EXPERIMENTS + "/get-by-name?experiment_name=x", "", "'x'"),
          invalid("POST", EXPERIMENTS + "/search", "{'view_type': 'NONE'}", "view_type: NONE"),
          invalid("POST", EXPERIMENTS + "/search", "{'max_results': 50001}", "max_results: 50001"),
          invalid("POST", EXPERIMENTS + "/search", "{'filter': 'name'}", "expected: =, !="),
          invalid("POST", EXPERIMENTS + "/search", "{'filter': 'name > 5'}", "expected: =, !="),
          invalid("POST", EXPERIMENTS + "/search", "{'filter': 'name = 5'}", "in quotes"),
          invalid("POST", EXPERIMENTS + "/search", "{'filter': 'creation_time LIKE 5'}", "<="),
          invalid(
              "POST", EXPERIMENTS + "/search", "{'filter': 'creation_time > x'}", "milliseconds"),
          invalid("POST", EXPERIMENTS + "/search", "{'filter': 'color = 5'}", "color"),
          invalid("POST", EXPERIMENTS + "/search", "{'filter': 'metadata.x = 5'}", "metadata.x"),
          invalid("POST", EXPERIMENTS + "/search", "{'order_by': ['tags.a']}", "tags.a"),
          invalid("POST", EXPERIMENTS + "/search", "{'order_by': ['name UP']}", "ASC, DESC"),
          invalid("POST", EXPERIMENTS + "/search", "{'page_token': 'x'}", "page token: \"x\""),
          unknown("POST", EXPERIMENTS + "/update", "{'experiment_id': '7', 'new_name': 'x'}", "7"),
          invalid("POST", EXPERIMENTS + "/update", "{'experiment_id': '0'}", "'new_name'"),
          invalid("POST", EXPERIMENTS + "/delete", "{}", "'experiment_id'"),
          unknown("POST", EXPERIMENTS + "/delete", "{'experiment_id': '7'}", "7"),
          unknown("POST", EXPERIMENTS + "/restore", "{'experiment_id': '0'}", "0"),
          invalid("POST", EXPERIMENTS + "/set-experiment-tag", "{'experiment_id': '0'}", "'key'"));

  @Test
  void everyWrongRequestIsRefusedInWords() {
    startTrace("tr-1", "");
    for (Wrong wrong : TABLE) {
      refused(
          wrong.method(),
          wrong.path(),
          wrong.json(),
          wrong.status(),
          wrong.code(),
          wrong.inMessage());
    }
  }

  @Test
  void pathsAndMethodsThatAreNotThereAreSaidInMlflowsForm() {
    for (String path :
        List.of("/api/2.0/mlflow/nothing", "/ajax-api/3.0/mlflow/traces/a/b/c", "/api/")) {
      refused("GET", path + "?a=b", "", 404, "ENDPOINT_NOT_FOUND", "GET " + path + " ");
    }
    refused("DELETE", TRACES + "/search", "", 405, "ENDPOINT_NOT_FOUND", "DELETE");
    assertThat(server().get("/nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  void postWantsJson() {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    for (String type : List.of("text/plain", "application/x-protobuf", "application/xml")) {
      HttpResponse<String> reply = server().post(EXPERIMENTS + "/search", type, body);
      assertThat(reply.statusCode()).isEqualTo(400);
      assertThat(reply.body()).contains(INVALID, "Content-Type: " + type);
    }
    assertThat(
            server()
                .post(EXPERIMENTS + "/search", "application/json; charset=utf-8", body)
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void longValuesAreShownShortened() {
    HttpResponse<String> reply =
        send("POST", EXPERIMENTS + "/search", "{'max_results': '" + "9".repeat(100_000) + "'}");
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("max_results").hasSizeLessThan(1000);
  }

  @Test
  void everyCodeHasItsStatus() {
    Map<Integer, List<ErrorCode>> byStatus =
        Map.of(
            400,
            List.of(
                ErrorCode.BAD_REQUEST,
                ErrorCode.INVALID_PARAMETER_VALUE,
                ErrorCode.RESOURCE_ALREADY_EXISTS),
            401,
            List.of(ErrorCode.UNAUTHENTICATED, ErrorCode.CUSTOMER_UNAUTHORIZED),
            403,
            List.of(ErrorCode.PERMISSION_DENIED),
            404,
            List.of(
                ErrorCode.NOT_FOUND,
                ErrorCode.RESOURCE_DOES_NOT_EXIST,
                ErrorCode.ENDPOINT_NOT_FOUND),
            409,
            List.of(ErrorCode.ABORTED, ErrorCode.RESOURCE_CONFLICT, ErrorCode.ALREADY_EXISTS),
            429,
            List.of(ErrorCode.REQUEST_LIMIT_EXCEEDED, ErrorCode.RESOURCE_EXHAUSTED),
            499,
            List.of(ErrorCode.CANCELLED),
            500,
            List.of(ErrorCode.INTERNAL_ERROR, ErrorCode.INVALID_STATE, ErrorCode.DATA_LOSS),
            501,
            List.of(ErrorCode.NOT_IMPLEMENTED),
            503,
            List.of(ErrorCode.TEMPORARILY_UNAVAILABLE));
    byStatus.forEach(
        (status, codes) ->
            codes.forEach(code -> assertThat(Statuses.of(code).code()).isEqualTo(status)));
    assertThat(Statuses.of(ErrorCode.DEADLINE_EXCEEDED).code()).isEqualTo(504);
  }
}
