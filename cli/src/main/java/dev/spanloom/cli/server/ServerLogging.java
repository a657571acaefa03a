package dev.spanloom.cli.server;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Log lines of a server on standard error: {@code time=… level=… logger=… text}, one line each. */
final class ServerLogging {
  /** Kept, since loggers that nobody holds forget their level. */
  private static final List<Logger> CHATTY =
      List.of(Logger.getLogger("com.linecorp.armeria"), Logger.getLogger("io.netty"));

  private ServerLogging() {}

  static void install() {
    CHATTY.forEach(logger -> logger.setLevel(Level.WARNING));
    for (var handler : Logger.getLogger("").getHandlers()) {
      if (handler instanceof ConsoleHandler) {
        handler.setLevel(Level.INFO);
        handler.setFormatter(new Line());
      }
    }
  }

  private static final class Line extends Formatter {
    @Override
    public String format(LogRecord line) {
      StringBuilder text =
          new StringBuilder("time=")
              .append(line.getInstant().truncatedTo(ChronoUnit.MILLIS))
              .append(" level=")
              .append(line.getLevel().getName().toLowerCase(Locale.ROOT))
              .append(" logger=")
              .append(line.getLoggerName())
              .append(' ')
              .append(oneLine(formatMessage(line)));
      for (Throwable thrown = line.getThrown(); thrown != null; thrown = thrown.getCause()) {
        text.append(" cause=\"").append(oneLine(thrown.toString())).append('"');
        StackTraceElement[] stack = thrown.getStackTrace();
        if (stack.length > 0) {
          text.append(" at=").append(stack[0]);
        }
      }
      return text.append('\n').toString();
    }

    private static String oneLine(String text) {
      return text.replace('\n', ' ').replace('\r', ' ');
    }
  }
}
