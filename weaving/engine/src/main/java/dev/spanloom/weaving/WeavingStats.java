package dev.spanloom.weaving;

import java.util.concurrent.atomic.AtomicLong;

/** How many classes of this JVM were woven, and how many could not be. Thread-safe. */
public final class WeavingStats {
  private final AtomicLong woven = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  WeavingStats() {}

  /** Classes that were woven, each counted once. */
  public long woven() {
    return woven.get();
  }

  /** Classes with something that could not be woven, each counted once. */
  public long failed() {
    return failed.get();
  }

  void addWoven(int count) {
    woven.addAndGet(count);
  }

  void addFailed() {
    failed.incrementAndGet();
  }

  @Override
  public String toString() {
    return "classes woven: " + woven + ", with problems: " + failed;
  }
}
