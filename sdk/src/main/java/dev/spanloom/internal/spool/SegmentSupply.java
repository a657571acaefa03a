package dev.spanloom.internal.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the segments of a spool: ahead of time, on a thread of its own, and out of one that is not
 * needed any more where there is one. Guarded by the lock of the spool, which callers of methods
 * hold unless it is said otherwise.
 */
final class SegmentSupply {
  private static final System.Logger LOG = System.getLogger("dev.spanloom");
  private static final long LONGEST_PREPARATION_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_END_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final SpoolFolder folder;
  private final FileAllocation allocation;
  private final int segmentBytes;
  private final Object lock;

  private @Nullable Segment prepared;
  private @Nullable Segment spare;
  private boolean preparing;
  private long lastSequence;
  private long lastTaken;
  private boolean failing;
  private long notBeforeNanos;
  private boolean failureSaid;
  private boolean closed;

  SegmentSupply(
      SpoolSettings settings, SpoolFolder folder, FileAllocation allocation, Object lock) {
    this.folder = folder;
    this.allocation = allocation;
    this.segmentBytes = settings.segmentBytes();
    this.lock = lock;
  }

  /** Makes one now; needs no lock. */
  Segment make(int bytes) throws IOException {
    long sequence;
    Segment done;
    synchronized (lock) {
      sequence = ++lastSequence;
      done = takeSpare(bytes);
    }
    Path file = folder.segment(sequence);
    SegmentFormat.Header header =
        new SegmentFormat.Header(
            SegmentFormat.VERSION,
            ThreadLocalRandom.current().nextInt(),
            sequence,
            System.currentTimeMillis(),
            ProcessHandle.current().pid());
    try {
      if (done != null) {
        Files.move(done.file(), file);
        return Segment.beginOver(file, header, done);
      }
      return Segment.begin(
          file, header, PrivateFiles.uninterrupted(() -> allocation.allocate(file, bytes)));
    } catch (IOException | RuntimeException e) {
      FileAllocation.discard(file);
      throw e;
    }
  }

  private @Nullable Segment takeSpare(int bytes) {
    Segment found = spare;
    if (found == null || found.capacityBytes() != bytes) {
      return null;
    }
    spare = null;
    return found;
  }

  /** Waits a little for one that is being made: it is there sooner than another one would be. */
  void await() {
    long deadline = System.nanoTime() + LONGEST_PREPARATION_NANOS;
    try {
      while (preparing && !closed) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return;
        }
        lock.wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One of at least so many bytes; null when the disk has no room, which is said once. */
  @Nullable Segment take(int bytes) {
    Segment next = prepared;
    prepared = null;
    if (next != null && next.capacityBytes() < bytes) {
      FileAllocation.discard(next.file());
      next = null;
    }
    if (next == null) {
      next = makeOrSay(bytes);
    }
    lastTaken = next == null ? lastTaken : next.sequence();
    return next;
  }

  private @Nullable Segment makeOrSay(int bytes) {
    if (failing && System.nanoTime() - notBeforeNanos < 0) {
      return null;
    }
    try {
      Segment segment = make(bytes);
      failing = false;
      return segment;
    } catch (IOException | RuntimeException e) {
      failing = true;
      notBeforeNanos = System.nanoTime() + RETRY_NANOS;
      if (!failureSaid) {
        failureSaid = true;
        LOG.log(
            System.Logger.Level.WARNING,
            "The spool in "
                + folder.path()
                + " cannot grow; spans wait in memory meanwhile, where a crash loses them. This is"
                + " said once: "
                + e);
      }
      return null;
    }
  }

  /** Has the next segment made, so that nobody waits for it. Needs no lock. */
  void prepare() {
    synchronized (lock) {
      if (preparing || prepared != null || closed) {
        return;
      }
      preparing = true;
    }
    try {
      Thread thread = new Thread(this::makeNext, "spanloom-spool");
      thread.setDaemon(true);
      thread.start();
    } catch (OutOfMemoryError e) { // no thread to be had: it is made when it is needed
      synchronized (lock) {
        preparing = false;
      }
    }
  }

  private void makeNext() {
    Segment made = null;
    try {
      made = isClosed() ? null : make(segmentBytes);
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "no segment could be prepared", e); // said when needed
    } finally {
      synchronized (lock) {
        // another may have been made meanwhile: they are read in their order
        if (made != null && !closed && made.sequence() > lastTaken) {
          prepared = made;
        } else if (made != null) {
          FileAllocation.discard(made.file());
        }
        preparing = false;
        lock.notifyAll();
      }
    }
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  /** Keeps one to be used again; false when there is no use for it. */
  boolean keep(Segment done) {
    if (spare != null || closed || done.capacityBytes() != segmentBytes) {
      return false;
    }
    done.invalidate();
    spare = done;
    return true;
  }

  /** Deletes what was made and is not used, and what is being made: its folder may go. */
  void close() {
    closed = true;
    lock.notifyAll();
    awaitPreparation();
    if (prepared != null) {
      FileAllocation.discard(prepared.file());
      prepared = null;
    }
    if (spare != null) {
      FileAllocation.discard(spare.file());
      spare = null;
    }
  }

  /** Until nobody makes a file any more, whether this thread is interrupted or not. */
  private void awaitPreparation() {
    long deadline = System.nanoTime() + LONGEST_END_NANOS;
    boolean interrupted = false;
    while (preparing) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        break;
      }
      try {
        lock.wait(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
