package dev.spanloom.bench.store;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Asks a server of MLflow's REST API for traces and pages of traces. Thread-safe. */
final class ReadQuestions {
  static final int PAGE = 100;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;

  /**
   * Something to ask, and whether the first reply is right.
   *
   * @param json what is posted; empty for a GET
   */
  record Question(String name, String path, String json, Consumer<byte[]> check) {}

  ReadQuestions(URI server) {
    this.server = server;
  }

  private static String traceId(int size) {
    return String.format("tr-%032x", 0xFEED_0000L + size);
  }

  /** A trace to ask for. */
  static List<EncodedSpan> spans(int size) {
    return CallTree.spans(traceId(size), 1, size, "the next one, of " + size + ". ".repeat(100));
  }

  static Question trace(int size) {
    return new Question(
        "GET of a trace of " + size + " spans",
        "/api/3.0/mlflow/traces/get?trace_id=" + traceId(size),
        "",
        body -> {
          Object trace = JsonReader.readObject(text(body)).get("trace");
          Checks.that(
              trace instanceof Map<?, ?> map
                  && map.get("spans") instanceof List<?> spans
                  && spans.size() == size,
              "all spans of a trace of " + size,
              text(body).length());
        });
  }

  static Question search(String name, String experiment, String filter) {
    String body =
        "{\"locations\": [{\"type\": \"MLFLOW_EXPERIMENT\", \"mlflow_experiment\":"
            + " {\"experiment_id\": \""
            + experiment
            + "\"}}], \"filter\": \""
            + filter
            + "\", \"max_results\": "
            + PAGE
            + "}";
    return new Question(
        "search, " + name,
        "/api/3.0/mlflow/traces/search",
        body,
        reply -> {
          Object found = JsonReader.readObject(text(reply)).get("traces");
          Checks.that(
              found instanceof List<?> list && !list.isEmpty() && list.size() <= PAGE,
              "a page of " + filter,
              text(reply).length());
        });
  }

  /** How long the replies take; the first one is looked at. */
  Latencies measured(Question question) {
    return measured(question, run -> send(question));
  }

  /** As {@link #measured(Question)}, over something else than this client. */
  static Latencies measured(Question question, IntFunction<byte[]> call) {
    return Measure.calls(
        call,
        (body, run) -> {
          if (run == 0) {
            question.check.accept(body);
          }
        });
  }

  byte[] send(Question question) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(question.path));
    if (!question.json.isEmpty()) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(question.json));
    }
    try {
      HttpResponse<byte[]> reply =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      Checks.equal("status of " + question.path, reply.statusCode(), 200);
      return reply.body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }
}
