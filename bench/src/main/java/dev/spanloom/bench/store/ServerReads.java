package dev.spanloom.bench.store;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.server.SpanloomServer;
import dev.spanloom.storage.WriteBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * What readers wait for at a server: whole traces of 10, 1,000 and 10,000 spans, and pages of 100
 * of a store of 20,000 traces; server and reader in one process. {@code ServerReads URI [TRACES]},
 * such as {@code ServerReads sqlite:/var/tmp/reads.db}; the store must be empty, or what a run
 * before left there. A trace of 10 spans is asked for first of all; then everything, and everything
 * once more when the server has been in use for some time: a JVM that has just begun runs most of
 * its code for the first time; and at last over a plain socket: the JDK's client, which shares the
 * cores with the server, takes a part of the time of a large reply. The first figure is true of a
 * store that was loaded before.
 */
public final class ServerReads {
  private static final int TRACES = 20_000;
  private static final int PAGE = 100;
  private static final int FIRST = 200;
  private static final int WORN_IN = 5_000;
  private static final Duration MOST_WEAR = Duration.ofSeconds(10);
  private static final List<Integer> SIZES = List.of(10, 1_000, 10_000);
  private static final long START_NANOS = 1_700_000_000_000_000_000L;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;

  /**
   * Something to ask, and whether the first reply is right.
   *
   * @param json what is posted; empty for a GET
   */
  private record Question(String name, String path, String json, Consumer<byte[]> check) {}

  private ServerReads(URI server) {
    this.server = server;
  }

  public static void main(String[] args) throws InterruptedException {
    if (args.length == 0) {
      System.err.println("usage: ServerReads URI [TRACES]   (such as sqlite:reads.db)");
      System.exit(2);
    }
    System.out.println(
        run(args[0], args.length > 1 ? Integer.parseInt(args[1]) : TRACES, SIZES, MOST_WEAR));
  }

  /**
   * The figures as Markdown.
   *
   * @param wear for how long each question is asked at most before the server counts as in use
   */
  static String run(String uri, int traces, List<Integer> sizes, Duration wear)
      throws InterruptedException {
    Stage stage = Stage.of(uri, traces);
    try (BenchStore bench = stage.bench()) {
      if (bench.store().health().stats().traces() != traces + sizes.size()) {
        StoreLoad.run(stage);
        for (int size : sizes) {
          bench
              .store()
              .writer()
              .write(new WriteBatch(List.of(), spans(size), Experiment.DEFAULT_ID));
        }
      }
      try (SpanloomServer server =
          SpanloomServer.start(bench.store(), ServerOptions.defaults().withPort(0))) {
        ServerReads reads = new ServerReads(server.uri());
        List<Question> questions =
            reads.questions(sizes, stage.experimentIds().get(SearchSet.MAIN));
        Question smallest = questions.get(0);
        stage.put(
            smallest.name + ", the first " + FIRST,
            Measure.first(FIRST, run -> reads.send(smallest)));
        for (Question question : questions) {
          stage.put(question.name, reads.measured(question));
        }
        for (Question question : questions) {
          Measure.wearIn(WORN_IN, wear, run -> reads.send(question));
        }
        for (Question question : questions) {
          stage.put(question.name + ", in use", reads.measured(question));
        }
        try (PlainConnection connection = PlainConnection.to(server.uri())) {
          for (Question question : questions) {
            stage.put(
                question.name + ", in use, plain socket",
                measured(question, run -> sent(connection, question)));
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return stage.table().toString();
  }

  private List<Question> questions(List<Integer> sizes, String experiment) {
    List<Question> questions = new ArrayList<>();
    for (int size : sizes) {
      questions.add(trace(size));
    }
    questions.add(search("the newest " + PAGE, experiment, ""));
    questions.add(search("status = 'ERROR'", experiment, "status = 'ERROR'"));
    questions.add(
        search(
            "tag and metadata",
            experiment,
            "tag.team = 'search' AND metadata.app_version LIKE '2.%'"));
    return questions;
  }

  private Latencies measured(Question question) {
    return measured(question, run -> send(question));
  }

  private static Latencies measured(Question question, IntFunction<byte[]> call) {
    return Measure.calls(
        call,
        (body, run) -> {
          if (run == 0) {
            question.check.accept(body);
          }
        });
  }

  private static String traceId(int size) {
    return String.format("tr-%032x", 0xFEED_0000L + size);
  }

  /** A chain of calls, each with some hundred bytes in and out. */
  private static List<EncodedSpan> spans(int size) {
    List<EncodedSpan> spans = new ArrayList<>(size);
    for (int number = 1; number <= size; number++) {
      Span.Builder span =
          Span.builder(traceId(size), String.format("%016x", number))
              .name("call " + number % 50)
              .spanType(number % 3 == 0 ? "TOOL" : "CHAIN")
              .status(SpanStatus.OK)
              .startTimeUnixNanos(START_NANOS + number * 1_000L)
              .endTimeUnixNanos(START_NANOS + number * 1_000L + 500_000)
              .attribute("step", AttributeValue.of(number))
              .inputs(Map.of("question", "what comes behind step " + number + "? ".repeat(100)))
              .outputs(Map.of("answer", "the next one, of " + size + ". ".repeat(100)));
      spans.add(
          EncodedSpan.of(
              number == 1
                  ? span.build()
                  : span.parentId(String.format("%016x", Math.max(1, number / 10))).build()));
    }
    return spans;
  }

  private Question trace(int size) {
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

  private Question search(String name, String experiment, String filter) {
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

  private byte[] send(Question question) {
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

  private static byte[] sent(PlainConnection connection, Question question) {
    try {
      return connection.ask(question.path, question.json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }
}
