package dev.spanloom.internal.export;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.TraceAttachment;
import dev.spanloom.internal.spool.Spool;
import dev.spanloom.internal.spool.SpoolReader;
import dev.spanloom.internal.spool.SpoolSettings;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to one destination of a pipeline, with a daemon thread of its own, so that a slow one
 * holds no other. Ships what is in the spool, what waits in memory, and what dead processes left.
 * Thread-safe; owns the thread and the destination.
 */
final class ExportLane implements AutoCloseable, Shipper.Pauses {
  private static final System.Logger LOG = System.getLogger("dev.spanloom");
  private static final long AFTER_A_HOLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long AFTER_AN_ERROR_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FLUSHES_APART_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * How long after a batch the thread looks by itself whether there is more to ship: to wake it
   * costs the program's threads more than all else that a span does.
   */
  private static final long LOOKING_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final int number;
  private final ExportTarget target;
  private final long lingerMillis;
  private final Function<Destination, String> fallbackExperiment;
  private final OpenedDestination destination;
  private final Shipper shipper;
  private final @Nullable DeadSpools dead;

  private final ReentrantLock lock;
  private final Condition work;
  private final Condition progress;
  // guarded by the lock
  private final MemoryQueue memory;
  private long memoryAccepted;
  private long memorySettled;
  private long spansInMemory;
  private long full;
  private long attachmentsLost;
  private long lostAtShutdown;
  private int flushesWaiting;
  private boolean closed;
  private boolean halfEnded;
  private long pausedUntilNanos;
  private boolean pauseAsked;

  private volatile @Nullable Spool spool;
  private volatile @Nullable SpoolReader reader;
  private volatile @Nullable Thread worker;
  private volatile boolean idle;
  private volatile long oldestUnixMillis;
  private final AtomicLong spooled = new AtomicLong();
  private final AtomicLong spooledPassed = new AtomicLong();

  // of the worker alone
  private @Nullable SpoolBatches live;
  private final HeldTraces held = new HeldTraces();
  private MemoryQueue.@Nullable Taken taken;
  private long lastBatchNanos = System.nanoTime() - LOOKING_NANOS;

  /**
   * A lane that does nothing until something is offered.
   *
   * @param lock of the pipeline
   * @param spools where spools of dead processes are; null when there is no spool
   */
  ExportLane(
      int number,
      ExportTarget target,
      ExportSettings settings,
      Function<Destination, String> fallbackExperiment,
      @Nullable SpoolSettings spools,
      ReentrantLock lock) {
    this.number = number;
    this.target = target;
    this.lingerMillis = settings.lingerMillis();
    this.fallbackExperiment = fallbackExperiment;
    this.destination = new OpenedDestination(target.opener());
    this.shipper = new Shipper(target.uri(), destination, this);
    this.dead =
        spools == null ? null : new DeadSpools(spools, target.uri(), destination::unsettledTraces);
    this.lock = lock;
    this.work = lock.newCondition();
    this.progress = lock.newCondition();
    this.memory = new MemoryQueue(number, settings.maxQueuedBytes());
  }

  // ---- taking, on the program's threads

  /** From now on its spans are in a spool. */
  void useSpool(Spool opened) {
    reader = opened.reader(number);
    spool = opened;
  }

  /** A span was put into the spool. */
  void spooled() {
    spooled.incrementAndGet();
    wakeIfIdle();
  }

  /** Something else was put into the spool. */
  void wakeIfIdle() {
    if (idle || worker == null) {
      lock.lock();
      try {
        wake();
      } finally {
        lock.unlock();
      }
    }
  }

  /** The spool had no room for a span. */
  void countFull() {
    lock.lock();
    try {
      full++;
    } finally {
      lock.unlock();
    }
  }

  /** Puts a span into memory; false when it has no room. To be called under the lock. */
  boolean add(PendingSpan span) {
    boolean taken = !closed && memory.add(span);
    if (taken) {
      memoryAccepted++;
      spansInMemory++;
      wakeForMemory();
    } else {
      full++;
    }
    return taken;
  }

  /** Puts an attachment into memory; false when it has no room. To be called under the lock. */
  boolean add(TraceAttachment attachment) {
    boolean taken = !closed && memory.add(attachment);
    if (taken) {
      memoryAccepted++;
      if (memory.bytes() > Batch.MAX_BYTES) {
        wake();
      }
    } else {
      attachmentsLost++;
    }
    return taken;
  }

  /** The spool had no room for an attachment. */
  void countLostAttachment() {
    lock.lock();
    try {
      attachmentsLost++;
    } finally {
      lock.unlock();
    }
  }

  /** Puts news into memory. To be called under the lock. */
  void add(TraceInfoSource news) {
    if (!closed && memory.add(news)) {
      memoryAccepted++;
      wakeForMemory();
    }
  }

  private void wakeForMemory() {
    boolean isFirst = memory.spanCount() <= 1 && (idle || worker == null);
    if (isFirst || memory.bytes() > Batch.MAX_BYTES) {
      wake();
    }
  }

