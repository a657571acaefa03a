package dev.spanloom.storage.internal.archive;

import dev.spanloom.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an archive. Owns an open file. Thread-safe; a thread that is interrupted while it reads
 * closes the file for all.
 */
public final class ArchiveFile implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private ArchiveFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a file.
   *
   * @throws StorageException that names it when it is missing, no archive, or of a newer version
   */
  public static ArchiveFile open(Path file) {
    if (!Files.exists(file)) {
      throw new StorageException(
          "archive " + file + " is missing (expected: the file in the place it was written to)");
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    ArchiveFile opened = new ArchiveFile(file, channel);
    try {
      ByteBuffer header = ArchiveFormat.read(channel, 0, ArchiveFormat.HEADER);
      ArchiveFormat.checkHeader(header == null ? ByteBuffer.allocate(0) : header, file);
      return opened;
    } catch (IOException e) {
      opened.close();
      throw unreadable(file, e);
    } catch (StorageException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * The record at a place that {@link ArchiveWriter#append} gave.
   *
   * @throws StorageException that names the file when no whole record is there
   */
  public ArchiveRecord read(long offset) {
    try {
      return ArchiveFormat.record(channel, offset)
          .orElseThrow(
              () ->
                  new StorageException(
                      "archive "
                          + file
                          + " is damaged at byte "
                          + offset
                          + " (put a good copy of the file in its place)"));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Is shown records. */
  @FunctionalInterface
  public interface Visitor {
    void record(long offset, ArchiveRecord record);
  }

  /**
   * What a file has in it.
   *
   * @param records that are whole
   * @param damaged where records are whose checksum is wrong
   * @param end where the next record would go
   * @param tornBytes behind the end, of a record that was never finished
   */
  public record Contents(long records, List<Long> damaged, long end, long tornBytes) {
    public Contents {
      damaged = List.copyOf(damaged);
    }
  }

  /** Reads all, in the order of the file, and passes on the records that are whole. */
  public Contents scan(Visitor visitor) {
    try {
      long size = channel.size();
      long end = end();
      long records = 0;
      List<Long> damaged = new ArrayList<>();
      long offset = ArchiveFormat.HEADER;
      while (offset < end) {
        ArchiveRecord record = ArchiveFormat.record(channel, offset).orElse(null);
        if (record == null) {
          damaged.add(offset);
        } else {
          visitor.record(offset, record);
          records++;
        }
        offset += ArchiveFormat.FRAME + ArchiveFormat.bodyLength(channel, offset, size);
      }
      return new Contents(records, damaged, end, size - end);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Where the last whole record ends. Checks the checksum of the last one only. */
  long end() {
    try {
      long size = channel.size();
      long last = -1;
      long offset = ArchiveFormat.HEADER;
      int length = ArchiveFormat.bodyLength(channel, offset, size);
      while (length >= 0) {
        last = offset;
        offset += ArchiveFormat.FRAME + length;
        length = ArchiveFormat.bodyLength(channel, offset, size);
      }
      boolean torn = last >= 0 && ArchiveFormat.record(channel, last).isEmpty();
      return torn ? last : offset;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static StorageException unreadable(Path file, IOException e) {
    return new StorageException("archive " + file + " cannot be read: " + e, e);
  }

  @Override
  @SuppressWarnings("EmptyCatch") // it was only read
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // said above
    }
  }
}
