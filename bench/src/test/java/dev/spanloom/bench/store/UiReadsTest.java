package dev.spanloom.bench.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UiReadsTest {
  @Test
  void everythingThatTheUiReadsIsMeasured() throws InterruptedException {
    assertThat(UiReads.run("memory:", 200, 300, 100_000))
        .contains("first page of 100", "count", "five facets", "skeleton of 300 spans")
        .contains("bytes of a span in it", "preview of a text of 100000 bytes");
  }
}
