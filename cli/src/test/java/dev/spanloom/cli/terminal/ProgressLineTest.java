package dev.spanloom.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  @Test
  void aKnownTotalGivesABarAndTheTimeLeft() {
    assertThat(ProgressLine.line("Deleting", "traces", 12_000, 20_000, Duration.ofSeconds(12)))
        .isEqualTo("Deleting  ████████████░░░░░░░░  60 %  12,000 of 20,000 traces  8 s left");
  }

  @Test
  void anUnknownTotalGivesANumberAndTheTimeTaken() {
    assertThat(ProgressLine.line("Importing", "traces", 1_500, -1, Duration.ofSeconds(90)))
        .isEqualTo("Importing  1,500 traces  1 min 30 s");
  }

  @Test
  void nothingIsPrintedWhereNobodyLooks() {
    StringWriter err = new StringWriter();
    try (ProgressLine line = new ProgressLine(new PrintWriter(err), Terminal.NONE, "a", "b")) {
      for (int i = 0; i < 1000; i++) {
        line.advanced(i, 1000);
      }
    }
    assertThat(err.toString()).isEmpty();
  }
}
