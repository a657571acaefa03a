package dev.spanloom.bench.store;

import dev.spanloom.entities.otlp.OtlpRequests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
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
  private final String headers;

  /**
   * Of a server.
   *
   * @param experimentId what the traces are logged to
   */
  OtlpClients(URI server, String experimentId) {
    this.server = server;
    this.headers =
        "Content-Type: application/x-protobuf\r\nx-mlflow-experiment-id: " + experimentId + "\r\n";
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
   * @return the CPU time that the clients took, in nanoseconds
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
    try (PlainConnection connection = PlainConnection.to(server)) {
      for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
        long start = System.nanoTime();
        var unused = connection.post("/v1/traces", headers, requests.get(i));
        latencies.add(System.nanoTime() - start);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
