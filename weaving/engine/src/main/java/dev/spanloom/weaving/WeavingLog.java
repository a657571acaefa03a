package dev.spanloom.weaving;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Says each thing once, on a thread of its own: who loads a class holds locks that a logging
 * framework may want, and the framework's own classes may be the ones being loaded. The logger is
 * not touched before there is something to say, since a program may still be about to choose its
 * logging. Thread-safe.
 */
final class WeavingLog {
  private static final String NAME = "dev.spanloom.weaving";
  private static final int MAX_REMEMBERED = 10_000;

  private record Line(System.Logger.Level level, String text, @Nullable Throwable cause) {}

  private final Set<String> said = ConcurrentHashMap.newKeySet();
  private final Queue<Line> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean writing = new AtomicBoolean();

  /** Never throws. */
  void warn(String text, @Nullable Throwable cause) {
    write(new Line(System.Logger.Level.WARNING, text, cause));
  }

  /** Never throws. */
  void debug(String text) {
    write(new Line(System.Logger.Level.DEBUG, text, null));
  }

  private void write(Line line) {
    if (said.size() >= MAX_REMEMBERED || !said.add(line.text())) {
      return;
    }
    waiting.add(line);
    if (writing.compareAndSet(false, true)) {
      try {
        // Not a daemon: a short program's problems are still written when its main method returns.
        Thread writer = new Thread(null, this::writeAll, "spanloom-weaving-log", 0, false);
        writer.setDaemon(false);
        writer.setContextClassLoader(null);
        writer.start();
      } catch (RuntimeException | Error e) { // no thread can be had
        writing.set(false);
      }
    }
  }

  private void writeAll() {
    do {
      for (Line line = waiting.poll(); line != null; line = waiting.poll()) {
        try {
          System.getLogger(NAME).log(line.level(), line.text(), line.cause());
        } catch (RuntimeException | Error e) {
          // A logging framework that fails has no other place to say it.
        }
      }
      writing.set(false);
    } while (!waiting.isEmpty() && writing.compareAndSet(false, true));
  }
}