  private void wake() {
    if (worker == null && !closed) {
      Thread thread = new Thread(this::run, "spanloom-export" + (number == 0 ? "" : "-" + number));
      thread.setDaemon(true);
      worker = thread;
      thread.start();
    } else {
      work.signal();
    }
  }

  /** The destination, opened by the first who asks. */
  Destination destination() {
    return destination.get();
  }

  // ---- waiting for it

  /** What has to be settled for a flush that begins now. To be called under the lock. */
  record Goal(long memory, long spool) {}

  Goal goal() {
    Spool used = spool;
    return new Goal(memoryAccepted, used == null ? 0 : used.position());
  }

  private boolean isReached(Goal goal) {
    SpoolReader used = reader;
    return memorySettled >= goal.memory && (used == null || used.passedPosition() >= goal.spool);
  }

  /** Waits until a goal is reached; false when that did not come about in time. */
  boolean flush(Goal goal, long nanosLeft) {
    long nanos = nanosLeft;
    lock.lock();
    try {
      if (isReached(goal)) {
        return true;
      }
      long attemptsBefore = shipper.attempts(); // one under way may have begun before a mending
      flushesWaiting++;
      wake();
      try {
        while (!isReached(goal)) {
          if (nanos <= 0 || shipper.hasFailedSince(attemptsBefore) || isHopeless(nanos)) {
            return false;
          }
          nanos = progress.awaitNanos(nanos);
        }
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      } finally {
        flushesWaiting--;
      }
    } finally {
      lock.unlock();
    }
  }

  /** The destination asked to be left alone for longer. */
  private boolean isHopeless(long nanos) {
    return pauseAsked && pausedUntilNanos - System.nanoTime() > nanos;
  }

  // ---- shipping, on the lane's thread

  private void run() {
    while (waitForWork()) {
      try {
        if (!shipSpooled() || !shipMemory() || !shipDead()) {
          break;
        }
      } catch (Throwable e) {
        afterAnError(e);
      }
    }
    if (isSecondToEnd()) {
      closeDead();
    }
  }

  private boolean hasWork() {
    Spool used = spool;
    SpoolReader its = reader;
    return !memory.isEmpty()
        || taken != null
        || (used != null && its != null && begunAt(its) != used.position())
        || (!closed && dead != null && (dead.isAtWork() || dead.nanosToNextLook() == 0));
  }

  /** From where on there is something to ship; after an error again what had not arrived. */
  private long begunAt(SpoolReader its) {
    return live == null ? its.settledPosition() : its.passedPosition();
  }

  /** False when there will be no more. */
  private boolean waitForWork() {
    lock.lock();
    try {
      long linger = TimeUnit.MILLISECONDS.toNanos(lingerMillis);
      boolean hasWaited = false;
      while (true) {
        boolean isLooking = linger > 0 && System.nanoTime() - lastBatchNanos < LOOKING_NANOS;
        idle = !isLooking; // before it is looked once more: whoever appends after that sees it
        if (hasWork()) {
          break;
        }
        if (closed) {
          return false;
        }
        long nextLook = dead == null ? Long.MAX_VALUE : dead.nanosToNextLook();
        work.awaitNanos(isLooking ? Math.min(linger, nextLook) : nextLook);
        hasWaited = isLooking;
      }
      idle = false;
      if (hasWaited) {
        return true; // what is there came together meanwhile
      }
      while (linger > 0 && flushesWaiting == 0 && !closed && memory.bytes() < Batch.MAX_BYTES) {
        linger = work.awaitNanos(linger);
      }
      return true;
    } catch (InterruptedException e) {
      closed = true;
      return false;
    } finally {
      idle = false;
      lock.unlock();
    }
  }

  /** All that is in the spool; false when it was given up. */
  private boolean shipSpooled() throws IOException {
    Spool used = spool;
    SpoolReader its = reader;
    if (used == null || its == null) {
      return true;
    }
    SpoolBatches batches = live;
    if (batches == null) {
      its.rewind();
      batches = new SpoolBatches(its);
      live = batches;
    }
    while (true) {
      long from = batches.position();
      Batch batch = batches.next();
      oldestUnixMillis = batch.oldestUnixMillis();
      if (!shipper.ship(batch)) {
        return false;
      }
      oldestUnixMillis = 0;
      boolean moved = batches.position() != from;
      lastBatchNanos = batch.isEmpty() ? lastBatchNanos : System.nanoTime();
      spooledPassed.addAndGet(batch.spans().size());
      its.pass(batches.position());
      its.settle(held.written(from, batches.position(), destination.unsettledTraces()));
      signalProgress();
      if (batch.isEmpty()) {
        if (!moved) {
          waitForAHole(used, its);
        }
        used.dropExpired();
        return true;
      }
      if (batch.spans().size() < Batch.MAX_SPANS / 2) {
        return true; // let more come together
      }
    }
  }

  /** A thread of the program is still writing its record; usually for less than a microsecond. */
  private static void waitForAHole(Spool used, SpoolReader its) {
    if (its.passedPosition() != used.position()) {
      LockSupport.parkNanos(AFTER_A_HOLE_NANOS);
    }
  }

