package dev.spanloom.internal.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a destination has got: a small mapped file, so that it outlives the process as the
 * records do. One thread moves it; any may look.
 *
 * <pre>
 * magic 8 | version 4 | length of the URI 4 | position 8 | URI, UTF-8
 * </pre>
 *
 * <p>The URI is without login: where it goes is known, how to get in is not on the disk.
 */
final class SpoolCursor {
  static final String SUFFIX = ".cursor";
  private static final long MAGIC = 0x5243524D4F4F4C53L; // "SLOOMRCR"
  private static final int HEADER_BYTES = 24;
  private static final int POSITION_AT = 16;

  private final String uri;
  private final ByteBuffer buffer;

  private SpoolCursor(String uri, ByteBuffer buffer) {
    this.uri = uri;
    this.buffer = buffer;
  }

  /** A new one at the beginning. */
  static SpoolCursor create(Path file, String uri) throws IOException {
    byte[] text = uri.getBytes(StandardCharsets.UTF_8);
    ByteBuffer content =
        ByteBuffer.allocate(HEADER_BYTES + text.length).order(ByteOrder.LITTLE_ENDIAN);
    content.putLong(MAGIC).putInt(SegmentFormat.VERSION).putInt(text.length).putLong(0).put(text);
    return PrivateFiles.uninterrupted(
        () -> {
          try (FileChannel channel =
              FileChannel.open(
                  file,
                  Set.of(
                      StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                  PrivateFiles.attributes(file, PrivateFiles.FILE))) {
            content.rewind();
            while (content.hasRemaining()) {
              channel.write(content, content.position());
            }
            return new SpoolCursor(uri, map(channel));
          }
        });
  }

  /** Null when it is none, or one of a later version. */
  static @Nullable SpoolCursor open(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER_BYTES
        || content.getLong(0) != MAGIC
        || content.getInt(8) > SegmentFormat.VERSION
        || content.getInt(12) != bytes.length - HEADER_BYTES) {
      return null;
    }
    String uri =
        new String(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, StandardCharsets.UTF_8);
    return new SpoolCursor(uri, content);
  }

  /** The same, to be moved. */
  static @Nullable SpoolCursor openToMove(Path file) throws IOException {
    SpoolCursor read = open(file);
    if (read == null) {
      return null;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new SpoolCursor(read.uri, map(channel));
    }
  }

  private static MappedByteBuffer map(FileChannel channel) throws IOException {
    MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
    mapped.order(ByteOrder.LITTLE_ENDIAN);
    return mapped;
  }

  String uri() {
    return uri;
  }

  long position() {
    return buffer.getLong(POSITION_AT);
  }

  void move(long position) {
    buffer.putLong(POSITION_AT, position);
  }
}
