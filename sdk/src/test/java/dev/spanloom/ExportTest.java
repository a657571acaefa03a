package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Trace;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExportTest extends TracingTest {
  private final FakeDestination fake = new FakeDestination();

  @BeforeEach
  void useTheFake() {
    Mlflow.setDestination(fake);
  }

  private static void makeTraces(int count) {
    for (int i = 0; i < count; i++) {
      Mlflow.startSpan("s" + i).close();
    }
  }

  private static void hang(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test forgot its latch");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void afterAFlushAllIsWritten() {
    makeTraces(1000);
    assertThat(Mlflow.flush()).isTrue();
    assertThat(fake.memory.traces()).hasSize(1000);
    assertThat(Mlflow.exportStats().spansWritten()).isEqualTo(1000);
    assertThat(Mlflow.exportStats().spansQueued()).isZero();
    assertThat(Mlflow.exportStats().bytesQueued()).isZero();
  }

  @Test
  void aFlushOfNothingSucceeds() {
    assertThat(Mlflow.flush()).isTrue();
    Mlflow.reset();
    assertThat(Mlflow.flush()).isTrue();
  }

  @Test
  void spansAreWrittenInBatchesWithoutAFlush() {
    makeTraces(200);
    await("200 traces", () -> fake.memory.traces().size() == 200);
    assertThat(fake.writes.get()).isLessThan(50);
  }

  @Test
  void aWriteThatFailsIsTriedAgainAndNothingIsLost() {
    fake.beforeWrite =
        batch -> {
          if (fake.writes.get() <= 2) {
            throw new IllegalStateException("no network");
          }
        };
    makeTraces(10);
    await("10 traces", () -> fake.memory.traces().size() == 10);
    await("all written", () -> Mlflow.exportStats().spansWritten() == 10);
    assertThat(Mlflow.exportStats().writesFailed()).isEqualTo(2);
    assertThat(Mlflow.exportStats().spansDropped()).isZero();
    assertThat(fake.memory.traces()).allMatch(trace -> trace.data().spans().size() == 1);
  }

  @Test
  void aDestinationThatIsOverloadedIsNoRefusal() {
    fake.beforeWrite =
        batch -> {
          if (fake.writes.get() == 1) {
            throw new MlflowException(ErrorCode.TEMPORARILY_UNAVAILABLE, "busy");
          }
        };
    makeTraces(3);
    await("3 traces", () -> fake.memory.traces().size() == 3);
    assertThat(Mlflow.exportStats().spansDropped()).isZero();
  }

  @Test
  void aFlushTriesAFailingDestinationAtOnceAndTellsTheOutcome() {
    fake.beforeWrite =
        batch -> {
          throw new IllegalStateException("down");
        };
    makeTraces(1);
    long start = System.nanoTime();
    assertThat(Mlflow.flush()).isFalse();
    assertThat(Mlflow.flush()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    fake.beforeWrite = batch -> {};
    assertThat(Mlflow.flush()).isTrue();
    assertThat(fake.memory.traces()).hasSize(1);
  }

  @Test
  void onlyWhatIsRefusedForGoodIsLost() {
    fake.beforeWrite =
        batch -> {
          if (batch.spans().stream().anyMatch(span -> span.decode().name().equals("s7"))) {
            throw MlflowException.invalidParameter("s7 is bad");
          }
        };
    makeTraces(20);
    assertThat(Mlflow.flush()).isTrue();
    assertThat(fake.memory.traces()).hasSize(20);
    assertThat(fake.memory.traces().stream().mapToInt(t -> t.data().spans().size()).sum())
        .isEqualTo(19);
    assertThat(Mlflow.exportStats().spansDropped()).isEqualTo(1);
    assertThat(Mlflow.exportStats().spansWritten()).isEqualTo(19);
  }

  @Test
  void aFullQueueDropsAndCountsAndNeverBlocks() {
    setting("spanloom.export.max-queued-bytes", 20_000);
    Mlflow.setDestination(fake);
    CountDownLatch latch = new CountDownLatch(1);
    fake.beforeWrite = batch -> hang(latch);
    makeTraces(1);
    await("a write", () -> fake.writes.get() > 0);
    makeTraces(1000);
    ExportStats stats = Mlflow.exportStats();
    assertThat(stats.spansDropped()).isGreaterThan(500);
    assertThat(stats.bytesQueued()).isLessThanOrEqualTo(20_000);
    latch.countDown();
    assertThat(Mlflow.flush()).isTrue();
    stats = Mlflow.exportStats();
    assertThat(stats.spansEnded()).isEqualTo(1001);
    assertThat(stats.spansWritten() + stats.spansDropped()).isEqualTo(1001);
  }

  @Test
  void aFlushGivesUpAtItsTimeout() {
    CountDownLatch latch = new CountDownLatch(1);
    fake.beforeWrite = batch -> hang(latch);
    makeTraces(1);
    assertThat(Mlflow.flush(Duration.ofMillis(50))).isFalse();
    latch.countDown();
    assertThat(Mlflow.flush()).isTrue();
  }

  @Test
  void aRootThatLastsIsVisibleBeforeItEnds() {
    try (var root = Mlflow.startSpan("session")) {
      await("the trace", () -> fake.memory.getTraceInfo(root.traceId()).isPresent());
      Mlflow.startSpan("turn").close();
      await(
          "the child",
          () ->
              fake.memory
                  .getTrace(root.traceId())
                  .map(Trace::data)
                  .filter(data -> data.spans().size() == 1)
                  .isPresent());
    }
  }

  @Test
  void aShutdownWritesWhatIsPendingAndClosesTheDestination() {
    makeTraces(100);
    Mlflow.reset();
    assertThat(fake.memory.traces()).hasSize(100);
    assertThat(fake.closed).isTrue();
  }

  @Test
  void aShutdownDoesNotWaitForADestinationThatIsDown() {
    fake.beforeWrite =
        batch -> {
          throw new IllegalStateException("down");
        };
    makeTraces(5);
    LiveSpan open = Mlflow.startSpanNoContext("open");
    long start = System.nanoTime();
    Mlflow.reset(Duration.ofMinutes(2));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    open.end();
  }

  @Test
  void eachDestinationGetsTheTracesOfItsTime() {
    FakeDestination other = new FakeDestination();
    LiveSpan before = Mlflow.startSpanNoContext("before");
    Mlflow.setDestination(other);
    Mlflow.startSpan("after").close();
    before.end();
    assertThat(Mlflow.flush()).isTrue();
    assertThat(fake.memory.traces()).extracting(t -> t.info().name()).containsExactly("before");
    assertThat(other.memory.traces()).extracting(t -> t.info().name()).containsExactly("after");
  }
}
