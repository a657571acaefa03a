package dev.spanloom.internal.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Makes the files of segments. A seam, so that tests can let a disk be full. */
@FunctionalInterface
public interface FileAllocation {
  /**
   * Makes a file of zeros and maps it. Called again for the same file when the first call was cut
   * off by an interrupt.
   *
   * @throws IOException when there is no room for it; the file is then to be deleted
   */
  MappedByteBuffer allocate(Path file, int bytes) throws IOException;

  /**
   * Writes the zeros rather than setting the length: a sparse file takes its blocks when a page is
   * first written back, and when there are none left, touching the mapping kills the whole JVM. A
   * full disk is an exception here, where it can be caught. The pages are then touched once through
   * the mapping, so that the threads of the program find them mapped and writable.
   */
  FileAllocation DISK =
      (file, bytes) -> {
        try (FileChannel channel =
            FileChannel.open(
                file,
                Set.of(
                    StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PrivateFiles.attributes(file, PrivateFiles.FILE))) {
          ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(bytes, 1 << 18));
          long written = 0;
          while (written < bytes) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - written));
            written += channel.write(zeros, written);
          }
          MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
          for (int page = 0; page < bytes; page += 4096) {
            mapped.put(page, (byte) 0);
          }
          return mapped;
        }
      };

  /** Deletes what a failed attempt left; that it cannot be deleted is no further failure. */
  static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      System.getLogger("dev.spanloom")
          .log(System.Logger.Level.DEBUG, "spool file " + file + " stays", e);
    }
  }
}
