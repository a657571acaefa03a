package dev.spanloom.storage.sql.internal.write;

import java.util.concurrent.TimeUnit;

/**
 * Says that something failed: whole when it begins to fail, and in one line each minute as long as
 * it goes on. Not thread-safe.
 */
final class Failures {
  private static final System.Logger LOG = System.getLogger(Failures.class.getName());
  private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private long count;
  private long saidNanos;

  void say(String what, Throwable failure) {
    if (++count == 1) {
      LOG.log(System.Logger.Level.WARNING, what, failure);
    } else if (System.nanoTime() - saidNanos >= EVERY_NANOS) {
      LOG.log(System.Logger.Level.WARNING, "{0} ({1} times by now): {2}", what, count, failure);
    } else {
      return;
    }
    saidNanos = System.nanoTime();
  }

  /** It worked again. */
  void over() {
    count = 0;
  }
}
