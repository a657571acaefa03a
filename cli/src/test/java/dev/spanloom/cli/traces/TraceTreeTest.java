package dev.spanloom.cli.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.cli.terminal.Terminal;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceTreeTest {
  private static final String TRACE = "tr-00000000000000000000000000000001";
  private static final long START = 1_700_000_000_000_000_000L;

  private static Span span(int number, long startNanos, long endNanos) {
    return Span.builder(TRACE, String.format("%016x", number))
        .name("span " + number)
        .status(SpanStatus.OK)
        .startTimeUnixNanos(START + startNanos)
        .endTimeUnixNanos(endNanos == 0 ? 0 : START + endNanos)
        .build();
  }

  private static String firstLine(@Nullable Long millis, Span... spans) {
    TraceInfo info =
        TraceInfo.builder(TRACE).state(TraceState.OK).executionDurationMillis(millis).build();
    StringWriter out = new StringWriter();
    TraceTree.print(new Trace(info, List.of(spans)), new PrintWriter(out, true), Terminal.NONE);
    return out.toString().lines().findFirst().orElseThrow();
  }

  @Test
  void aTraceTakesWhatItsSpansDo() {
    assertThat(firstLine(0L, span(1, 0, 964_000))).isEqualTo("Trace " + TRACE + "  OK  964 µs");
    assertThat(firstLine(3L, span(1, 0, 2_000_000), span(2, 1_000, 3_400_000)))
        .endsWith("  3.4 ms");
  }

  @Test
  void aTraceWhoseSpansSayOtherwiseTakesWhatIsSaid() {
    assertThat(firstLine(0L)).endsWith("  < 1 ms");
    assertThat(firstLine(250L, span(1, 0, 1_000_000))).endsWith("  250 ms");
    assertThat(firstLine(null, span(1, 0, 0))).endsWith("  running");
  }
}
