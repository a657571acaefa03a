package dev.spanloom.bench.store;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.server.SpanloomServer;
import dev.spanloom.storage.WriteBatch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the web UI waits for at a server: the pages of a store of 100,000 traces, the skeleton of a
 * trace of 50,000 spans, a span, the preview of a value of 20 MB; server and reader in one process.
 * {@code UiReads URI [TRACES]}, such as {@code UiReads sqlite:/var/tmp/ui.db}; the store must be
 * empty.
 */
public final class UiReads {
  private static final int TRACES = 100_000;
  private static final int SPANS = 50_000;
  private static final int VALUE_BYTES = 20_000_000;
  private static final int SPANS_PER_BATCH = 5_000;
  private static final String LARGE = String.format("tr-%032x", 0xFEED_0001L);
  private static final String HEAVY = String.format("tr-%032x", 0xFEED_0002L);
  private static final String API = "/ui-api/1";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Stage stage;
  private final URI server;

  private UiReads(Stage stage, URI server) {
    this.stage = stage;
    this.server = server;
  }

  public static void main(String[] args) throws InterruptedException {
    if (args.length == 0) {
      System.err.println("usage: UiReads URI [TRACES]   (such as sqlite:ui.db)");
      System.exit(2);
    }
    int traces = args.length > 1 ? Integer.parseInt(args[1]) : TRACES;
    System.out.println(run(args[0], traces, SPANS, VALUE_BYTES));
  }

  /** The figures as Markdown. */
  static String run(String uri, int traces, int spans, int valueBytes) throws InterruptedException {
    Stage stage = Stage.of(uri, traces);
    try (BenchStore bench = stage.bench()) {
      StoreLoad.run(stage);
      for (int from = 1; from <= spans; from += SPANS_PER_BATCH) {
        int to = Math.min(spans, from + SPANS_PER_BATCH - 1);
        bench
            .store()
            .writer()
            .write(new WriteBatch(List.of(), spans(from, to), Experiment.DEFAULT_ID));
      }
      bench
          .store()
          .writer()
          .write(new WriteBatch(List.of(), heavy(valueBytes), Experiment.DEFAULT_ID));
      try (SpanloomServer server =
          SpanloomServer.start(bench.store(), ServerOptions.defaults().withPort(0))) {
        UiReads reads = new UiReads(stage, server.uri());
        reads.table();
        reads.skeleton(spans);
        reads.span(spans, valueBytes);
      }
    }
    return stage.table().toString();
  }

  private static List<EncodedSpan> spans(int first, int last) {
    return CallTree.spans(LARGE, first, last, "the next one. ".repeat(20));
  }

  /** A span with large values: one a text, one an object. */
  private static List<EncodedSpan> heavy(int bytes) {
    StringBuilder text = new StringBuilder(bytes);
    while (text.length() < bytes) {
      text.append("line ").append(text.length()).append(" of a page that somebody read\n");
    }
    text.setLength(bytes);
    return List.of(
        EncodedSpan.of(
            CallTree.call(HEAVY, 1)
                .inputs(Map.of("page", text.toString()))
                .outputs(text.toString())
                .build()));
  }

  private void table() {
    String scope = "{\"experiment_ids\": [\"" + stage.experimentIds().get(SearchSet.MAIN) + "\"]";
    String failed = scope + ", \"filter\": \"status = 'ERROR'\"";
    String fields = ", \"fields\": [\"status\", \"name\", \"session_id\", \"user\", \"tag.env\"]}";
    post("first page of 100", "/traces/search", scope + ", \"max_results\": 100}");
    post("first page of 100, failed", "/traces/search", failed + ", \"max_results\": 100}");
    post("count", "/traces/count", scope + "}");
    post("count, failed", "/traces/count", failed + "}");
    post("histogram", "/traces/histogram", scope + "}");
    post("histogram, failed", "/traces/histogram", failed + "}");
    post("five facets", "/traces/facets", scope + fields);
    post("five facets, failed", "/traces/facets", failed + fields);
    get("experiments", API + "/experiments");
  }

  private void skeleton(int spans) {
    String path = API + "/traces/" + LARGE + "/skeleton";
    Latencies latencies = get("skeleton of " + spans + " spans", path);
    HttpResponse<byte[]> reply = send(request(path).build());
    stage.put(
        "bytes of a span in it",
        String.format(Locale.ROOT, "%.2f", reply.body().length / (double) spans));
    Checks.that(latencies.count() > 0, "skeletons", latencies);
    HttpRequest packed = request(path).header("Accept-Encoding", "gzip").build();
    stage.put("the same, gzip", measure(packed, 200));
    stage.put(
        "bytes of a span in that",
        String.format(Locale.ROOT, "%.2f", send(packed).body().length / (double) spans));
    String tag = reply.headers().firstValue("etag").orElseThrow();
    stage.put("skeleton, 304", measure(request(path).header("If-None-Match", tag).build(), 304));
    get("text found in " + spans + " spans", API + "/traces/" + LARGE + "/find?q=STEP%20777");
  }

  private void span(int spans, int valueBytes) {
    String span = API + "/traces/" + LARGE + "/spans/" + String.format("%016x", spans / 2);
    get("a span", span);
    String heavy = API + "/traces/" + HEAVY + "/spans/" + String.format("%016x", 1);
    get("preview of a text of " + valueBytes + " bytes", heavy + "?fields=outputs");
    get("preview of an object of them", heavy + "?fields=inputs");
    stage.put(
        "1 MiB of that text",
        measure(
            request(heavy + "/value?field=outputs").header("Range", "bytes=0-1048575").build(),
            206));
    get("all of that text", heavy + "/value?field=outputs");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path));
  }

  private Latencies get(String row, String path) {
    Latencies latencies = measure(request(path).build(), 200);
    stage.put(row, latencies);
    return latencies;
  }

  private void post(String row, String route, String body) {
    HttpRequest request =
        request(API + route)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    Object answer = JsonReader.read(new String(send(request).body(), StandardCharsets.UTF_8));
    Checks.that(answer instanceof Map<?, ?> map && !map.isEmpty(), row, answer);
    stage.put(row, measure(request, 200));
  }

  private Latencies measure(HttpRequest request, int status) {
    return Measure.calls(
        run -> send(request),
        (reply, run) -> Checks.equal("status of " + request.uri(), reply.statusCode(), status));
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
