package dev.spanloom.internal.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How a segment looks. All numbers are little-endian.
 *
 * <pre>
 * header, 64 bytes:  magic 8 | version 4 | mask 4 | sequence 8 | created, Unix ms 8 | process id 8
 * record, aligned to 8:
 *    0  length 4    of the record without padding; 0 while it is being written
 *    4  CRC32C 4    of all behind it, exclusive-ored with the segment's mask
 *    8  kind 1 | flags 1 | 0 2
 *   12  shared 4    number of the SHARED record that it refers to; of a SHARED record its own
 *   16  appended 8  Unix ms
 *   24  payload
 * </pre>
 *
 * <p>The mask is random: bytes inside a payload that look like a record are none, since their check
 * sum would have to be made for this very segment.
 */
final class SegmentFormat {
  static final long MAGIC = 0x4C50534D4F4F4C53L; // "SLOOMSPL"
  static final int VERSION = 1;
  static final int HEADER_BYTES = 64;
  static final int RECORD_HEADER_BYTES = 24;

  /** What the check sum covers begins here. */
  static final int CHECKED_FROM = 8;

  static final int AMENDED = 1;

  private SegmentFormat() {}

  /**
   * The header of a segment.
   *
   * @param mask see above
   * @param processId of the process that writes it
   */
  record Header(int version, int mask, long sequence, long createdUnixMillis, long processId) {}

  static void writeHeader(ByteBuffer buffer, Header header) {
    buffer.putLong(0, MAGIC);
    buffer.putInt(8, header.version);
    buffer.putInt(12, header.mask);
    buffer.putLong(16, header.sequence);
    buffer.putLong(24, header.createdUnixMillis);
    buffer.putLong(32, header.processId);
  }

  /** Null when it is no segment: one whose writer died while it made it. */
  static @Nullable Header readHeader(ByteBuffer buffer) {
    if (buffer.limit() < HEADER_BYTES || buffer.getLong(0) != MAGIC) {
      return null;
    }
    return new Header(
        buffer.getInt(8),
        buffer.getInt(12),
        buffer.getLong(16),
        buffer.getLong(24),
        buffer.getLong(32));
  }

  /** What a record takes up. */
  static int recordBytes(int payloadBytes) {
    return aligned(RECORD_HEADER_BYTES + payloadBytes);
  }

  static int aligned(int bytes) {
    return (bytes + 7) & ~7;
  }

  /** Whether a whole record stands there. */
  static boolean isRecord(ByteBuffer buffer, int at, int mask) {
    if (at + RECORD_HEADER_BYTES > buffer.limit()) {
      return false;
    }
    int length = buffer.getInt(at);
    if (length < RECORD_HEADER_BYTES || length > buffer.limit() - at) {
      return false;
    }
    CRC32C crc = new CRC32C();
    crc.update(buffer.duplicate().position(at + CHECKED_FROM).limit(at + length));
    return ((int) crc.getValue() ^ mask) == buffer.getInt(at + 4);
  }

  /**
   * Where the next whole record begins, at or behind a position; the limit when there is none. What
   * lies between was being written when the process died, or is damaged.
   */
  static int nextRecord(ByteBuffer buffer, int from, int mask) {
    int at = from;
    while (at + RECORD_HEADER_BYTES <= buffer.limit() && !isRecord(buffer, at, mask)) {
      at += 8;
    }
    return at + RECORD_HEADER_BYTES <= buffer.limit() ? at : buffer.limit();
  }

  /** Null for a kind that a later version writes. */
  static @Nullable RecordKind kind(ByteBuffer buffer, int at) {
    return RecordKind.of(buffer.get(at + 8));
  }

  static int sharedNumber(ByteBuffer buffer, int at) {
    return buffer.getInt(at + 12);
  }

  static byte[] payload(ByteBuffer buffer, int at, int length) {
    byte[] payload = new byte[length - RECORD_HEADER_BYTES];
    buffer.get(at + RECORD_HEADER_BYTES, payload);
    return payload;
  }

  static SpoolRecord record(
      ByteBuffer buffer, int at, int length, RecordKind kind, @Nullable SharedRecord shared) {
    return new SpoolRecord(
        kind,
        (buffer.get(at + 9) & AMENDED) != 0,
        shared,
        buffer.getLong(at + 16),
        payload(buffer, at, length));
  }
}
