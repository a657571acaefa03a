package dev.spanloom.internal.spool;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads what this process appends, as it appends it, for one destination. For one thread, but for
 * {@link #settledPosition}, {@link #passedPosition} and {@link #isAllSettled}.
 */
public final class SpoolReader implements RecordSource {
  /** Writing a record takes less than a microsecond; a machine may stand still for a while. */
  private static final long LONGEST_HOLE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Spool spool;
  private final SpoolCursor cursor;
  private Segment segment;
  private Segment settledSegment;
  private int at = SegmentFormat.HEADER_BYTES;
  private long holeAt;
  private long holeSinceNanos;
  private volatile long settled;
  private volatile long passed;
  private final AtomicLong lostSpans = new AtomicLong();

  SpoolReader(Spool spool, SpoolCursor cursor, Segment first) {
    this.spool = spool;
    this.cursor = cursor;
    this.segment = first;
    this.settledSegment = first;
    this.settled = Positions.of(first.sequence(), at);
    this.passed = settled;
  }

  @Override
  public @Nullable SpoolRecord next() {
    while (true) {
      int behind = segment.behind(at);
      if (behind != 0) {
        SpoolRecord record = segment.read(at);
        at = behind;
        if (record != null) {
          return record;
        }
      } else if (!moveOn() && !passHole()) {
        return null;
      }
    }
  }

  /** Goes on behind a place that somebody reserved long ago and did not fill. */
  private boolean passHole() {
    if (at >= segment.usedBytes() || segment.endsAt(at)) {
      holeSinceNanos = 0;
      return false;
    }
    long now = System.nanoTime();
    if (holeSinceNanos == 0 || holeAt != position()) {
      holeSinceNanos = now;
      holeAt = position();
    }
    if (now - holeSinceNanos < LONGEST_HOLE_NANOS) {
      return false;
    }
    at = segment.behindHole(at);
    return true;
  }

  /** Goes on to the next segment when this one is at its end; false when it is not. */
  private boolean moveOn() {
    Segment next = segment.next();
    if (next == null || !segment.endsAt(at)) {
      return false;
    }
    // where the spool was full, segments that this one has not read may be gone
    for (Segment after = next.next(); after != null && spool.isGone(next); after = next.next()) {
      lostSpans.addAndGet(next.countSpans());
      next = after;
    }
    segment = next;
    at = SegmentFormat.HEADER_BYTES;
    return true;
  }

  /** Spans that went, for want of room, before this one could read them. Any thread may ask. */
  public long lostSpans() {
    return lostSpans.get();
  }

  @Override
  public long position() {
    return Positions.of(segment.sequence(), at);
  }

  /** Goes back to what is not settled: what was read since is read again. */
  public void rewind() {
    segment = settledSegment;
    at = Positions.offset(settled);
  }

  /**
   * Notes that the destination was handed all before a position, whether it is stored yet or not.
   */
  public void pass(long position) {
    passed = Math.max(passed, position);
  }

  /** The destination was handed all before this. Any thread may ask. */
  public long passedPosition() {
    return passed;
  }

  @Override
  public void settle(long position) {
    if (position < settled) {
      return; // a destination holds what it was handed again
    }
    Segment last = settledSegment;
    for (Segment next = last; next != null && next.sequence() <= Positions.sequence(position); ) {
      last = next;
      next = next.next();
    }
    settledSegment = last;
    cursor.move(position);
    settled = position;
    spool.release();
  }

  /** {@inheritDoc} Any thread may ask. */
  @Override
  public long settledPosition() {
    return settled;
  }

  /** Whether nothing but the note of the exit is left; for when appending is over. */
  boolean isAllSettled() {
    rewind();
    SpoolRecord record = next();
    while (record != null
        && (record.kind() == RecordKind.CLEAN_EXIT || record.kind() == RecordKind.SPAN_START)) {
      record = next();
    }
    return record == null;
  }
}
