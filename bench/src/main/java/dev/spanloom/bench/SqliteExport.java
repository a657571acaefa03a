package dev.spanloom.bench;

import dev.spanloom.ExportStats;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Traces of 10 spans with 2 KB of text in and out for half a minute, stored by the embedded store
 * as they end. A producer that is faster than the disk waits, so that what is counted is what was
 * stored durably.
 */
public final class SqliteExport {
  private static final long SECONDS = 30;
  private static final long MAX_QUEUED = 20_000;

  private SqliteExport() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("spanloom-bench");
    Mlflow.setTrackingUri("sqlite:" + folder.resolve("bench.db"));
    run(5);
    ExportStats before = Mlflow.exportStats();
    long start = System.nanoTime();
    run(SECONDS);
    Mlflow.flush(Duration.ofMinutes(1));
    double seconds = (System.nanoTime() - start) / 1e9;
    ExportStats after = Mlflow.exportStats();
    Mlflow.reset();
    long spans = after.spansWritten() - before.spansWritten();
    System.out.printf(
        "%d durable spans in %.1f s: %.0f spans/s; dropped %d; %.0f bytes per span on disk%n",
        spans,
        seconds,
        spans / seconds,
        after.spansDropped(),
        (double) Files.size(folder.resolve("bench.db")) / after.spansWritten());
  }

  private static void run(long seconds) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    long number = 0;
    while (System.nanoTime() < end) {
      try (LiveSpan root = Mlflow.startSpan("request")) {
        root.setInputs(payload(number));
        for (int i = 0; i < 9; i++) {
          try (LiveSpan span = Mlflow.startSpan("step_" + i, "CHAIN")) {
            span.setInputs(payload(number * 10 + i));
            span.setOutputs(payload(number * 10 + i + 1));
            span.setAttribute("step", i);
          }
        }
        root.setOutputs("done " + number++);
      }
      while (Mlflow.exportStats().spansQueued() > MAX_QUEUED) {
        Thread.onSpinWait();
        Mlflow.flush(Duration.ofMillis(200));
      }
    }
  }

  /** About 1 KB, of which a third repeats from span to span, as chat histories do. */
  private static Map<String, Object> payload(long seed) {
    StringBuilder text =
        new StringBuilder(
            "You are a friendly assistant that answers questions of customers. ".repeat(5));
    long state = seed * 6364136223846793005L + 1442695040888963407L;
    while (text.length() < 1000) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      text.append(Long.toString(state >>> 33, 36)).append(' ');
    }
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("text", text.toString());
    payload.put("number", seed);
    return payload;
  }
}
