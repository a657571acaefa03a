package dev.spanloom.internal.spool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A segment that this process writes. Threads reserve a place by one atomic addition, copy their
 * record there, and publish it by writing its length last. Thread-safe.
 */
final class Segment {
  private static final VarHandle LENGTH =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int OPEN = -1;
  private static final byte[] ZEROS = new byte[1 << 15];

  private final Path file;
  private final SegmentFormat.Header header;
  private final MappedByteBuffer buffer;
  private final int capacity;
  private final long createdNanos = System.nanoTime();
  private final AtomicLong reserved = new AtomicLong(SegmentFormat.HEADER_BYTES);
  private final AtomicBoolean nextWanted = new AtomicBoolean();

  private final Map<SharedRecord, Integer> sharedNumbers = new ConcurrentHashMap<>();
  private final Map<Integer, SharedRecord> shared = new ConcurrentHashMap<>();
  private final AtomicInteger lastSharedNumber = new AtomicInteger();
  private volatile @Nullable Numbered latestShared;

  private volatile int end = OPEN;
  private volatile @Nullable Segment next;

  private record Numbered(SharedRecord shared, int number) {}

  private Segment(Path file, SegmentFormat.Header header, MappedByteBuffer buffer) {
    this.file = file;
    this.header = header;
    this.buffer = buffer;
    this.capacity = buffer.capacity();
  }

  /** A new one over zeros. */
  static Segment begin(Path file, SegmentFormat.Header header, MappedByteBuffer zeros) {
    zeros.order(ByteOrder.LITTLE_ENDIAN);
    SegmentFormat.writeHeader(zeros, header);
    return new Segment(file, header, zeros);
  }

  /**
   * A new one over the memory of one that nobody uses any more, whose file was given the new name.
   * Cheaper by far than a new file: its pages are there, and mapped. A process that dies in between
   * leaves a file that is no segment.
   */
  static Segment beginOver(Path file, SegmentFormat.Header header, Segment done) {
    MappedByteBuffer buffer = done.buffer;
    int used = done.usedBytes();
    for (int at = 0; at < used; at += ZEROS.length) {
      buffer.put(at, ZEROS, 0, Math.min(ZEROS.length, used - at));
    }
    return begin(file, header, buffer);
  }

  /**
   * All in it has arrived, and it is no segment any more. Whoever reads after a crash must not find
   * it: the end of a span that started in it may have been in a later one, which is gone.
   */
  void invalidate() {
    buffer.putLong(0, 0);
  }

  long sequence() {
    return header.sequence();
  }

  Path file() {
    return file;
  }

  int capacityBytes() {
    return capacity;
  }

  long createdUnixMillis() {
    return header.createdUnixMillis();
  }

  /** By a clock that nobody sets. */
  long ageNanos() {
    return System.nanoTime() - createdNanos;
  }

  @Nullable Segment next() {
    return next;
  }

  void setNext(Segment segment) {
    next = segment;
  }

  /** How far it is written or being written. */
  int usedBytes() {
    int closed = end;
    return closed == OPEN ? (int) Math.min(capacity, reserved.get()) : closed;
  }

  /** A place for so many bytes; 0 when there is none, and never will be. */
  int reserve(int bytes) {
    long start = reserved.getAndAdd(bytes);
    if (start + bytes <= capacity) {
      return (int) start;
    }
    if (start <= capacity) {
      end = (int) start; // the first one that did not fit; nothing comes behind it
    }
    return 0;
  }

  /** True for the one thread that finds the segment half full. */
  boolean isNextWanted(int at) {
    return at > capacity / 2 && !nextWanted.get() && nextWanted.compareAndSet(false, true);
  }

  /** Writes a record to a reserved place. */
  void write(int at, RecordKind kind, boolean amended, int sharedNumber, RecordBuffer record) {
    int crc = record.seal(kind, amended, sharedNumber, System.currentTimeMillis());
    buffer.put(at + SegmentFormat.CHECKED_FROM, record.array(), 0, record.size());
    buffer.putInt(at + 4, crc ^ header.mask());
    LENGTH.setRelease(buffer, at, record.size() + SegmentFormat.CHECKED_FROM);
  }

  /** The number of a shared record here, which is written when it is new; 0 when it has no room. */
  int numberOf(SharedRecord record) {
    Numbered latest = latestShared;
    if (latest != null && latest.shared.equals(record)) {
      return latest.number;
    }
    Integer known = sharedNumbers.get(record);
    int number = known == null ? add(record) : known;
    if (number != 0) {
      latestShared = new Numbered(record, number);
    }
    return number;
  }

  private synchronized int add(SharedRecord record) {
    Integer known = sharedNumbers.get(record);
    if (known != null) {
      return known;
    }
    int at = reserve(SegmentFormat.recordBytes(record.payload().length));
    if (at == 0) {
      return 0;
    }
    int number = lastSharedNumber.incrementAndGet();
    RecordBuffer out = RecordBuffer.take();
    out.payload().writeRaw(record.payload(), 0, record.payload().length);
    write(at, RecordKind.SHARED, false, number, out);
    out.giveBack();
    shared.put(number, record);
    sharedNumbers.put(record, number);
    return number;
  }

  /** Where the record behind the one at a position begins; 0 when that is not written yet. */
  int behind(int at) {
    if (at >= usedBytes()) {
      return 0;
    }
    int length = (int) LENGTH.getAcquire(buffer, at);
    return length == 0 ? 0 : at + SegmentFormat.aligned(length);
  }

  /** The published record at a position; null for one that readers pass over. */
  @Nullable SpoolRecord read(int at) {
    int length = (int) LENGTH.getAcquire(buffer, at);
    RecordKind kind = SegmentFormat.kind(buffer, at);
    return kind == null || kind == RecordKind.SHARED
        ? null
        : SegmentFormat.record(
            buffer, at, length, kind, shared.get(SegmentFormat.sharedNumber(buffer, at)));
  }

  /** How many ended spans are in it. */
  int countSpans() {
    int count = 0;
    int at = SegmentFormat.HEADER_BYTES;
    for (int behind = behind(at); behind != 0; behind = behind(at)) {
      if (SegmentFormat.kind(buffer, at) == RecordKind.SPAN) {
        count++;
      }
      at = behind;
    }
    return count;
  }

  /**
   * Where the next whole record begins behind a place that was reserved and never filled: its
   * thread ran into the end of its stack, or was stopped.
   */
  int behindHole(int at) {
    ByteBuffer written = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN).limit(usedBytes());
    return SegmentFormat.nextRecord(written, at + 8, header.mask());
  }

  /** True when all that will ever be in it lies before a position. */
  boolean endsAt(int at) {
    return end == at;
  }
}
