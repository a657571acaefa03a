package dev.spanloom.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final Terminal WATCHED = new Terminal(80, false, true, true);

  private final AtomicLong nanos = new AtomicLong();

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
    try (ProgressLine line = line(err, Terminal.NONE)) {
      nanos.set(TimeUnit.SECONDS.toNanos(10));
      line.advanced(50, 100);
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theLineComesAfterAMomentMovesNowAndThenAndGoesAtTheEnd() {
    StringWriter err = new StringWriter();
    try (ProgressLine line = line(err, WATCHED)) {
      line.advanced(1, 100);
      assertThat(err.toString()).isEmpty();
      nanos.set(TimeUnit.SECONDS.toNanos(1));
      line.advanced(50, 100);
      line.advanced(51, 100);
      assertThat(err.toString()).endsWith("50 %  50 of 100 traces  1 s left");
      nanos.set(TimeUnit.SECONDS.toNanos(2));
      line.advanced(99, 100);
      assertThat(err.toString()).endsWith("99 %  99 of 100 traces  0 s left");
    }
    assertThat(err.toString()).endsWith("\r\u001b[K");
  }

  private ProgressLine line(StringWriter err, Terminal terminal) {
    return new ProgressLine(new PrintWriter(err), terminal, "Deleting", "traces", nanos::get);
  }
}
