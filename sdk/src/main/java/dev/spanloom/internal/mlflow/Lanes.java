package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.RetryLaterException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
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
      for (int lane = 0; lane < Math.min(lanes, things.size()); lane++) {
        int first = lane;
        running.add(
            executor.submit(
                () -> {
                  for (int i = first;
                      i < things.size() && !Thread.currentThread().isInterrupted();
                      i += lanes) {
                    work.accept(things.get(i));
                  }
                }));
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
}