  private boolean shipMemory() {
    MemoryQueue.Taken some = taken;
    if (some == null) {
      lock.lock();
      try {
        some = memory.take();
      } finally {
        lock.unlock();
      }
      taken = some;
    }
    Batch batch = some.encode(fallbackExperiment);
    oldestUnixMillis = batch.isEmpty() ? 0 : batch.oldestUnixMillis();
    long before = shipper.written() + shipper.refused();
    long attachmentsBefore = shipper.settledAttachments();
    boolean shipped = shipper.ship(batch);
    oldestUnixMillis = 0;
    taken = null;
    lastBatchNanos = batch.isEmpty() ? lastBatchNanos : System.nanoTime();
    lock.lock();
    try {
      memorySettled += batch.size() + some.queuedAttachments();
      spansInMemory -= batch.spans().size();
      attachmentsLost +=
          batch.attachments().size() - (shipper.settledAttachments() - attachmentsBefore);
      lostAtShutdown += batch.spans().size() - (shipper.written() + shipper.refused() - before);
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    return shipped;
  }

  private boolean shipDead() {
    DeadSpools spools = dead;
    if (spools == null || isClosed()) {
      return true;
    }
    spools.look();
    return spools.shipOne(shipper);
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void closeDead() {
    if (dead != null) {
      dead.close();
    }
  }

  /** Memory ran out, or worse. What was read and not settled is read again. */
  private void afterAnError(Throwable e) {
    live = null;
    lock.lock();
    try {
      LOG.log(System.Logger.Level.WARNING, "shipping traces failed and goes on: " + e);
      long nanos = AFTER_AN_ERROR_NANOS;
      while (nanos > 0 && !closed) {
        nanos = work.awaitNanos(nanos);
      }
    } catch (InterruptedException interrupted) {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  private void signalProgress() {
    lock.lock();
    try {
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean pause(long nanos, boolean asked) {
    Spool used = spool;
    if (used != null) {
      used.dropExpired();
    }
    lock.lock();
    try {
      pausedUntilNanos = System.nanoTime() + nanos;
      pauseAsked = asked;
      progress.signalAll();
      long start = System.nanoTime();
      // a flush cuts it short, but not what the destination asked for
      long least =
          asked ? nanos : shipper.isCircuitOpen() ? Math.min(nanos, FLUSHES_APART_NANOS) : 0;
      while (!closed) {
        long left = (flushesWaiting > 0 ? least : nanos) - (System.nanoTime() - start);
        if (left <= 0) {
          break;
        }
        work.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException e) {
      return false;
    } finally {
      pauseAsked = false;
      lock.unlock();
    }
  }

  // ---- counting and ending

  LaneCounts counts() {
    lock.lock();
    try {
      SpoolReader its = reader;
      Spool used = spool;
      Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
      long lostInSpool = its == null ? 0 : its.lostSpans();
      put(dropped, DropReason.FULL, full + lostInSpool);
      put(dropped, DropReason.REFUSED, shipper.refused());
      put(dropped, DropReason.SHUT_DOWN, lostAtShutdown);
      long since = oldestUnixMillis != 0 ? oldestUnixMillis : memorySince();
      return new LaneCounts(
          target.uri(),
          shipper.written(),
          dropped,
          shipper.attachmentsWritten(),
          shipper.attachmentsDropped() + attachmentsLost,
          spansInMemory + Math.max(0, spooled.get() - spooledPassed.get() - lostInSpool),
          memory.bytes() + (its == null || used == null ? 0 : used.bytesFrom(its.passedPosition())),
          shipper.failedWrites(),
          shipper.retries(),
          shipper.circuitOpenings(),
          shipper.isCircuitOpen(),
          since == 0 ? 0 : Math.max(0, System.currentTimeMillis() - since));
    } finally {
      lock.unlock();
    }
  }

  private long memorySince() {
    return memory.isEmpty() ? 0 : memory.sinceUnixMillis();
  }

  private static void put(Map<DropReason, Long> dropped, DropReason reason, long count) {
    if (count != 0) {
      dropped.put(reason, count);
    }
  }

  /** Takes nothing more; what is under way goes on for a little. */
  void stop() {
    lock.lock();
    try {
      closed = true;
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the thread after {@link #stop}; false when it is still at work. */
  boolean join(long millis) {
    Thread thread = worker;
    try {
      if (thread != null) {
        thread.join(Math.max(1, millis));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return thread == null || !thread.isAlive();
  }

  /**
   * Closes the destination, which writes what it has only in memory; {@link #stop} comes before.
   */
  @Override
  public void close() {
    destination.close();
    if (worker == null || isSecondToEnd()) {
      SpoolReader its = reader;
      if (its != null && held.areStored(destination.unsettledTraces())) {
        its.settle(its.passedPosition());
      }
      if (dead != null) {
        dead.finishStored();
      }
      closeDead();
    }
  }

  /** Of the thread and {@link #close}, the one that ends later lets go of what both use. */
  private boolean isSecondToEnd() {
    lock.lock();
    try {
      boolean second = halfEnded;
      halfEnded = true;
      return second;
    } finally {
      lock.unlock();
    }
  }
}
