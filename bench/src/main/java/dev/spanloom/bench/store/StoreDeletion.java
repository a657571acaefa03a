package dev.spanloom.bench.store;

import dev.spanloom.storage.StoreHealth;
import dev.spanloom.storage.TraceDeletion;
import java.util.List;
import java.util.Locale;

/**
 * Deletes the oldest tenth of the main experiment and gives the space back. {@code StoreDeletion
 * URI TRACES}.
 */
public final class StoreDeletion {
  private StoreDeletion() {}

  public static void main(String[] args) {
    Stage stage = Stage.of(args[0], Integer.parseInt(args[1]));
    try (BenchStore bench = stage.bench()) {
      run(stage);
      System.out.println(stage.table());
    }
  }

  static void run(Stage stage) {
    List<TraceSpec> newestFirst = stage.truth().find(SearchSet.MAIN, trace -> true);
    long until = newestFirst.get(newestFirst.size() - newestFirst.size() / 10).timeMillis();
    long expected = newestFirst.stream().filter(trace -> trace.timeMillis() <= until).count();
    StoreHealth health = stage.bench().store().health();
    StoreHealth.Stats before = health.stats();
    long start = System.nanoTime();
    int deleted =
        stage
            .bench()
            .store()
            .deletion()
            .deleteUntil(stage.experimentIds().get(SearchSet.MAIN), until, null);
    double seconds = (System.nanoTime() - start) / 1e9;
    Checks.equal("deleted traces", (long) deleted, expected);
    StoreHealth.Stats after = health.stats();
    Checks.equal("traces that are left", after.traces(), before.traces() - deleted);
    stage.put(
        "delete the oldest 10 %",
        String.format(
            Locale.ROOT,
            "%.1f s (%,d traces, %,.0f traces/s)",
            seconds,
            deleted,
            deleted / seconds));
    start = System.nanoTime();
    health.compact(TraceDeletion.Progress.NONE);
    stage.put(
        "compact",
        String.format(
            Locale.ROOT,
            "%.1f s, %,d → %,d MB",
            (System.nanoTime() - start) / 1e9,
            after.totalBytes() >> 20,
            health.stats().totalBytes() >> 20));
  }
}
