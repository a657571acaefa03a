package dev.spanloom.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Route;
import dev.spanloom.server.LiveServer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Requests that were damaged in many ways are answered or refused in words: the server neither
 * fails nor hangs. {@code -Dspanloom.fuzz.inputs=200000} makes many of them.
 */
class RestFuzzTest {
  private static final int INPUTS = Integer.getInteger("spanloom.fuzz.inputs", 3_000);
  private static final int ROUND = 20_000;

  private static final List<String> BODIES =
      List.of(
          """
          {"trace": {"trace_info": {"trace_id": "tr-1", "client_request_id": "c", "trace_location":
            {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}},
            "request_preview": "a", "response_preview": "b", "request_time": "2025-01-01T00:00:00.5Z",
            "execution_duration": "1.5s", "state": "OK", "trace_metadata": {"mlflow.sourceRun": "r1"},
            "tags": {"k": "v"}, "assessments": [{"assessment_name": "good", "feedback": {"value": true},
            "source": {"source_type": "HUMAN", "source_id": "bob"}, "metadata": {"a": "b"}}]}}}
          """,
          """
          {"locations": [{"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}}],
           "filter": "status = 'OK' AND tags.k LIKE 'v%' OR run_id = 'r1'", "max_results": 10,
           "order_by": ["timestamp_ms DESC", "tag.k"], "page_token": ""}
          """,
          """
          {"assessment": {"assessment_name": "good", "expectation": {"serialized_value":
            {"serialization_format": "JSON_FORMAT", "value": "[1, 2]"}}, "rationale": "why",
            "overrides": "a-1", "valid": true}, "update_mask": "assessmentName,rationale,valid"}
          """,
          """
          {"experiment_id": "0", "max_timestamp_millis": 5, "max_traces": 1, "request_ids": ["tr-1"]}
          """,
          """
          {"trace_ids": ["tr-1", "tr-2"], "run_id": "r1", "trace_id": "tr-1", "experiment_ids": ["0"],
           "prompt_versions": [{"name": "p", "version": "1"}], "key": "k", "value": "v"}
          """,
          """
          {"experiment_id": "0", "timestamp_ms": 1000, "status": "OK", "request_metadata":
            [{"key": "a", "value": "b"}], "tags": [{"key": "c", "value": "d"}]}
          """,
          """
          {"name": "e", "artifact_location": "mlflow-artifacts:/e", "tags": {"a": "b"}, "new_name": "f",
           "experiment_id": "1", "filter": "name LIKE 'e%' AND creation_time > 5", "view_type": "ALL",
           "order_by": ["name DESC"], "max_results": 3, "key": "a", "value": "c"}
          """);

  private static final List<String> QUERIES =
      List.of(
          "trace_ids=tr-1&trace_ids=tr-2&experiment_ids=0",
          "experiment_ids=0&filter=status%20%3D%20%27OK%27&max_results=5&order_by=timestamp_ms&page_token=",
          "experiment_id=0&experiment_name=Default&run_id=r1&trace_id=tr-1&allow_partial=TRUE",
          "view_type=ALL&filter=name%20LIKE%20%27e%25%27&order_by=name&max_results=2",
          "");

  private static final List<String> PIECES =
      List.of(
          "null",
          "[]",
          "{}",
          "\"\"",
          "-1",
          "1e400",
          "9999999999999999999999",
          "true",
          "NaN",
          "[[[[",
          "\\u0000",
          "\\ud800",
          "\u0000",
          "é",
          "😀",
          "'",
          "%",
          "\"a\": ",
          "1.5",
          "\"tr-1\"",
          "\"0\"",
          "%00",
          "..",
          "//",
          "&",
          "=",
          ";",
          "#",
          "+",
          "%",
          "?");

  private final Random random;

