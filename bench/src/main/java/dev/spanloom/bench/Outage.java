package dev.spanloom.bench;

import dev.spanloom.ExportStats;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.server.SpanloomServer;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A program whose server is away: {@code Outage down} compares ten threads at work with tracing
 * disabled and with tracing to a server that is down; {@code Outage catch-up SPANS} fills the spool
 * and then starts the server; {@code Outage read} asks for traces right after they end.
 */
public final class Outage {
  private static final int THREADS = 10;
  private static final long WORK_NANOS = 1_000_000;
  private static final Duration ROUND = Duration.ofSeconds(10);
  private static final int ROUNDS = 4;
  private static final int SPANS_PER_TRACE = 10;
  private static final int READS = 2_000;
  private static final String LETTERS = "What is said is said. ".repeat(8);

  private Outage() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("spanloom-outage");
    System.setProperty("spanloom.spool.dir", folder.resolve("spool").toString());
    switch (args.length == 0 ? "" : args[0]) {
      case "down" -> down();
      case "catch-up" -> catchUp(folder, Integer.parseInt(args[1]));
      case "read" -> read(folder);
      default -> throw new IllegalArgumentException("expected: down, catch-up SPANS, or read");
    }
  }

  private static String uriOfNobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  // ---- ten threads, and nobody answers

  private static void down() throws IOException, InterruptedException {
    Mlflow.setTrackingUri(uriOfNobody());
    double[] disabled = new double[ROUNDS];
    double[] traced = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      Mlflow.disable();
      disabled[round] = perSecond();
      Mlflow.enable();
      traced[round] = perSecond();
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      ExportStats stats = Mlflow.exportStats();
      System.out.printf(
          Locale.ROOT,
          "disabled %,.0f/s, traced %,.0f/s, ratio %.3f; heap %d MiB, spool %d MiB, %,d spans wait%n",
          disabled[round],
          traced[round],
          traced[round] / disabled[round],
          (runtime.totalMemory() - runtime.freeMemory()) >> 20,
          stats.spoolBytes() >> 20,
          stats.spansQueued());
    }
    // the first round warms up
    System.out.printf(
        Locale.ROOT,
        "ratio of the rest: %.3f%n",
        Arrays.stream(traced).skip(1).sum() / Arrays.stream(disabled).skip(1).sum());
  }

  /** Pieces of work of a millisecond of processor time each, every one in a span. */
  private static double perSecond() throws InterruptedException {
    AtomicLong done = new AtomicLong();
    long end = System.nanoTime() + ROUND.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread =
          new Thread(
              () -> {
                while (System.nanoTime() < end) {
                  try (LiveSpan span = Mlflow.startSpan("work")) {
                    span.setInputs(Map.of("question", LETTERS));
                    work();
                  }
                  done.incrementAndGet();
                }
              },
              "bench-worker");
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return done.get() / (ROUND.toNanos() / 1e9);
  }

  private static void work() {
    java.lang.management.ThreadMXBean times =
        java.lang.management.ManagementFactory.getThreadMXBean();
    long until = times.getCurrentThreadCpuTime() + WORK_NANOS;
    while (times.getCurrentThreadCpuTime() < until) {
      Thread.onSpinWait();
    }
  }

  // ---- the server comes back

  private static void catchUp(Path folder, int spans) throws IOException, InterruptedException {
    String uri = uriOfNobody();
    Mlflow.setTrackingUri(uri);
    long start = System.nanoTime();
    for (int i = 0; i < spans / SPANS_PER_TRACE; i++) {
      trace(i);
    }
    double made = (System.nanoTime() - start) / 1e9;
    ExportStats before = Mlflow.exportStats();
    System.out.printf(
        Locale.ROOT,
        "%,d spans wait, %,d dropped; made at %,.0f spans/s; spool %d MiB%n",
        before.spansQueued(),
        before.spansDropped(),
        spans / made,
        before.spoolBytes() >> 20);
    int port = Integer.parseInt(uri.substring(uri.lastIndexOf(':') + 1));
    try (TraceStore store = SqliteTraceStore.open(folder.resolve("outage.db"));
        SpanloomServer server =
            SpanloomServer.start(store, ServerOptions.defaults().withPort(port))) {
      start = System.nanoTime();
      while (!Mlflow.flush(Duration.ofMinutes(10))) {
        Thread.onSpinWait(); // an attempt from before the server was up had failed
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "all there after %.1f s: %,.0f spans/s; the store has %,d spans%n",
          seconds,
          spans / seconds,
          store.health().stats().spans());
      Mlflow.reset();
      server.close();
    }
  }

  private static String trace(int number) {
    LiveSpan root = Mlflow.startSpan("request");
    try (root) {
      root.setInputs(Map.of("question", LETTERS, "number", number));
      for (int i = 1; i < SPANS_PER_TRACE; i++) {
        try (LiveSpan span = Mlflow.startSpan("step")) {
          span.setInputs(Map.of("question", LETTERS, "number", i));
        }
      }
    }
    return root.traceId();
  }

  // ---- reading one's own writes

  private static void read(Path folder) throws InterruptedException {
    Mlflow.setTrackingUri("sqlite:" + folder.resolve("read.db"));
    long[] nanos = new long[READS];
    for (int i = 0; i < READS + READS / 4; i++) {
      String traceId = trace(i);
      long start = System.nanoTime();
      int found = Mlflow.getTrace(traceId).orElseThrow().data().spans().size();
      if (found != SPANS_PER_TRACE) {
        throw new IllegalStateException(traceId + " has " + found + " spans");
      }
      if (i >= READS / 4) {
        nanos[i - READS / 4] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "getTrace right after close, ten spans: p50 %.2f ms, p95 %.2f ms%n",
        nanos[READS / 2] / 1e6,
        nanos[READS * 95 / 100] / 1e6);
    Mlflow.reset();
  }
}
