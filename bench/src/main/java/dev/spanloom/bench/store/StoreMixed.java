package dev.spanloom.bench.store;

import dev.spanloom.bench.store.Question.Variant;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Searches a loaded store while two writers fill it at full speed. {@code StoreMixed URI TRACES
 * [SECONDS]}; what is written comes behind the workload's day.
 */
public final class StoreMixed {
  static final int SECONDS = 30;

  private StoreMixed() {}

  public static void main(String[] args) {
    Stage stage = Stage.of(args[0], Integer.parseInt(args[1]));
    try (BenchStore bench = stage.bench()) {
      run(stage, args.length > 2 ? Integer.parseInt(args[2]) : SECONDS);
      System.out.println(stage.table());
    }
  }

  static void run(Stage stage, int seconds) {
    List<Variant> variants = new ArrayList<>();
    List<TraceQuery> queries = new ArrayList<>();
    List<Integer> least = new ArrayList<>();
    for (Question question : SearchSet.questions(stage.truth())) {
      for (Variant variant : question.variants()) {
        variants.add(variant);
        queries.add(StoreQueries.query(stage, variant));
        int count = stage.truth().answer(variant.experiment(), variant.truth()).count();
        least.add(Math.min(Truth.PAGE, count));
      }
    }
    Latencies latencies = new Latencies();
    int from = (int) stage.bench().store().health().stats().traces();
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    try (StoreLoad.Ingest ingest = new StoreLoad.Ingest(stage, from, Integer.MAX_VALUE / 16)) {
      for (int i = 0; System.nanoTime() < end; i++) {
        // steps that share no divisor with the number of questions: all kinds from the start
        int asked = (int) (i * 37L % variants.size());
        long before = System.nanoTime();
        TracePage page = stage.bench().store().search().search(queries.get(asked));
        latencies.add(System.nanoTime() - before);
        check(stage, variants.get(asked), page, least.get(asked));
      }
      double elapsed = (System.nanoTime() - start) / 1e9;
      stage.put(
          "searches while ingesting, p50 / p95 ms",
          latencies + " (" + latencies.count() + " searches)");
      stage.put(
          "ingest meanwhile, spans/s",
          String.format(Locale.ROOT, "%,.0f", ingest.spans() / elapsed));
    }
  }

  /** New traces come in front; all that is found must be right, and no page shorter than before. */
  private static void check(Stage stage, Variant variant, TracePage page, int least) {
    Checks.that(
        page.infos().size() >= least,
        "at least " + least + " traces of " + variant.filter(),
        page.infos().size());
    for (TraceInfo info : page.infos()) {
      TraceSpec trace = stage.truth().workload().trace(Workload.number(info.traceId()));
      Checks.that(
          trace.experiment() == variant.experiment() && variant.truth().test(trace),
          variant.filter() + " is true of what is found",
          trace);
    }
  }
}
