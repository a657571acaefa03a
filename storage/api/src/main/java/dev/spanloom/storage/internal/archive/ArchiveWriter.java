package dev.spanloom.storage.internal.archive;

import dev.spanloom.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes an archive. What was appended is safe once {@link #sync} has returned; only then may the
 * store let go of it. Owns an open file. Not thread-safe.
 */
public final class ArchiveWriter implements AutoCloseable {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path file;
  private final FileChannel channel;
  private long end;

  private ArchiveWriter(Path file, FileChannel channel, long end) {
    this.file = file;
    this.channel = channel;
    this.end = end;
  }

  /**
   * Begins a new file, named after the time, in a folder, which is made when it is missing.
   *
   * @throws StorageException when the folder cannot be written
   */
  public static ArchiveWriter createIn(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StorageException(
          "archive folder " + folder.toAbsolutePath() + " cannot be made: " + e, e);
    }
    String name =
        "spanloom-"
            + STAMP.format(Instant.now())
            + "-"
            + UUID.randomUUID().toString().substring(0, 8)
            + ".archive";
    return create(folder.resolve(name).toAbsolutePath());
  }

  /**
   * Begins a new file.
   *
   * @throws StorageException when it is there already or cannot be written
   */
  public static ArchiveWriter create(Path file) {
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      ArchiveWriter writer = new ArchiveWriter(file, channel, 0);
      writer.write(ArchiveFormat.header());
      syncFolder(file);
      return writer;
    } catch (FileAlreadyExistsException e) {
      throw new StorageException("archive " + file + " is there already (expected: a new name)", e);
    } catch (IOException e) {
      close(channel);
      throw new StorageException(
          "archive " + file + " cannot be written: " + e + " (check folder, rights and space)", e);
    }
  }

  /**
   * Goes on behind the last whole record of a file; what a crash left behind it is cut off.
   *
   * @throws StorageException when it is missing, no archive, or cannot be written
   */
  public static ArchiveWriter append(Path file) {
    long end;
    try (ArchiveFile existing = ArchiveFile.open(file)) {
      end = existing.end();
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
      channel.truncate(end);
      return new ArchiveWriter(file, channel, end);
    } catch (IOException e) {
      close(channel);
      throw new StorageException(
          "archive " + file + " cannot be written: " + e + " (check rights and space)", e);
    }
  }

  /** A folder's own entry has to reach the disk too, where the system can be asked for that. */
  @SuppressWarnings("EmptyCatch") // Windows opens no folders, and needs no such thing
  private static void syncFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
        opened.force(true);
      } catch (IOException e) {
        // said above
      }
    }
  }

  public Path file() {
    return file;
  }

  /** How many bytes the file has. */
  public long size() {
    return end;
  }

  /**
   * Adds a record.
   *
   * @return where it is, for {@link ArchiveFile#read}
   */
  public long append(ArchiveRecord record) {
    long offset = end;
    try {
      write(ArchiveFormat.encode(record));
      return offset;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    long position = end;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
    end = position;
  }

  /** Returns once all that was appended is on the medium. */
  public void sync() {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private StorageException failed(IOException e) {
    return new StorageException(
        "archive " + file + " cannot be written: " + e + " (is there space left?)", e);
  }

  /** Closes the file and takes it away again, for an archive that came to nothing. */
  public void discard() {
    close();
    try {
      Files.delete(file);
    } catch (NoSuchFileException e) {
      // gone already
    } catch (IOException e) {
      throw new StorageException("archive " + file + " cannot be removed: " + e, e);
    }
  }

  @Override
  public void close() {
    close(channel);
  }

  @SuppressWarnings("EmptyCatch") // what matters was forced before
  private static void close(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // said above
      }
    }
  }
}
