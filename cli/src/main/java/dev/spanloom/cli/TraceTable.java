package dev.spanloom.cli;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Traces as a table, one on a line. */
final class TraceTable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm").withZone(ZoneId.systemDefault());
  private static final int ID = 35;
  private static final int TIMES = 11;
  private static final int STATES = 7;
  private static final int DURATIONS = 8;
  private static final int FIXED = ID + TIMES + STATES + DURATIONS + 4;

  private TraceTable() {}

  static void print(List<TraceInfo> infos, PrintWriter out, Terminal terminal) {
    if (infos.isEmpty()) {
      out.println("No traces.");
      return;
    }
    int rest = Math.max(9, terminal.columns() - FIXED);
    out.println(
        terminal.bold(
            Texts.padded("TRACE", ID + 1)
                + Texts.padded("TIME", TIMES + 1)
                + Texts.padded("STATE", STATES + 1)
                + Texts.padded("DURATION", DURATIONS + 1)
                + "NAME"));
    for (TraceInfo info : infos) {
      Long millis = info.executionDurationMillis();
      String state = Texts.padded(word(info.state()), STATES + 1);
      String name = info.name() == null ? "" : info.name();
      out.println(
          Texts.padded(info.traceId(), ID + 1)
              + Texts.padded(
                  TIME.format(Instant.ofEpochMilli(info.requestTimeUnixMillis())), TIMES + 1)
              + (info.state() == TraceState.ERROR ? terminal.red(state) : terminal.green(state))
              + Texts.padded(
                  Texts.duration(millis == null ? null : TimeUnit.MILLISECONDS.toNanos(millis)),
                  DURATIONS + 1)
              + Terminal.oneLine(name, rest));
    }
  }

  private static String word(TraceState state) {
    return switch (state) {
      case OK, ERROR -> state.name();
      case IN_PROGRESS -> "running";
      case STATE_UNSPECIFIED -> "unknown";
    };
  }
}
