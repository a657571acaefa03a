package dev.spanloom.bench.store;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.otlp.OtlpRequests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Servers of MLflow's REST API beside each other, each a process of its own on the same cores as
 * the clients: first the same kind of traces to each in turns that take each about as long, {@link
 * OtlpClients}, then the same questions to each, {@link ReadQuestions}. {@code PeerServers ROUNDS
 * CLIENTS NAME=URL=PID...}, such as {@code PeerServers 4 16 spanloom=http://127.0.0.1:5001=4711
 * mlflow=http://127.0.0.1:5000=4712}. CPU is that of the process and all below it. The servers must
 * be fresh: what was there before is not told apart. The figures of the last server are those the
 * others are compared to.
 */
public final class PeerServers {
  /** The traces of a warm-up are sent so many at once. */
  private static final int WARM_UP_TRACES = 250;

  /**
   * So long a turn is to take: in a shorter one a fast server answers clients that have just
   * connected, and nothing else.
   */
  private static final Duration TURN = Duration.ofSeconds(10);

  private static final List<Integer> SIZES = List.of(10, 1_000, 10_000);

  /** So long each server takes traces before it is measured: as long, not as many. */
  private static final Duration WARM_UP = Duration.ofSeconds(90);

  /** So long each question is asked before it is measured. */
  private static final Duration WEAR = Duration.ofSeconds(10);

  private static final int WORN_IN = 5_000;

  private PeerServers() {}

  private static final class Peer {
    private final String name;
    private final URI uri;
    private final ProcessHandle process;
    private final String experimentId;
    private final OtlpClients clients;
    private final ReadQuestions reads;
    private final Latencies latencies = new Latencies();
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private int sent;
    private int turnTraces;
    private int measured;
    private long nanos;
    private long cpuNanos;

    Peer(String argument) throws IOException, InterruptedException {
      String[] parts = argument.split("=", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException(
            "server: \"" + argument + "\" (expected: NAME=URL=PID, such as mlflow=http://…=4711)");
      }
      name = parts[0];
      uri = URI.create(parts[1]);
      process = ProcessHandle.of(Long.parseLong(parts[2])).orElseThrow();
      experimentId = newExperiment();
      clients = new OtlpClients(uri, experimentId);
      reads = new ReadQuestions(uri);
    }

    private String newExperiment() throws IOException, InterruptedException {
      HttpResponse<String> reply =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(uri.resolve("/api/2.0/mlflow/experiments/create"))
                      .header("Content-Type", "application/json")
                      .POST(
                          HttpRequest.BodyPublishers.ofString(
                              "{\"name\": \"bench " + System.nanoTime() + "\"}"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      Checks.equal("status of a new experiment at " + uri, reply.statusCode(), 200);
      return String.valueOf(JsonReader.readObject(reply.body()).get("experiment_id"));
    }

    private long cpu() {
      return Stream.concat(Stream.of(process), process.descendants())
          .mapToLong(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
          .sum();
    }

    /**
     * Sends traces until the server has had its time; from then on it is known how many are a turn.
     */
    void warmUp(int clientCount) throws InterruptedException {
      long start = System.nanoTime();
      long spent = 0;
      while (spent < WARM_UP.toNanos()) {
        var unused = clients.send(next(WARM_UP_TRACES), clientCount, new Latencies());
        sent += WARM_UP_TRACES;
        spent = System.nanoTime() - start;
      }
      turnTraces = Math.max(1, (int) ((double) sent * TURN.toNanos() / spent));
    }

    void turn(int clientCount) throws InterruptedException {
      List<byte[]> requests = next(turnTraces);
      long cpu = cpu();
      long start = System.nanoTime();
      var unused = clients.send(requests, clientCount, latencies);
      nanos += System.nanoTime() - start;
      cpuNanos += cpu() - cpu;
      measured += turnTraces;
      sent += turnTraces;
    }

    private List<byte[]> next(int traces) {
      return OtlpClients.requests(List.of(experimentId, experimentId, experimentId), sent, traces);
    }

    void logLarge() throws InterruptedException {
      for (int size : SIZES) {
        var unused =
            clients.send(
                List.of(OtlpRequests.encode(ReadQuestions.spans(size))), 1, new Latencies());
      }
    }

    void ask(ReadQuestions.Question question) {
      Measure.wearIn(WORN_IN, WEAR, run -> reads.send(question));
      Latencies asked = reads.measured(question);
      figures.put(question.name() + ", p50 ms", asked.percentileMillis(50));
      figures.put(question.name() + ", p95 ms", asked.percentileMillis(95));
    }

    void logged() {
      double spans = (double) measured * Workload.SPANS_PER_TRACE;
      figures.put("spans/s", spans / (nanos / 1e9));
      figures.put("CPU of the server, ms a span", cpuNanos / 1e6 / spans);
      figures.put("request, p50 ms", latencies.percentileMillis(50));
      figures.put("request, p95 ms", latencies.percentileMillis(95));
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length < 3) {
      System.err.println("usage: PeerServers ROUNDS CLIENTS NAME=URL=PID...");
      System.exit(2);
    }
    int rounds = Integer.parseInt(args[0]);
    int clients = Integer.parseInt(args[1]);
    List<Peer> peers = new ArrayList<>();
    for (String argument : List.of(args).subList(2, args.length)) {
      peers.add(new Peer(argument));
    }
    for (Peer peer : peers) {
      peer.warmUp(clients);
    }
    for (int round = 0; round < rounds; round++) {
      for (Peer peer : peers) {
        peer.turn(clients);
      }
    }
    for (Peer peer : peers) {
      peer.logged();
      peer.logLarge();
    }
    for (Peer peer : peers) {
      for (int size : SIZES) {
        peer.ask(ReadQuestions.trace(size));
      }
      peer.ask(ReadQuestions.search("the newest " + ReadQuestions.PAGE, peer.experimentId, ""));
      peer.ask(ReadQuestions.search("status = 'ERROR'", peer.experimentId, "status = 'ERROR'"));
    }
    System.out.println(table(peers));
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.3f" : "%,.0f", value);
  }

  private static Table table(List<Peer> peers) {
    Table table = new Table("of " + peers.size() + " servers");
    Peer last = peers.get(peers.size() - 1);
    for (Peer peer : peers) {
      peer.figures.forEach(
          (figure, value) -> {
            table.put(figure, peer.name, figure(value));
            if (peer != last) {
              table.put(
                  figure,
                  peer.name + " to " + last.name,
                  figure(value / last.figures.getOrDefault(figure, Double.NaN)));
            }
          });
    }
    return table;
  }
}
