package dev.spanloom.bench.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark itself, on a small store. */
class ServerReadsTest {
  private static final Duration WEAR = Duration.ofMillis(100);

  @Test
  void everythingIsAskedAndTheAnswersAreRight() throws InterruptedException {
    assertThat(ServerReads.run("memory:", 200, List.of(10, 300), WEAR))
        .contains("| GET of a trace of 300 spans |", "| search, status = 'ERROR' |");
  }

  @Test
  void aStoreThatWasLoadedBeforeIsReadAgain(@TempDir Path folder) throws InterruptedException {
    String uri = "sqlite:" + folder.resolve("reads.db");

    assertThat(ServerReads.run(uri, 200, List.of(10), WEAR))
        .contains("| durable ingest, spans/s |");
    assertThat(ServerReads.run(uri, 200, List.of(10), WEAR))
        .contains(
            "| GET of a trace of 10 spans, the first 200 |",
            "| GET of a trace of 10 spans |",
            "| GET of a trace of 10 spans, in use |",
            "| GET of a trace of 10 spans, in use, plain socket |")
        .doesNotContain("ingest");
  }
}
