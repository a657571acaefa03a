package dev.spanloom.cli;

import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Log lines of the libraries as one line each on standard error, from warnings upwards. */
final class QuietLogging {
  private static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";

  /** What it has to say is in the failure too. Kept: loggers nobody holds forget their level. */
  private static final Logger POOL = Logger.getLogger("com.zaxxer.hikari");

  private QuietLogging() {}

  static void install() {
    if (System.getProperty(SLF4J_VERBOSITY) == null) {
      System.setProperty(SLF4J_VERBOSITY, "ERROR");
    }
    POOL.setLevel(Level.OFF);
    Logger root = Logger.getLogger("");
    for (var handler : root.getHandlers()) {
      if (handler instanceof ConsoleHandler) {
        handler.setLevel(Level.WARNING);
        handler.setFormatter(new OneLine());
      }
    }
  }

  /** {@code warning: text}. */
  private static final class OneLine extends Formatter {
    @Override
    public String format(LogRecord line) {
      return line.getLevel().getName().toLowerCase(Locale.ROOT) + ": " + formatMessage(line) + "\n";
    }
  }
}
