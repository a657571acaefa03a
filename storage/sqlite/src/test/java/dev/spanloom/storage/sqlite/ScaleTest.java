package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.contract.Batches;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing takes more than its share of the processor's time, which neither a slow disk nor other
 * programs lengthen. The limits are far above what it takes when all is well.
 */
class ScaleTest {
  private Path file;

  private long start;

  @BeforeEach
  void chooseFile(@TempDir Path folder) {
    file = folder.resolve("traces.db");
    start = processorNanos();
  }

  private static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private void assertTook(Duration atMost) {
    assertThat(Duration.ofNanos(processorNanos() - start)).isLessThan(atMost);
  }

  @Test
  @Timeout(600)
  void aLongTraceInManyBatchesIsNotReadAgainWithEachOfThem() {
    try (TraceStore store = SqliteTraceStore.open(file)) {
      List<EncodedSpan> spans = Batches.spans(1, 5000, "answer");
      for (int i = 0; i < spans.size(); i += 10) {
        store.writer().write(new WriteBatch(List.of(), spans.subList(i, i + 10), "0"));
      }
      TraceInfo info = store.reader().info(Batches.traceId(1)).orElseThrow();
      assertThat(info.state()).isEqualTo(TraceState.OK);
      assertThat(info.traceMetadata().get("mlflow.trace.sizeStats")).contains("5000");
      assertThat(store.reader().trace(info.traceId()).orElseThrow().data().spans()).hasSize(5000);
      assertTook(Duration.ofSeconds(30));
    }
  }

  @Test
  @Timeout(600)
  void twentyThousandTracesAreSearchedPageByPage() {
    try (TraceStore store = SqliteTraceStore.open(file)) {
      for (int i = 0; i < 20; i++) {
        List<TraceInfo> infos = new ArrayList<>();
        for (int j = 0; j < 1000; j++) {
          int number = i * 1000 + j;
          infos.add(
              TraceInfo.builder(Batches.traceId(number))
                  .requestTimeUnixMillis(1_700_000_000_000L + number)
                  .tag("env", number % 100 == 0 ? "prod" : "dev")
                  .build());
        }
        store.writer().write(new WriteBatch(infos, List.of(), "0"));
      }
      assertTook(Duration.ofSeconds(40));
      start = processorNanos();
      for (int i = 0; i < 20; i++) {
        assertThat(store.search().search(TraceQuery.builder("0").build()).infos()).hasSize(100);
      }
      TraceQuery.Builder rare =
          TraceQuery.builder("0").tags(java.util.Map.of("env", "prod")).maxResults(1000);
      assertThat(store.search().search(rare.build()).infos()).hasSize(200);
      assertTook(Duration.ofSeconds(10));
    }
  }
}
