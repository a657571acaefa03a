package dev.spanloom.internal.spool;

import dev.spanloom.entities.internal.proto.ProtoWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where a record is put together before it goes into a segment, in one copy. Taken from a few that
 * are kept, so that appending allocates nothing; virtual threads use the same few. Not thread-safe.
 *
 * <pre>{@code
 * RecordBuffer buffer = RecordBuffer.take();
 * buffer.payload().stringField(1, "…");
 * spool.append(kind, false, shared, buffer);
 * buffer.giveBack();
 * }</pre>
 */
public final class RecordBuffer {
  private static final int KEPT = 32;
  private static final int LARGEST_KEPT_BYTES = 256 * 1024;
  private static final AtomicReferenceArray<@Nullable RecordBuffer> POOL =
      new AtomicReferenceArray<>(KEPT);

  /** What the check sum covers before the payload. */
  static final int HEAD_BYTES = SegmentFormat.RECORD_HEADER_BYTES - SegmentFormat.CHECKED_FROM;

  private static final byte[] HEAD = new byte[HEAD_BYTES];
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final ProtoWriter out = new ProtoWriter(1024);
  private final CRC32C crc = new CRC32C();

  private RecordBuffer() {}

  private static int slot() {
    long id = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
    return (int) (id >>> 59); // the upper five bits: as many as there are slots
  }

  /** An empty one. */
  public static RecordBuffer take() {
    RecordBuffer kept = POOL.getAndSet(slot(), null);
    RecordBuffer buffer = kept == null ? new RecordBuffer() : kept;
    buffer.clear();
    return buffer;
  }

  /** Forgets what is in it. */
  public void clear() {
    out.reset();
    out.writeRaw(HEAD, 0, HEAD_BYTES);
  }

  /** Writes the payload. */
  public ProtoWriter payload() {
    return out;
  }

  int payloadBytes() {
    return out.size() - HEAD_BYTES;
  }

  /** The caller does not use it any more. */
  public void giveBack() {
    if (out.capacityBytes() <= LARGEST_KEPT_BYTES) {
      POOL.set(slot(), this);
    }
  }

  /** Fills in what stands before the payload, and returns the check sum of all. */
  int seal(RecordKind kind, boolean amended, int sharedNumber, long timeUnixMillis) {
    byte[] bytes = out.array();
    bytes[0] = kind.code();
    bytes[1] = (byte) (amended ? SegmentFormat.AMENDED : 0);
    bytes[2] = 0;
    bytes[3] = 0;
    INTS.set(bytes, 4, sharedNumber);
    LONGS.set(bytes, 8, timeUnixMillis);
    crc.reset();
    crc.update(bytes, 0, out.size());
    return (int) crc.getValue();
  }

  byte[] array() {
    return out.array();
  }

  int size() {
    return out.size();
  }
}
