package dev.spanloom.bench.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmark itself, on a small store. */
class ServerReadsTest {
  @Test
  void everythingIsAskedAndTheAnswersAreRight() throws InterruptedException {
    assertThat(ServerReads.run("memory:", 200, List.of(10, 300)))
        .contains("| GET of a trace of 300 spans |", "| search, status = 'ERROR' |");
  }
}
