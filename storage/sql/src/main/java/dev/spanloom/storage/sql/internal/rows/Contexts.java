package dev.spanloom.storage.sql.internal.rows;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Contexts of the compression library. To make one takes longer than to use it for a small text, so
 * a few of them are kept to be used again. Thread-safe.
 */
final class Contexts<T extends Closeable> implements Closeable {
  private static final int KEPT = 8;

  private final Supplier<T> maker;
  private final BlockingQueue<T> idle = new ArrayBlockingQueue<>(KEPT);
  private volatile boolean closed;

  Contexts(Supplier<T> maker) {
    this.maker = maker;
  }

  <R> R use(Function<T, R> use) {
    T context = idle.poll();
    if (context == null) {
      context = maker.get();
    }
    boolean isKept = false;
    try {
      R result = use.apply(context);
      isKept = !closed && idle.offer(context);
      return result;
    } finally {
      if (!isKept) {
        close(context); // there are enough, or what it met broke it
      }
    }
  }

  private static void close(Closeable context) {
    try {
      context.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    for (T context = idle.poll(); context != null; context = idle.poll()) {
      close(context);
    }
  }
}
