package dev.spanloom.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.query.Filter;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.Batches;
import dev.spanloom.testpostgresql.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that are killed, ours and the server's, and processes beside each other. */
@Timeout(600)
class ProcessesTest {
  private static final int KILLS = 20;

  private static void assertHolds(TraceStore store, List<Long> numbers) {
    List<Trace> traces = store.reader().traces(numbers.stream().map(Batches::traceId).toList());
    assertThat(traces).hasSameSizeAs(numbers);
    assertThat(traces)
        .allSatisfy(
            trace ->
                assertThat(trace.data().spans())
                    .hasSize(3)
                    .extracting(Span::spanId)
                    .doesNotHaveDuplicates());
    assertThat(store.health().check()).isEmpty();
  }

  @Test
  void whatAWriterAcknowledgedSurvivesItsKillAtAnyMoment() throws Exception {
    String uri = PostgresServer.shared().newDatabase();
    List<Long> acknowledged = new ArrayList<>();
    Random random = new Random();
    for (int i = 0; i < KILLS; i++) {
      int enough = acknowledged.size() + 1 + random.nextInt(60);
      Process process = CrashWriter.start(uri, i * 100_000L, Long.MAX_VALUE / 2);
      try (BufferedReader out = process.inputReader()) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          acknowledged.add(Long.valueOf(line));
          if (acknowledged.size() == enough) {
            process.destroyForcibly();
          }
        }
      } catch (IOException e) {
        // the pipe breaks with the process
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(process.waitFor()).isEqualTo(128 + 9);
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(enough);
    }
    try (TraceStore store = PostgresTraceStore.open(uri)) {
      assertHolds(store, acknowledged);
    }
  }

  @Test
  void whatTheServerAcknowledgedSurvivesItsKillAtAnyMoment() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      String uri = server.newDatabase();
      AtomicBoolean more = new AtomicBoolean(true);
      ExecutorService pool = Executors.newFixedThreadPool(2);
      List<Long> acknowledged = new ArrayList<>();
      try (TraceStore store = PostgresTraceStore.open(uri)) {
        List<Future<List<Long>>> writers = new ArrayList<>();
        for (long first : new long[] {0, 1_000_000}) {
          writers.add(pool.submit(() -> writeWhile(more, store, first)));
        }
        Random random = new Random();
        for (int i = 0; i < KILLS; i++) {
          awaitTraces(store, 1 + random.nextInt(40));
          server.kill();
          server.restart();
        }
        awaitTraces(store, 1);
        more.set(false);
        for (Future<List<Long>> writer : writers) {
          acknowledged.addAll(writer.get(120, TimeUnit.SECONDS));
        }
        assertHolds(store, acknowledged);
      } finally {
        pool.shutdownNow();
      }
      assertThat(acknowledged).hasSizeGreaterThan(KILLS);
    }
  }

  /** Writes one trace after the other, each until it is acknowledged or refused. */
  private static List<Long> writeWhile(AtomicBoolean more, TraceStore store, long first) {
    List<Long> acknowledged = new ArrayList<>();
    for (long i = first; more.get(); i++) {
      try {
        store.writer().write(Batches.of(i, 3));
        acknowledged.add(i);
      } catch (StorageException e) {
        // the server is away; nothing was promised
      }
    }
    return acknowledged;
  }

  /** Waits until so many more traces are stored; the server may be away meanwhile. */
  private static void awaitTraces(TraceStore store, int more) {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    long start = -1;
    while (System.nanoTime() < limit) {
      try {
        long now = store.health().stats().traces();
        start = start < 0 ? now : start;
        if (now >= start + more) {
          return;
        }
      } catch (StorageException e) {
        Thread.onSpinWait(); // it comes back
      }
    }
    throw new AssertionError("no " + more + " more traces within a minute");
  }

  @Test
  void severalProcessesWriteTheSameTracesAtOnce() throws Exception {
    String uri = PostgresServer.shared().newDatabase();
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(CrashWriter.start(uri, 0, 200));
    }
    try (TraceStore store = PostgresTraceStore.open(uri)) {
      for (long i = 0; i < 200; i++) {
        store.writer().write(Batches.of(i, 3));
      }
      for (Process process : processes) {
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
      }
      assertHolds(store, LongStream.range(0, 200).boxed().toList());
      assertThat(store.health().stats().traces()).isEqualTo(200);
      assertThat(store.health().stats().spans()).isEqualTo(600);
      assertCounted(store, Metric.TRACE_COUNT, 200);
      assertCounted(store, Metric.SPAN_COUNT, 600);
    }
  }

  /** By the hour when there is no bound, by the minute within a minute. */
  private static void assertCounted(TraceStore store, Metric metric, double count) {
    long minute = 1_699_999_980_000L;
    for (Long end : new Long[] {null, minute + 59_999}) {
      MetricsQuery query =
          new MetricsQuery(
              List.of(Experiment.DEFAULT_ID),
              metric,
              List.of(Aggregation.of(Aggregation.Kind.COUNT)),
              List.of(),
              Filter.ALL,
              end == null ? null : Long.valueOf(minute),
              end,
              null,
              1);
      assertThat(store.metrics().query(query))
          .extracting(point -> point.values().get("COUNT"))
          .containsExactly(count);
    }
  }
}
