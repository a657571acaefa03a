package dev.spanloom.internal.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The spool of one process towards one or several destinations. Appending copies a record into
 * memory that belongs to the system: from then on it survives the death of the process, though not
 * that of the machine. Thread-safe; owns a folder.
 */
public final class Spool implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.spanloom");

  private final SpoolSettings settings;
  private final SpoolFolder folder;
  private final SegmentSupply supply;
  private final List<SpoolReader> readers = new ArrayList<>();
  private volatile LongConsumer beforeRelease = sequence -> {};

  private final ThreadLocal<@Nullable Boolean> releasing = new ThreadLocal<>();

  private final Object lock = new Object();
  // all below is guarded by the lock; the current segment is also read without
  private final Deque<Segment> segments = new ArrayDeque<>();
  private volatile Segment current;
  private long totalBytes;
  private volatile boolean closed;

  /** What became of a record. */
  public enum Outcome {
    APPENDED,
    /** There was no room, and the policy says that the newest goes. */
    FULL,
    /** The disk did not take it, or the spool is closed. */
    FAILED
  }

  private Spool(SpoolSettings settings, SpoolFolder folder, FileAllocation allocation)
      throws IOException {
    this.settings = settings;
    this.folder = folder;
    this.supply = new SegmentSupply(settings, folder, allocation, lock);
    this.current = supply.make(settings.segmentBytes());
    segments.add(current);
    totalBytes = current.capacityBytes();
  }

  /**
   * A new spool in a folder of its own.
   *
   * @param uris where its records go, without login; each is read by a {@link #reader}
   * @throws IOException when the disk cannot be written; nothing is left then
   */
  public static Spool create(SpoolSettings settings, List<String> uris, FileAllocation allocation)
      throws IOException {
    SpoolFolder folder = SpoolFolder.create(settings.root());
    try {
      Spool spool = new Spool(settings, folder, allocation);
      for (int i = 0; i < uris.size(); i++) {
        SpoolCursor cursor =
            SpoolCursor.create(folder.path().resolve(i + SpoolCursor.SUFFIX), uris.get(i));
        spool.readers.add(new SpoolReader(spool, cursor, spool.current));
      }
      return spool;
    } catch (IOException | RuntimeException e) {
      folder.delete();
      throw e;
    }
  }

  /** Reads for the destination of that place in the list. */
  public SpoolReader reader(int destination) {
    return readers.get(destination);
  }

  /**
   * Is told the sequence number of a segment before it goes, on the thread that lets it go: what is
   * in it and still needed is to be appended again.
   */
  public void setBeforeRelease(LongConsumer listener) {
    beforeRelease = listener;
  }

  /**
   * Appends a record. Copies it into memory; waits for the disk only where a new segment is needed
   * and none was prepared in time, and never for a sync.
   *
   * @param amended whether it replaces an earlier one
   * @param shared what it refers to
   */
  public Outcome append(
      RecordKind kind, boolean amended, @Nullable SharedRecord shared, RecordBuffer record) {
    int size = SegmentFormat.recordBytes(record.payloadBytes());
    while (!closed) {
      Segment segment = current;
      int sharedNumber = shared == null ? 0 : segment.numberOf(shared);
      if (shared == null || sharedNumber != 0) {
        int at = segment.reserve(size);
        if (at != 0) {
          segment.write(at, kind, amended, sharedNumber, record);
          if (segment.isNextWanted(at)) {
            supply.prepare();
          }
          return Outcome.APPENDED;
        }
      }
      Outcome rolled = roll(segment, size + (shared == null ? 0 : shared.payload().length + 32));
      if (rolled != Outcome.APPENDED) {
        return rolled;
      }
    }
    return Outcome.FAILED;
  }

  /** The segment that is written now. */
  public long currentSequence() {
    return current.sequence();
  }

  /** Where the next record will be. */
  public long position() {
    Segment segment = current;
    return Positions.of(segment.sequence(), segment.usedBytes());
  }

  /** What its records take on the disk; a spare segment or two come to that. */
  public long sizeBytes() {
    synchronized (lock) {
      return totalBytes;
    }
  }

  /** Written bytes from a position on, records of all kinds. */
  public long bytesFrom(long position) {
    long sum = 0;
    synchronized (lock) {
      for (Segment segment : segments) {
        if (segment.sequence() > Positions.sequence(position)) {
          sum += segment.usedBytes() - SegmentFormat.HEADER_BYTES;
        } else if (segment.sequence() == Positions.sequence(position)) {
          sum += Math.max(0, segment.usedBytes() - Positions.offset(position));
        }
      }
    }
    return sum;
  }

  public Path folder() {
    return folder.path();
  }

  /** Gives up segments that are too old. */
  public void dropExpired() {
    while (true) {
      Segment oldest;
      synchronized (lock) {
        oldest = segments.peekFirst();
        if (oldest == null
            || oldest == current
            || oldest.ageNanos() <= settings.maxAge().toNanos()) {
          return;
        }
        remove(oldest);
      }
      drop(oldest);
    }
  }

  // ---- growing

  /** Puts another segment behind a full one, unless that was done. */
  private Outcome roll(Segment full, int needed) {
    List<Segment> dropped = new ArrayList<>();
    Outcome outcome;
    synchronized (lock) {
      outcome = current != full ? Outcome.APPENDED : grow(needed, dropped);
    }
    dropped.forEach(this::drop);
    return outcome;
  }

  private Outcome grow(int needed, List<Segment> dropped) {
    int bytes = Math.max(settings.segmentBytes(), needed + SegmentFormat.HEADER_BYTES);
    Segment full = current;
    if (!makeRoom(bytes, dropped)) {
      return Outcome.FULL;
    }
    supply.await();
    if (closed || current != full) { // while this one waited
      return closed ? Outcome.FAILED : Outcome.APPENDED;
    }
    Segment next = supply.take(bytes);
    if (next == null) {
      return Outcome.FAILED;
    }
    segments.add(next);
    totalBytes += next.capacityBytes();
    full.setNext(next);
    current = next;
    return Outcome.APPENDED;
  }

  private boolean makeRoom(int bytes, List<Segment> dropped) {
    if (current.capacityBytes() + (long) bytes > settings.maxBytes()) {
      return false; // one record that would not fit if all else went
    }
    long deadline = System.nanoTime() + settings.maxWait().toNanos();
    while (totalBytes + bytes > settings.maxBytes()) {
      Segment oldest = segments.peekFirst();
      switch (settings.whenFull()) {
        case DROP_OLDEST -> {
          if (oldest == null || oldest == current) {
            return false; // one record larger than all that is allowed
          }
          remove(oldest);
          dropped.add(oldest);
        }
        case DROP_NEWEST -> {
          return false;
        }
        case BLOCK -> {
          long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
          if (left <= 0 || closed) {
            return false;
          }
          try {
            lock.wait(left);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
          }
        }
      }
    }
    return true;
  }

  // ---- shrinking

  private void remove(Segment segment) {
    segments.remove(segment);
    totalBytes -= segment.capacityBytes();
    lock.notifyAll();
  }

  /** Lets a segment go that may hold what has not arrived; readers may be in it. */
  private void drop(Segment segment) {
    tellBeforeRelease(segment);
    FileAllocation.discard(segment.file());
    LOG.log(System.Logger.Level.DEBUG, "segment {0} of the spool is given up", segment.sequence());
  }

  /** Not within itself: what is appended again may need room in its turn. */
  private void tellBeforeRelease(Segment segment) {
    if (releasing.get() == null) {
      releasing.set(true);
      try {
        beforeRelease.accept(segment.sequence());
      } finally {
        releasing.remove();
      }
    }
  }

  /** Lets go of segments that all destinations have. */
  void release() {
    while (true) {
      Segment oldest;
      synchronized (lock) {
        oldest = segments.peekFirst();
        if (oldest == null || oldest == current || !isSettled(oldest)) {
          return;
        }
      }
      tellBeforeRelease(oldest);
      synchronized (lock) {
        if (segments.peekFirst() != oldest) {
          continue; // another thread was faster
        }
        remove(oldest);
        if (supply.keep(oldest)) {
          continue;
        }
      }
      giveBack(oldest.file());
    }
  }

  private boolean isSettled(Segment segment) {
    for (SpoolReader reader : readers) {
      if (Positions.sequence(reader.settledPosition()) <= segment.sequence()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Deletes a segment that nobody touches any more: all in it is published, or it would not be
   * settled. It is cut off first, since its memory stays mapped until a garbage collection, and the
   * disk would be occupied as long.
   */
  private static void giveBack(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "segment {0} keeps its length", file);
    }
    FileAllocation.discard(file);
  }

  /** The oldest segment that is still there, for a reader whose segment went. */
  Segment oldest() {
    synchronized (lock) {
      Segment oldest = segments.peekFirst();
      return oldest == null ? current : oldest;
    }
  }

  boolean isGone(Segment segment) {
    synchronized (lock) {
      return !segments.contains(segment);
    }
  }

  @Override
  public void close() {
    close(true);
  }

  /**
   * Takes nothing more. When all destinations have all, the folder goes; else it stays, to be
   * shipped by the next process.
   *
   * @param unread whether nobody reads it any more; else the folder stays in any case
   */
  public void close(boolean unread) {
    if (closed) {
      return;
    }
    RecordBuffer exit = RecordBuffer.take();
    append(RecordKind.CLEAN_EXIT, false, null, exit);
    exit.giveBack();
    synchronized (lock) {
      closed = true;
      supply.close();
      lock.notifyAll();
    }
    boolean settled = unread && readers.stream().allMatch(SpoolReader::isAllSettled);
    try {
      PrivateFiles.uninterrupted(
          () -> {
            if (settled) {
              folder.delete();
            } else {
              folder.close();
            }
            return settled;
          });
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "spool " + folder.path() + " stays as it is", e);
    }
  }
}
