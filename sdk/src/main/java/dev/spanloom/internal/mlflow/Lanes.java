package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.RetryLaterException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Does the same with each of many things, a few at a time. */
final class Lanes {
  private Lanes() {}

  /**
   * Returns when all is done.
   *
   * @param lanes at most so many at a time
   * @throws RuntimeException the first that one of them threw; the rest is then given up
   */
  static <T> void forEach(
      List<T> things, int lanes, ExecutorService executor, Consumer<? super T> work) {
    if (things.size() <= 1) {
      things.forEach(work);
      return;
    }
    List<Future<?>> running = new ArrayList<>();
    try {
      AtomicInteger next = new AtomicInteger(); // so that a slow one holds up nothing behind it
      for (int lane = 0; lane < Math.min(lanes, things.size()); lane++) {
        running.add(executor.submit(() -> doAll(things, next, work)));
      }
      for (Future<?> lane : running) {
        lane.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryLaterException("interrupted while it waited for a server", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } finally {
      running.forEach(lane -> lane.cancel(true));
    }
  }

  private static <T> void doAll(List<T> things, AtomicInteger next, Consumer<? super T> work) {
    for (int i = next.getAndIncrement();
        i < things.size() && !Thread.currentThread().isInterrupted();
        i = next.getAndIncrement()) {
      try {
        work.accept(things.get(i));
      } catch (RuntimeException | Error e) {
        next.set(things.size()); // no lane goes on
        throw e;
      }
    }
  }
}
