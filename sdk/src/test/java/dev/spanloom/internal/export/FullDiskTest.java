package dev.spanloom.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.internal.spool.FileAllocation;
import dev.spanloom.internal.spool.SharedRecord;
import dev.spanloom.internal.spool.SpoolSettings;
import dev.spanloom.internal.spool.WhenFull;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline whose spool cannot grow any more. */
class FullDiskTest {
  private static final String TRACE = "tr-0123456789abcdef0123456789abcdef";

  @TempDir Path root;
  private final InMemoryDestination memory = new InMemoryDestination();
  private final AtomicInteger room = new AtomicInteger(2);
  private final CountDownLatch open = new CountDownLatch(1);

  private ExportPipeline pipeline() {
    FileAllocation disk =
        (file, bytes) -> {
          if (room.getAndDecrement() <= 0) {
            throw new IOException("No space left on device");
          }
          return FileAllocation.DISK.allocate(file, bytes);
        };
    return new ExportPipeline(
        List.of(new ExportTarget("memory:", this::openedWhenAllowed)),
        new ExportSettings(1, 1 << 20),
        new SpoolSettings(
            root, 4096, 1 << 20, Duration.ofDays(1), WhenFull.DROP_OLDEST, Duration.ZERO),
        disk,
        destination -> "0",
        Stream::empty);
  }

  private InMemoryDestination openedWhenAllowed() {
    try {
      assertThat(open.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return memory;
  }

  private static PendingSpan span(int number) {
    EncodedSpan encoded =
        EncodedSpan.of(
            Span.builder(TRACE, String.format("%016x", number + 1))
                .name("s" + number)
                .startTimeUnixNanos(1 + number)
                .endTimeUnixNanos(2 + number)
                .build());
    SharedRecord context = SpoolContext.encode(encoded, Map.of(), null, null);
    return PendingSpan.of(encoded, context);
  }

  @Test
  void whatTheDiskDoesNotTakeWaitsInMemoryAndAllArrives() {
    try (ExportPipeline pipeline = pipeline()) {
      for (int i = 0; i < 500; i++) {
        assertThat(pipeline.offer(span(i))).isTrue();
      }
      ExportPipeline.Counts full = pipeline.counts();
      assertThat(full.spoolBytes()).isEqualTo(2 * 4096);
      assertThat(full.lanes().get(0).queued()).isEqualTo(500);
      open.countDown();
      assertThat(pipeline.flush(Duration.ofSeconds(20))).isTrue();
      assertThat(memory.getTrace(TRACE).orElseThrow().data().spans()).hasSize(500);
      assertThat(pipeline.counts().lanes().get(0).queued()).isZero();
    }
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void aDiskThatTakesNothingAtAllLeavesOnlyTheMemory() {
    room.set(0);
    open.countDown();
    try (ExportPipeline pipeline = pipeline()) {
      for (int i = 0; i < 50; i++) {
        assertThat(pipeline.offer(span(i))).isTrue();
      }
      assertThat(pipeline.flush(Duration.ofSeconds(20))).isTrue();
      assertThat(memory.getTrace(TRACE).orElseThrow().data().spans()).hasSize(50);
      assertThat(pipeline.counts().spoolBytes()).isZero();
    }
  }
}
