package dev.spanloom.bench.store;

import dev.spanloom.entities.otlp.OtlpRequests;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that send OTLP/HTTP with protobuf to a server, a trace a request, each the next one as
 * soon as it was answered. Thread-safe.
 */
final class OtlpClients {
  private final URI server;
  private final String experimentId;

  /**
   * Of a server.
   *
   * @param experimentId what the traces are logged to
   */
  OtlpClients(URI server, String experimentId) {
    this.server = server;
    this.experimentId = experimentId;
  }

  /** The traces as requests, made beforehand so that nothing of it is measured. */
  static List<byte[]> requests(List<String> experimentIds, int from, int count) {
    Workload workload = new Workload(Math.max(1_000_000, from + count));
    TraceEncoder encoder = new TraceEncoder(experimentIds, new Vocabulary());
    List<byte[]> requests = new ArrayList<>(count);
    for (int number = from; number < from + count; number++) {
      requests.add(
          OtlpRequests.encode(
              TraceFeed.batch(workload, encoder, experimentIds.get(0), number, number + 1)
                  .spans()));
    }
    return requests;
  }

  /**
   * Sends all requests.
   *
   * @return the CPU time that the clients' own threads took, in nanoseconds
   */
  long send(List<byte[]> requests, int clients, Latencies latencies) throws InterruptedException {
    AtomicLong spentNanos = new AtomicLong();
    AtomicInteger next = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Thread thread =
          new Thread(
              () -> {
                sendAll(requests, next, latencies);
                ThreadMXBean threadTimes = ManagementFactory.getThreadMXBean();
                spentNanos.addAndGet(threadTimes.getCurrentThreadCpuTime());
              },
              "bench-client");
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return spentNanos.get();
  }

  private void sendAll(List<byte[]> requests, AtomicInteger next, Latencies latencies) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.resolve("/v1/traces"))
              .header("Content-Type", "application/x-protobuf")
              .header("x-mlflow-experiment-id", experimentId)
              .POST(HttpRequest.BodyPublishers.ofByteArray(requests.get(i)))
              .build();
      long start = System.nanoTime();
      try {
        HttpResponse<byte[]> reply = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        Checks.equal("status", reply.statusCode(), 200);
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
      latencies.add(System.nanoTime() - start);
    }
  }
}
