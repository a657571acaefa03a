package dev.spanloom.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.storage.TraceStore;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server over a store, with short words for what is asked of it and how it answers. */
public abstract class RestCase {
  protected static final String TRACES = "/api/3.0/mlflow/traces";
  static final String TRACES_V2 = "/api/2.0/mlflow/traces";
  static final String EXPERIMENTS = "/api/2.0/mlflow/experiments";

  private LiveServer server;

  protected abstract TraceStore open();

  @BeforeEach
  void start() {
    server = new LiveServer(ServerOptions.defaults(), open());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  protected LiveServer server() {
    return server;
  }

  protected HttpResponse<String> send(String method, String path, String json) {
    return json.isEmpty() && method.equals("GET")
        ? server.get(path)
        : server.send(method, path, json.replace('\'', '"'));
  }

  /** The reply of a request that is answered; quotes in it may be single ones. */
  protected Map<?, ?> ok(String method, String path, String json) {
    HttpResponse<String> reply = send(method, path, json);
    assertThat(reply.statusCode()).as("%s %s: %s", method, path, reply.body()).isEqualTo(200);
    assertThat(reply.headers().firstValue("content-type").orElseThrow())
        .startsWith("application/json");
    return (Map<?, ?>) Objects.requireNonNull(JsonReader.read(reply.body()));
  }

  protected Map<?, ?> get(String path) {
    return ok("GET", path, "");
  }

  protected Map<?, ?> post(String path, String json) {
    return ok("POST", path, json);
  }

  /** Sends a request that must be refused. */
  protected void refused(
      String method, String path, String json, int status, String code, String... inMessage) {
    HttpResponse<String> reply = send(method, path, json);
    assertThat(reply.statusCode()).as("%s %s: %s", method, path, reply.body()).isEqualTo(status);
    Map<?, ?> error = (Map<?, ?>) Objects.requireNonNull(JsonReader.read(reply.body()));
    assertThat(error.get("error_code")).as("%s %s", method, path).isEqualTo(code);
    String message = String.valueOf(error.get("message"));
    assertThat(message).isNotBlank();
    for (String part : inMessage) {
      assertThat(message).contains(part);
    }
  }

  protected static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A value inside of maps and lists, by keys and places. */
  protected static Object at(Object value, Object... path) {
    Object found = value;
    for (Object step : path) {
      found =
          step instanceof Integer place
              ? ((List<?>) found).get(place)
              : ((Map<?, ?>) found).get(step);
    }
    return found;
  }

  /** Starts a trace of the default experiment, with more fields of its info. */
  protected Map<?, ?> startTrace(String id, String more) {
    return post(
        TRACES,
        "{'trace': {'trace_info': {'trace_id': '"
            + id
            + "', 'trace_location': {'type': 'MLFLOW_EXPERIMENT', 'mlflow_experiment':"
            + " {'experiment_id': '0'}}, 'request_time': '2025-01-01T00:00:00Z'"
            + (more.contains("'state'") ? "" : ", 'state': 'OK'")
            + (more.isEmpty() ? "" : ", " + more)
            + "}}}");
  }

  protected Map<?, ?> info(String id) {
    return (Map<?, ?>) at(get(TRACES + "/" + id), "trace", "trace_info");
  }

  /** The ids of the traces that a filter finds. */
  protected List<?> found(String filter) {
    Map<?, ?> page =
        post(
            TRACES + "/search",
            "{'locations': [{'type': 'MLFLOW_EXPERIMENT', 'mlflow_experiment': {'experiment_id': '0'}}],"
                + " 'filter': \""
                + filter.replace("\"", "\\\"")
                + "\"}");
    return ((List<?>) page.get("traces"))
        .stream().map(trace -> ((Map<?, ?>) trace).get("trace_id")).toList();
  }
}
