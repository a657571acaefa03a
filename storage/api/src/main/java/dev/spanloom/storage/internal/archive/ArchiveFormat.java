package dev.spanloom.storage.internal.archive;

import dev.spanloom.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an archive, all numbers big-endian:
 *
 * <pre>
 * file    16 bytes "spanloom-archive", int version, record*
 * record  int length of the body, int CRC32C of the body, body
 * body    byte codec, int raw length, short length of the trace id, trace id in UTF-8, payload
 * </pre>
 *
 * <p>Files only grow. What a crash leaves of a record that was being written is at the end of the
 * file: too short, or with a wrong checksum.
 */
final class ArchiveFormat {
  static final int VERSION = 1;
  static final int FRAME = 8;

  private static final byte[] MAGIC = "spanloom-archive".getBytes(StandardCharsets.US_ASCII);
  static final int HEADER = MAGIC.length + Integer.BYTES;
  private static final int BODY_HEAD = 1 + Integer.BYTES + Short.BYTES;

  private ArchiveFormat() {}

  static ByteBuffer header() {
    return ByteBuffer.allocate(HEADER).put(MAGIC).putInt(VERSION).flip();
  }

  /**
   * Checks the first bytes of a file.
   *
   * @throws StorageException that names it when it is something else or of a newer version
   */
  static void checkHeader(ByteBuffer header, Path file) {
    byte[] magic = new byte[MAGIC.length];
    if (header.remaining() < HEADER
        || !header.get(magic).rewind().limit(MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
      throw new StorageException(
          file + " is no archive of Spanloom (expected: a file that archiving wrote)");
    }
    int version = header.limit(HEADER).getInt(MAGIC.length);
    if (version != VERSION) {
      throw new StorageException(
          file
              + " is an archive of version "
              + version
              + " (expected: "
              + VERSION
              + "; read it with a newer Spanloom)");
    }
  }

  static ByteBuffer encode(ArchiveRecord record) {
    byte[] id = record.encodedId();
    int length = Math.addExact(BODY_HEAD + id.length, record.packed().length);
    ByteBuffer out = ByteBuffer.allocate(Math.addExact(FRAME, length));
    out.putInt(length).putInt(0);
    out.put(record.codec().code()).putInt(record.rawLength());
    out.putShort((short) id.length).put(id).put(record.packed()).flip();
    return out.putInt(Integer.BYTES, checksum(out.slice(FRAME, length)));
  }

  /** A record out of its body; empty when the body is not one. */
  static Optional<ArchiveRecord> decode(ByteBuffer body, int checksum) {
    if (body.remaining() < BODY_HEAD || checksum(body.duplicate()) != checksum) {
      return Optional.empty();
    }
    ArchiveCodec codec = ArchiveCodec.of(body.get()).orElse(null);
    int rawLength = body.getInt();
    int idLength = Short.toUnsignedInt(body.getShort());
    if (codec == null || rawLength < 0 || idLength > body.remaining()) {
      return Optional.empty();
    }
    byte[] id = new byte[idLength];
    byte[] packed = new byte[body.get(id).remaining()];
    body.get(packed);
    return Optional.of(
        new ArchiveRecord(new String(id, StandardCharsets.UTF_8), codec, rawLength, packed));
  }

  private static int checksum(ByteBuffer body) {
    CRC32C crc = new CRC32C();
    crc.update(body);
    return (int) crc.getValue();
  }

  /** The bytes at a place; null when the file ends before. */
  static @Nullable ByteBuffer read(FileChannel channel, long offset, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        return null;
      }
    }
    return bytes.flip();
  }

  /** The length of the body of the record at a place; -1 when no whole record is there. */
  static int bodyLength(FileChannel channel, long offset, long end) throws IOException {
    ByteBuffer frame = offset < HEADER ? null : read(channel, offset, FRAME);
    if (frame == null) {
      return -1;
    }
    int length = frame.getInt();
    return length < BODY_HEAD || length > end - offset - FRAME ? -1 : length;
  }

  /** The record at a place; empty when none is there or it is damaged. */
  static Optional<ArchiveRecord> record(FileChannel channel, long offset) throws IOException {
    int length = bodyLength(channel, offset, channel.size());
    ByteBuffer bytes = length < 0 ? null : read(channel, offset, FRAME + length);
    return bytes == null
        ? Optional.empty()
        : decode(bytes.slice(FRAME, length), bytes.getInt(Integer.BYTES));
  }
}
