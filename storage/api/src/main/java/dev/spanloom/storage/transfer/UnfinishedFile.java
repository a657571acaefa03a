package dev.spanloom.storage.transfer;

import dev.spanloom.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that has another name until it is complete, and that goes when it is not: also when the
 * process is told to end, as by Ctrl-C. Not thread-safe.
 */
final class UnfinishedFile implements AutoCloseable {
  private final Path file;
  private final Path part;
  private final Thread atEnd;

  /** For the file of a path that has a name. */
  UnfinishedFile(Path file) {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    this.atEnd = new Thread(this::delete, "spanloom-unfinished-file");
  }

  /**
   * The path to write to.
   *
   * @throws StorageException when the process is about to end: nothing would delete it any more
   */
  Path begin() {
    try {
      Runtime.getRuntime().addShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      throw new StorageException("cannot write " + file + ": the process ends", e);
    }
    return part;
  }

  /** Gives it its name; a file of that name is replaced. */
  void complete() throws IOException {
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private void delete() {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // what made the writing fail is said already
    }
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      // it runs already
    }
  }
}
