package dev.spanloom.storage.sql.internal.write;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Who goes into a transaction together. A transaction of many small writes costs little more than
 * one of a few, since they touch the same pages; so when many write at the same time, the first of
 * them waits a little for those who were just answered and will soon be back. Nobody waits where
 * one or two write. Not thread-safe.
 */
final class Gathering<T> {
  private static final int MAX_GROUP = 64;

  /** Fewer gain nothing by waiting. */
  private static final int FEWEST = 3;

  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final BlockingQueue<T> queue;

  /** How many are likely to come: as many as came before, soon forgotten when they stay away. */
  private int expected;

  private long beganNanos;
  private long waitNanos;

  Gathering(BlockingQueue<T> queue) {
    this.queue = queue;
  }

  /** Adds to a group all who come with its first. */
  void gather(List<T> group) throws InterruptedException {
    queue.drainTo(group, MAX_GROUP - group.size());
    if (expected >= FEWEST) {
      long deadline = System.nanoTime() + waitNanos;
      while (group.size() < expected) {
        T next = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) {
          break;
        }
        group.add(next);
        queue.drainTo(group, MAX_GROUP - group.size());
      }
    }
    expected = Math.max(group.size(), (expected + group.size()) / 2);
    beganNanos = System.nanoTime();
  }

  /** The transaction of the group is over: the next one waits for half of its time at most. */
  void done() {
    waitNanos = Math.min(LONGEST_NANOS, (System.nanoTime() - beganNanos) / 2);
  }
}
