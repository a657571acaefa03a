package dev.spanloom.internal.spool;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that only their owner reads: they hold what programs ask and answer. And file access that
 * an interrupt of the program's thread does not break.
 */
final class PrivateFiles {
  static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

  private PrivateFiles() {}

  /** What a new file is made with; nothing where the file system knows no such rights. */
  static FileAttribute<?>[] attributes(Path file, Set<PosixFilePermission> rights) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)}
        : new FileAttribute<?>[0];
  }

  /**
   * Makes a folder, and those above it, for the owner alone; one that is there keeps its rights.
   */
  static void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, attributes(folder, FOLDER));
  }

  /** Makes a new folder, whatever the umask says. */
  static void createNewFolder(Path folder) throws IOException {
    Files.createDirectory(folder, attributes(folder, FOLDER));
    if (Files.getFileAttributeView(folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        != null) {
      Files.setPosixFilePermissions(folder, FOLDER);
    }
  }

  /** File access that can be done again. */
  @FunctionalInterface
  interface Access<T> {
    T run() throws IOException;
  }

  /**
   * Does it although the thread is interrupted, and leaves it interrupted: a channel closes itself
   * when an interrupted thread uses it.
   */
  static <T> T uninterrupted(Access<T> access) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return access.run();
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
