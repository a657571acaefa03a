package dev.spanloom.internal.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The folder of one spool, held by the lock on a file in it as long as its process lives: the
 * system lets go of the lock however the process ends.
 */
final class SpoolFolder implements Closeable {
  static final String SEGMENT_SUFFIX = ".spool";
  private static final String LOCK = "owner.lock";
  private static final int ATTEMPTS = 100;

  /**
   * System properties of this prefix and a path say which folders this process holds, to all copies
   * of this class in it. A process must not open a lock file that it holds already: where locks are
   * POSIX's, closing it again would let go of the lock.
   */
  private static final String HELD = "dev.spanloom.spool.held:";

  private static final String PROCESS = UUID.randomUUID().toString().substring(0, 8);
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path path;
  private final FileChannel lockFile;

  private SpoolFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /** A new one of this process. */
  static SpoolFolder create(Path root) throws IOException {
    PrivateFiles.createFolder(root);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Path path =
          root.resolve(
              PROCESS + "-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet());
      try {
        PrivateFiles.createNewFolder(path);
        Optional<SpoolFolder> folder =
            PrivateFiles.uninterrupted(
                () -> lock(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        if (folder.isPresent()) {
          return folder.get();
        }
      } catch (FileAlreadyExistsException | NoSuchFileException e) {
        // another copy of this class has it, or another process took it for one that was left
      }
    }
    throw new IOException("no folder of our own could be made in " + root);
  }

  /** One whose process is dead, or has let go of it; empty when it is held, or gone. */
  static Optional<SpoolFolder> adopt(Path path) throws IOException {
    try {
      return lock(path, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Optional<SpoolFolder> lock(Path path, StandardOpenOption... options)
      throws IOException {
    if (System.getProperties().putIfAbsent(heldKey(path), "true") != null) {
      return Optional.empty();
    }
    SpoolFolder folder = null;
    try {
      Path file = path.resolve(LOCK);
      FileChannel channel =
          FileChannel.open(file, Set.of(options), PrivateFiles.attributes(file, PrivateFiles.FILE));
      FileLock lock = null;
      try {
        lock = channel.tryLock();
      } finally {
        if (lock == null) {
          channel.close();
        }
      }
      folder = lock == null ? null : new SpoolFolder(path, channel);
      return Optional.ofNullable(folder);
    } finally {
      if (folder == null) {
        System.clearProperty(heldKey(path));
      }
    }
  }

  private static String heldKey(Path path) {
    return HELD + path.toAbsolutePath().normalize();
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** All folders of spools, whoever holds them. */
  static List<Path> all(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(root)) {
      return found.filter(path -> Files.exists(path.resolve(LOCK))).sorted().toList();
    }
  }

  Path path() {
    return path;
  }

  Path segment(long sequence) {
    return path.resolve(String.format("%08x%s", sequence, SEGMENT_SUFFIX));
  }

  /** In the order in which they were written. */
  static List<Path> segments(Path folder) throws IOException {
    return files(folder, SEGMENT_SUFFIX);
  }

  static List<Path> cursors(Path folder) throws IOException {
    return files(folder, SpoolCursor.SUFFIX);
  }

  private static List<Path> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(file -> name(file).endsWith(suffix)).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Deletes it with all that is in it. */
  void delete() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(path)) {
      files = new ArrayList<>(found.toList());
    }
    Path lockPath = path.resolve(LOCK);
    files.remove(lockPath);
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    close();
    Files.deleteIfExists(lockPath);
    Files.deleteIfExists(path);
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
    System.clearProperty(heldKey(path));
  }
}
