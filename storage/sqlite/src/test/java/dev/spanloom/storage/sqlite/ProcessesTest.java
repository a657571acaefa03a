package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Trace;
import dev.spanloom.query.Filter;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.Batches;
import dev.spanloom.storage.sql.Sql;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed, and processes beside each other. */
@Timeout(300)
class ProcessesTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("traces.db");
  }

  @RepeatedTest(5)
  void whatWasAcknowledgedSurvivesAKill() throws Exception {
    List<Long> acknowledged = new ArrayList<>();
    Process process = CrashWriter.start(file(), 0, Long.MAX_VALUE / 2);
    int enough = 1 + new Random().nextInt(300);
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null) {
        acknowledged.add(Long.valueOf(line));
        if (acknowledged.size() == enough) {
          process.destroyForcibly();
        }
        line = out.readLine();
      }
    } catch (java.io.IOException e) {
      // the pipe breaks with the process
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(process.waitFor()).isEqualTo(128 + 9);
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(enough);
    try (TraceStore store = SqliteTraceStore.open(file())) {
      List<Trace> traces =
          store.reader().traces(acknowledged.stream().map(Batches::traceId).toList());
      assertThat(traces).hasSameSizeAs(acknowledged);
      assertThat(traces).allSatisfy(trace -> assertThat(trace.data().spans()).hasSize(3));
    }
  }

  @Test
  void severalProcessesCreateAndWriteOneFile() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(CrashWriter.start(file(), i * 1000L, 100));
    }
    try (TraceStore store = SqliteTraceStore.open(file())) {
      for (long i = 0; i < 100; i++) {
        store.writer().write(Batches.of(9000 + i, 3));
      }
      for (Process process : processes) {
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
      }
      List<String> ids =
          LongStream.of(0, 1000, 2000, 9000)
              .flatMap(first -> LongStream.range(first, first + 100))
              .mapToObj(Batches::traceId)
              .toList();
      assertThat(store.reader().traces(ids)).hasSize(400);
      assertCounted(store, Metric.TRACE_COUNT, 400);
      assertCounted(store, Metric.SPAN_COUNT, 1200);
    }
  }

  @Test
  void aNewFileIsOpenedByManyAtOnce() throws Exception {
    int many = 6;
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      for (int round = 0; round < 200; round++) {
        Path file = folder.resolve(round + ".db");
        CyclicBarrier together = new CyclicBarrier(many);
        Callable<Void> open =
            () -> {
              together.await();
              try (Connections connections = new Connections(file);
                  Sql sql = connections.openWriter()) {
                sql.execute("PRAGMA user_version");
              }
              return null;
            };
        for (Future<Void> opened : threads.invokeAll(Collections.nCopies(many, open))) {
          opened.get();
        }
      }
    } finally {
      threads.shutdownNow();
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
