package dev.spanloom.storage.sql.internal.write;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who goes into a transaction together. A transaction of many small writes costs little more than
 * one of a few, since they touch the same pages; so when many write at the same time, the first of
 * them waits a little for those who were just answered and will soon be back. Nobody waits where
 * one or two write. One thread gathers; whoever adds to the queue says so by {@link #arrived}.
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
  private int waits;

  /** How many of the queue end the waiting: to wake up for each costs more than to serve it. */
  private volatile int wanted;

  private volatile @Nullable Thread waiting;

  Gathering(BlockingQueue<T> queue) {
    this.queue = queue;
  }

  /** Adds to a group all who come with its first. */
  void gather(List<T> group) throws InterruptedException {
    queue.drainTo(group, MAX_GROUP - group.size());
    if (expected >= FEWEST) {
      awaitMore(Math.min(expected, MAX_GROUP) - group.size());
      queue.drainTo(group, MAX_GROUP - group.size());
    }
    expected = Math.max(group.size(), (expected + group.size()) / 2);
    beganNanos = System.nanoTime();
  }

  private void awaitMore(int count) throws InterruptedException {
    if (queue.size() >= count) {
      return;
    }
    waits++;
    long deadline = System.nanoTime() + waitNanos;
    wanted = count;
    waiting = Thread.currentThread();
    try {
      long left = waitNanos;
      while (queue.size() < count && left > 0) {
        LockSupport.parkNanos(this, left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        left = deadline - System.nanoTime();
      }
    } finally {
      waiting = null;
    }
  }

  /** Somebody was added to the queue. On any thread. */
  void arrived() {
    Thread thread = waiting;
    if (thread != null && queue.size() >= wanted) {
      LockSupport.unpark(thread);
    }
  }

  /** How often it waited for somebody. */
  int waits() {
    return waits;
  }

  /** The transaction of the group is over: the next one waits for half of its time at most. */
  void done() {
    waitNanos = Math.min(LONGEST_NANOS, (System.nanoTime() - beganNanos) / 2);
  }
}
