package dev.spanloom.internal.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a spool from its files, all records from the beginning: those before {@link
 * #settledPosition} have arrived. What was being written when the process died, and what is
 * damaged, is passed over. For one thread.
 */
public final class StoredReader implements RecordSource {
  private final List<Path> segments;
  private final @Nullable SpoolCursor cursor;
  private final Map<Integer, SharedRecord> shared = new HashMap<>();
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private SegmentFormat.@Nullable Header header;
  private int nextSegment;
  private int at;
  private int gaps;

  /**
   * Reads from the beginning.
   *
   * @param cursor of the destination; null for somebody who only looks
   */
  StoredReader(List<Path> segments, @Nullable SpoolCursor cursor) {
    this.segments = segments;
    this.cursor = cursor;
  }

  @Override
  public @Nullable SpoolRecord next() throws IOException {
    while (true) {
      SegmentFormat.Header open = header;
      if (open == null) {
        if (!load()) {
          return null;
        }
        continue;
      }
      int found = SegmentFormat.nextRecord(buffer, at, open.mask());
      if (found != at && found < buffer.limit()) {
        gaps++;
      }
      if (found >= buffer.limit()) {
        at = found;
        if (nextSegment >= segments.size()) {
          return null;
        }
        header = null;
        continue;
      }
      SpoolRecord record = read(found);
      if (record != null) {
        return record;
      }
    }
  }

  private @Nullable SpoolRecord read(int from) {
    int length = buffer.getInt(from);
    at = from + SegmentFormat.aligned(length);
    RecordKind kind = SegmentFormat.kind(buffer, from);
    int number = SegmentFormat.sharedNumber(buffer, from);
    if (kind == RecordKind.SHARED) {
      shared.put(number, new SharedRecord(SegmentFormat.payload(buffer, from, length)));
      return null;
    }
    return kind == null
        ? null
        : SegmentFormat.record(buffer, from, length, kind, shared.get(number));
  }

  /** Goes on to the next segment; false when there is none. */
  private boolean load() throws IOException {
    while (nextSegment < segments.size()) {
      Path file = segments.get(nextSegment++);
      ByteBuffer read;
      try {
        read = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      } catch (NoSuchFileException e) {
        continue; // its process lives, and has shipped it
      }
      SegmentFormat.Header found = SegmentFormat.readHeader(read);
      if (found != null) {
        buffer = read;
        header = found;
        at = SegmentFormat.HEADER_BYTES;
        shared.clear();
        return true;
      }
    }
    return false;
  }

  @Override
  public long position() {
    SegmentFormat.Header open = header;
    return open == null ? 0 : Positions.of(open.sequence(), at);
  }

  @Override
  public long settledPosition() {
    return cursor == null ? 0 : cursor.position();
  }

  @Override
  public void settle(long position) {
    if (cursor != null && position > cursor.position()) {
      cursor.move(position);
    }
  }

  /** Stretches that were passed over so far, whole records behind them. */
  public int gaps() {
    return gaps;
  }
}
