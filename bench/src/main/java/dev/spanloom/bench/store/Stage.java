package dev.spanloom.bench.store;

import java.util.List;
import java.util.Locale;

/**
 * What the stages of a benchmark share.
 *
 * @param bench the store
 * @param truth the right answers
 * @param experimentIds of the workload's experiments, in their order
 * @param table takes the figures
 * @param column of the table
 */
record Stage(
    BenchStore bench, Truth truth, List<String> experimentIds, Table table, String column) {
  /** A stage of one store alone. */
  static Stage of(String uri, int traces) {
    BenchStore bench = BenchStore.open(uri);
    Truth truth = new Truth(new Workload(traces));
    return new Stage(bench, truth, bench.experimentIds(), new Table(uri), spans(traces) + " spans");
  }

  static String spans(int traces) {
    return String.format(Locale.ROOT, "%,d", traces * Workload.SPANS_PER_TRACE);
  }

  void put(String row, Object cell) {
    table.put(row, column, cell);
    say(row + ": " + cell);
  }

  void say(String line) {
    System.err.println("[" + column + "] " + line);
  }
}