  RestFuzzTest() {
    random = new Random(7);
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** A text that was changed in some places, or not at all. */
  private byte[] damaged(String good) {
    byte[] input = good.getBytes(StandardCharsets.UTF_8);
    for (int times = random.nextInt(5); times > 0 && input.length > 0; times--) {
      int at = random.nextInt(input.length);
      switch (random.nextInt(5)) {
        case 0 -> input[at] = (byte) random.nextInt(256);
        case 1 -> input = Arrays.copyOf(input, at);
        case 2 -> input = spliced(input, at, any(PIECES).getBytes(StandardCharsets.UTF_8), 0);
        case 3 ->
            input =
                spliced(
                    input,
                    at,
                    any(PIECES).getBytes(StandardCharsets.UTF_8),
                    random.nextInt(Math.min(30, input.length - at) + 1));
        default -> {
          int from = random.nextInt(input.length);
          int length = Math.min(random.nextInt(60), input.length - from);
          input = spliced(input, at, Arrays.copyOfRange(input, from, from + length), 0);
        }
      }
    }
    return input;
  }

  /** The input with some bytes at a place instead of as many as are left out there. */
  private static byte[] spliced(byte[] input, int at, byte[] piece, int without) {
    byte[] result = new byte[input.length + piece.length - without];
    System.arraycopy(input, 0, result, 0, at);
    System.arraycopy(piece, 0, result, at, piece.length);
    System.arraycopy(input, at + without, result, at + piece.length, input.length - at - without);
    return result;
  }

  /** What stays within a line. */
  private String damagedLine(String good) {
    return new String(damaged(good), StandardCharsets.ISO_8859_1).replaceAll("[\r\n ]", "~");
  }

  private byte[] request(List<Route> routes) {
    Route route = any(routes);
    String method =
        random.nextInt(20) == 0
            ? any(List.of("GET", "POST", "PUT", "PATCH", "HEAD", "DELETE"))
            : any(List.copyOf(route.methods())).name();
    String path = route.patternString().replaceAll("[{:][^/]*", "tr-1");
    if (random.nextInt(10) == 0) {
      path = "/" + damagedLine(path.substring(1));
    }
    String query = random.nextInt(3) == 0 ? "" : "?" + damagedLine(any(QUERIES));
    byte[] body = damaged(any(BODIES));
    String header =
        switch (random.nextInt(12)) {
          case 0 -> "content-type: " + damagedLine("application/json;charset=utf-8");
          case 1 -> "accept: " + damagedLine("*/*");
          case 2 -> "authorization: " + damagedLine("Basic~YTpi");
          case 3 ->
              "content-type: application/json\r\ncontent-encoding: " + any(List.of("gzip", "br"));
          default -> "content-type: application/json";
        };
    String head =
        method
            + " "
            + path
            + query
            + " HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: "
            + body.length
            + "\r\n"
            + header
            + "\r\n\r\n";
    byte[] line = head.getBytes(StandardCharsets.ISO_8859_1);
    return spliced(line, line.length, body, 0);
  }

  @Test
  void noRequestMakesTheServerFailOrHang() throws Exception {
    int[] statuses = new int[600];
    for (int done = 0; done < INPUTS; done += ROUND) {
      try (LiveServer server = new LiveServer();
          RawConnection connection = new RawConnection(server.uri("/").getPort())) {
        List<Route> routes = server.routes().stream().filter(RestFuzzTest::isOfTheRestApi).toList();
        for (int i = 0; i < Math.min(ROUND, INPUTS - done); i++) {
          byte[] request = request(routes);
          RawConnection.Reply reply = connection.send(request);
          statuses[reply.status()]++;
          String shown = new String(request, StandardCharsets.ISO_8859_1) + "\n" + reply;
          assertThat(reply.status() < 500 || reply.body().contains("INVALID_STATE"))
              .as(shown)
              .isTrue();
        }
      }
    }
    assertThat(statuses[200]).isGreaterThan(INPUTS / 20);
    assertThat(statuses[400]).isGreaterThan(INPUTS / 20);
    assertThat(statuses[404]).isGreaterThan(INPUTS / 100);
  }

  /** Files have a fuzz test of their own. */
  private static boolean isOfTheRestApi(Route route) {
    return route.patternString().startsWith("/api/")
        && !route.patternString().contains("/mlflow-artifacts/");
  }
}
