package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Nobody flushes here: what is recorded arrives because the exporter comes for it. */
class ExportByItselfTest extends TracingTest {
  private int recorded;

  private void recordAndAwait() {
    try (var span = Mlflow.startSpan("s")) {
      span.setInputs(recorded);
    }
    recorded++;
    await("trace " + recorded, () -> memory.traces().size() == recorded);
  }

  @Test
  void spansArriveWhileTheExporterStillLooksAndWhenItSleepsAgain() throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      recordAndAwait();
    }
    Thread.sleep(1_300); // it looks by itself for a second
    recordAndAwait();
    recordAndAwait();
  }

  @Test
  void spansArriveWithoutAnyPause() throws InterruptedException {
    setting("spanloom.export.interval-millis", 0);
    recordAndAwait();
    recordAndAwait();
    Thread.sleep(50);
    recordAndAwait();
  }

  @Test
  void spansThatComeWhileABatchWaitsForMoreGoWithIt() {
    for (int i = 0; i < 500; i++) {
      try (var span = Mlflow.startSpan("s")) {
        span.setInputs(i);
      }
    }
    await("all spans", () -> Mlflow.exportStats().spansWritten() == 500);
    assertThat(memory.traces()).hasSize(500);
  }
}
