package dev.spanloom.bench.store;

import java.util.List;

/**
 * Everything, for each size: load, questions, questions while ingesting, deletion; as one Markdown
 * table, so that growth shows. {@code StoreReport URI [TRACES...]}, where {@code {}} in the URI
 * becomes the number of traces.
 *
 * <pre>{@code
 * StoreReport sqlite:/var/tmp/bench-{}.db 1000 10000 100000
 * }</pre>
 */
public final class StoreReport {
  private static final List<String> SIZES = List.of("1000", "10000", "100000");

  private StoreReport() {}

  public static void main(String[] args) throws InterruptedException {
    if (args.length == 0) {
      System.err.println("usage: StoreReport URI [TRACES...]   (such as sqlite:bench-{}.db 1000)");
      System.exit(2);
    }
    Table table = new Table("ms p50 / p95, unless it says otherwise");
    for (String size : args.length > 1 ? List.of(args).subList(1, args.length) : SIZES) {
      int traces = Integer.parseInt(size);
      try (BenchStore bench = BenchStore.open(args[0].replace("{}", size))) {
        Stage stage =
            new Stage(
                bench,
                new Truth(new Workload(traces)),
                bench.experimentIds(),
                table,
                Stage.spans(traces) + " spans");
        StoreLoad.run(stage);
        StoreQueries.run(stage);
        StoreMixed.run(stage, StoreMixed.SECONDS);
        StoreDeletion.run(stage);
      }
      System.out.println(table + "\n");
    }
  }
}
