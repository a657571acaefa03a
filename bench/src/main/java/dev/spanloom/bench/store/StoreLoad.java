package dev.spanloom.bench.store;

import dev.spanloom.storage.StoreHealth;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Fills an empty store: two writers, 100 traces in a write, each counted once {@code write} has
 * returned. {@code StoreLoad URI TRACES}.
 */
public final class StoreLoad {
  static final int WRITERS = 2;
  static final int BATCH_TRACES = 100;

  private static final Duration MOST_LAG = Duration.ofMinutes(60);
  private static final long REPORT_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long QUIET_MILLIS = 2_000;
  private static final int GENERATED_ALONE = 10_000;

  private StoreLoad() {}

  public static void main(String[] args) throws InterruptedException {
    Stage stage = Stage.of(args[0], Integer.parseInt(args[1]));
    try (BenchStore bench = stage.bench()) {
      run(stage);
      System.out.println(stage.table());
    }
  }

  static void run(Stage stage) throws InterruptedException {
    int traces = stage.truth().workload().traces();
    StoreHealth.Stats before = stage.bench().store().health().stats();
    Checks.equal("traces in the store before loading", before.traces(), 0L);
    generateAlone(stage);
    Ingest ingest = new Ingest(stage, 0, traces);
    long start = System.nanoTime();
    long reportAt = start + REPORT_NANOS;
    long reported = 0;
    while (ingest.join(Math.max(1, reportAt - System.nanoTime()))) {
      if (System.nanoTime() >= reportAt) {
        long spans = ingest.spans();
        stage.say(
            String.format(
                Locale.ROOT,
                "%,d spans; %,.0f spans/s in the last 10 s",
                spans,
                (spans - reported) / (REPORT_NANOS / 1e9)));
        reported = spans;
        reportAt += REPORT_NANOS;
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    StoreHealth.Stats loaded = stage.bench().store().health().stats();
    stage.put(
        "durable ingest, spans/s", String.format(Locale.ROOT, "%,.0f", ingest.spans() / seconds));
    stage.put("write of " + BATCH_TRACES + " traces, p50 / p95 ms", ingest.latencies());
    stage.put(
        "text index behind at the end",
        String.format(
            Locale.ROOT,
            "%,d chunks, %.1f s",
            loaded.unindexedChunks(),
            loaded.indexLagMillis() / 1e3));
    long waited = System.nanoTime();
    Checks.that(
        stage.bench().store().health().awaitIndexed(MOST_LAG), "text index within", MOST_LAG);
    stage.put(
        "caught up after",
        String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - waited) / 1e9));
    awaitQuiet(stage);
    size(stage);
    check(stage);
  }

  /** Waits until nothing changes any more: a store may go on tidying up. */
  private static void awaitQuiet(Stage stage) throws InterruptedException {
    long before = -1;
    long used = usedBytes(stage);
    while (used != before) {
      Thread.sleep(QUIET_MILLIS);
      before = used;
      used = usedBytes(stage);
    }
  }

  private static long usedBytes(Stage stage) {
    StoreHealth.Stats stats = stage.bench().store().health().stats();
    return stats.totalBytes() - stats.reclaimableBytes();
  }

  /** What the generator costs, so that a reader can tell it from the store; the second time. */
  private static void generateAlone(Stage stage) {
    int traces = Math.min(GENERATED_ALONE, stage.truth().workload().traces());
    long spans = (long) traces * Workload.SPANS_PER_TRACE;
    generate(stage, traces);
    long start = System.nanoTime();
    long bytes = generate(stage, traces);
    double seconds = (System.nanoTime() - start) / 1e9;
    stage.put(
        "generator alone, spans/s",
        String.format(
            Locale.ROOT, "%,.0f (%,d bytes of OTLP each)", spans / seconds, bytes / spans));
  }

  /** How many bytes of OTLP these traces are. */
  private static long generate(Stage stage, int traces) {
    TraceEncoder encoder = new TraceEncoder(stage.experimentIds(), new Vocabulary());
    long bytes = 0;
    for (int from = 0; from < traces; from += BATCH_TRACES) {
      WriteBatch batch =
          TraceFeed.batch(
              stage.truth().workload(),
              encoder,
              stage.experimentIds().get(0),
              from,
              Math.min(traces, from + BATCH_TRACES));
      bytes += batch.spans().stream().mapToLong(span -> span.span().length).sum();
    }
    return bytes;
  }

  private static void size(Stage stage) {
    stage.bench().reopen();
    StoreHealth.Stats stats = stage.bench().store().health().stats();
    stage.put(
        "bytes per span, as the store says",
        String.format(Locale.ROOT, "%,d", stats.totalBytes() / Math.max(1, stats.spans())));
    stage
        .bench()
        .fileBytes()
        .ifPresent(
            bytes ->
                stage.put(
                    "bytes per span, files after a checkpoint",
                    String.format(Locale.ROOT, "%,d", bytes / Math.max(1, stats.spans()))));
  }

  private static void check(Stage stage) {
    int traces = stage.truth().workload().traces();
    StoreHealth.Stats stats = stage.bench().store().health().stats();
    Checks.equal("traces after loading", stats.traces(), (long) traces);
    Checks.equal("spans after loading", stats.spans(), (long) traces * Workload.SPANS_PER_TRACE);
    for (int i = 0; i < stage.experimentIds().size(); i++) {
      Checks.equal(
          "traces of experiment " + i,
          stage
              .bench()
              .store()
              .search()
              .count(TraceQuery.builder(stage.experimentIds().get(i)).build()),
          (long) stage.truth().answer(i, trace -> true).count());
    }
  }

  /** Writers at work. Thread-safe; owns its threads, which end with the traces or when closed. */
  static final class Ingest implements AutoCloseable {
    private final TraceFeed feed;
    private final List<Thread> writers = new ArrayList<>();
    private final AtomicLong spans = new AtomicLong();
    private final Latencies latencies = new Latencies();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean closed;

    Ingest(Stage stage, int from, int to) {
      feed =
          TraceFeed.start(stage.truth().workload(), stage.experimentIds(), from, to, BATCH_TRACES);
      for (int i = 0; i < WRITERS; i++) {
        Thread writer = new Thread(() -> write(stage), "bench-writer-" + i);
        writers.add(writer);
        writer.start();
      }
    }

    private void write(Stage stage) {
      try {
        WriteBatch batch = feed.next();
        while (batch != null && !closed) {
          long start = System.nanoTime();
          WriteResult result = stage.bench().store().writer().write(batch);
          latencies.add(System.nanoTime() - start);
          Checks.equal("what a write rejects", result, WriteResult.ALL_TAKEN);
          spans.addAndGet(batch.spans().size());
          batch = feed.next();
        }
      } catch (InterruptedException | RuntimeException e) {
        failure.compareAndSet(null, e);
      }
    }

    /** Spans whose write has returned. */
    long spans() {
      return spans.get();
    }

    Latencies latencies() {
      return latencies;
    }

    /**
     * Waits until all is written.
     *
     * @return whether it is not yet
     * @throws IllegalStateException when a write has failed
     */
    boolean join(long nanos) throws InterruptedException {
      long end = System.nanoTime() + nanos;
      for (Thread writer : writers) {
        writer.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      }
      if (failure.get() != null) {
        throw new IllegalStateException("a write failed", failure.get());
      }
      return writers.stream().anyMatch(Thread::isAlive);
    }

    /** Lets writes that have begun come to their end, and begins no more. */
    @Override
    public void close() {
      closed = true;
      try {
        while (join(Duration.ofSeconds(1).toNanos())) {
          // a write under way is waited for
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      feed.close();
    }
  }
}
