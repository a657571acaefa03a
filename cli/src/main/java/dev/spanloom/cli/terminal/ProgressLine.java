package dev.spanloom.cli.terminal;

import dev.spanloom.storage.TraceDeletion;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A line on a terminal that shows how far long work is, and goes when it is done. Silent where
 * nobody looks, and for the first moment. Thread-safe.
 */
public final class ProgressLine implements TraceDeletion.Progress, AutoCloseable {
  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int BAR = 20;

  private final PrintWriter err;
  private final Terminal terminal;
  private final String doing;
  private final String things;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private long nextNanos;
  private boolean shown;

  ProgressLine(
      PrintWriter err, Terminal terminal, String doing, String things, LongSupplier nanoTime) {
    this.err = err;
    this.terminal = terminal;
    this.doing = doing;
    this.things = things;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.nextNanos = startNanos + FIRST_NANOS;
  }

  @Override
  public synchronized void advanced(long done, long total) {
    if (terminal.watched()) {
      long now = nanoTime.getAsLong();
      if (now - nextNanos >= 0) {
        nextNanos = now + STEP_NANOS;
        show(line(doing, things, done, total, Duration.ofNanos(now - startNanos)));
      }
    }
  }

  private void show(String line) {
    err.print("\r\u001b[K" + Texts.oneLine(line, terminal.columns() - 1));
    err.flush();
    shown = true;
  }

  static String line(String doing, String things, long done, long total, Duration taken) {
    if (total <= 0 || done > total) {
      return doing + "  " + Texts.count(done) + " " + things + "  " + Texts.span(taken);
    }
    int full = (int) (BAR * done / total);
    String rest =
        done == 0
            ? ""
            : "  " + Texts.span(taken.multipliedBy(total - done).dividedBy(done)) + " left";
    return doing
        + "  "
        + "█".repeat(full)
        + "░".repeat(BAR - full)
        + "  "
        + 100 * done / total
        + " %  "
        + Texts.count(done)
        + " of "
        + Texts.count(total)
        + " "
        + things
        + rest;
  }

  /** Takes the line away. */
  @Override
  public synchronized void close() {
    if (shown) {
      err.print("\r\u001b[K");
      err.flush();
      shown = false;
    }
  }
}
