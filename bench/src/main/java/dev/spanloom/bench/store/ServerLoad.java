package dev.spanloom.bench.store;

import dev.spanloom.server.ServerOptions;
import dev.spanloom.server.SpanloomServer;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * OTLP/HTTP with protobuf against a server over a store, in one process and on the same cores: each
 * request brings the ten spans of a trace and is answered once they are durable. Before it, as many
 * traces that are not measured: a JVM that has just begun compiles more than it stores. After it,
 * what the engine alone takes of two writers. Below each row it says which threads took how much.
 * {@code ServerLoad URI TRACES CLIENTS...}, such as {@code ServerLoad sqlite:/var/tmp/server.db
 * 20000 1 4 16}.
 */
public final class ServerLoad {
  private static final int MADE_AT_ONCE = 4_000;
  private static final int WARM_UP_CLIENTS = 16;

  private ServerLoad() {}

  public static void main(String[] args) throws InterruptedException {
    int traces = Integer.parseInt(args[1]);
    int first = traces;
    System.out.println(
        "| clients | spans/s | request p50 / p95 ms | CPU of the process but clients, ms a span |");
    System.out.println("|---|---|---|---|");
    try (BenchStore bench = BenchStore.open(args[0]);
        SpanloomServer server =
            SpanloomServer.start(bench.store(), ServerOptions.defaults().withPort(0))) {
      run(bench, server.uri(), WARM_UP_CLIENTS, 0, traces);
      for (int i = 2; i < args.length; i++) {
        int clients = Integer.parseInt(args[i]);
        System.out.print(run(bench, server.uri(), clients, first, traces));
        first += traces;
      }
      System.out.print(engineAlone(bench, first, traces));
    }
  }

  private static String engineAlone(BenchStore bench, int first, int traces)
      throws InterruptedException {
    Latencies latencies = new Latencies();
    ThreadTimes threads = new ThreadTimes();
    long cpu = processCpuNanos();
    long start = System.nanoTime();
    try (TraceFeed feed =
        TraceFeed.start(
            new Workload(first + traces),
            bench.experimentIds(),
            first,
            first + traces,
            StoreLoad.BATCH_TRACES)) {
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < StoreLoad.WRITERS; i++) {
        Thread writer = new Thread(() -> writeAll(bench, feed, latencies), "bench-writer");
        writers.add(writer);
        writer.start();
      }
      for (Thread writer : writers) {
        writer.join();
      }
      threads.add();
    }
    double spans = (double) traces * Workload.SPANS_PER_TRACE;
    return String.format(
        Locale.ROOT,
        "| engine alone | %,.0f | %s | %.3f |%n%s",
        spans / ((System.nanoTime() - start) / 1e9),
        latencies,
        (processCpuNanos() - cpu) / 1e6 / spans,
        threads.table(spans));
  }

  private static void writeAll(BenchStore bench, TraceFeed feed, Latencies latencies) {
    try {
      for (WriteBatch batch = feed.next(); batch != null; batch = feed.next()) {
        long start = System.nanoTime();
        Checks.equal(
            "what a write rejects", bench.store().writer().write(batch), WriteResult.ALL_TAKEN);
        latencies.add(System.nanoTime() - start);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String run(BenchStore bench, URI server, int clients, int first, int traces)
      throws InterruptedException {
    OtlpClients otlp = new OtlpClients(server, bench.experimentIds().get(0));
    long spentNanos = 0;
    Latencies latencies = new Latencies();
    long nanos = 0;
    long cpuNanos = 0;
    ThreadTimes threads = new ThreadTimes();
    for (int from = first; from < first + traces; from += MADE_AT_ONCE) {
      List<byte[]> requests =
          OtlpClients.requests(
              bench.experimentIds(), from, Math.min(MADE_AT_ONCE, first + traces - from));
      threads.skip();
      long cpu = processCpuNanos();
      long start = System.nanoTime();
      spentNanos += otlp.send(requests, clients, latencies);
      nanos += System.nanoTime() - start;
      cpuNanos += processCpuNanos() - cpu;
      threads.add();
    }
    double spans = (double) traces * Workload.SPANS_PER_TRACE;
    return String.format(
        Locale.ROOT,
        "| %d | %,.0f | %s | %.3f |%n%s",
        clients,
        spans / (nanos / 1e9),
        latencies,
        (cpuNanos - spentNanos) / 1e6 / spans,
        threads.table(spans));
  }

  private static long processCpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}
