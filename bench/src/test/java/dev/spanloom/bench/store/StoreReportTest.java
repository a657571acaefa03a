package dev.spanloom.bench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.WriteBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmark itself, on the smallest workload and the reference store. */
class StoreReportTest {
  private static final int TRACES = 100;

  @Test
  void allStagesRunAndTheirAnswersAreRight() throws InterruptedException {
    Stage stage = Stage.of("memory:", TRACES);
    try (BenchStore bench = stage.bench()) {
      StoreLoad.run(stage);
      StoreQueries.run(stage);
      StoreMixed.run(stage, 1);
      StoreDeletion.run(stage);
      assertThat(bench.store().health().stats().traces()).isPositive();
    }
    assertThat(stage.table().toString())
        .startsWith("| memory: | 1,000 spans |\n|---|---|\n| generator alone")
        .contains("| same span: type + model |", "| delete the oldest 10 % |");
  }

  @Test
  void aWrongAnswerStopsTheBenchmark() throws InterruptedException {
    Stage stage = Stage.of("memory:", TRACES);
    try (BenchStore bench = stage.bench()) {
      StoreLoad.run(stage);
      String experiment = stage.experimentIds().get(SearchSet.MAIN);
      String newest =
          bench
              .store()
              .search()
              .search(TraceQuery.builder(experiment).build())
              .infos()
              .get(0)
              .traceId();
      bench.store().deletion().deleteByIds(experiment, List.of(newest));
      bench.store().writer().write(another(experiment, newest));
      assertThatThrownBy(() -> StoreQueries.run(stage))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("WRONG ANSWER: ");
    }
  }

  /** A trace of the same id that has nothing to do with the workload. */
  private static WriteBatch another(String experiment, String traceId) {
    TraceInfo info = TraceInfo.builder(traceId).experimentId(experiment).build();
    return new WriteBatch(List.of(info), List.of(), experiment);
  }

  @Test
  void aStoreOfAnUnknownKindIsRefused() {
    assertThatThrownBy(() -> BenchStore.open("oracle:x"))
        .hasMessageStartingWith("store: \"oracle:x\" (expected: sqlite:PATH, postgresql://");
  }
}
