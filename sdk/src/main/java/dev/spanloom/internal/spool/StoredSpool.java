package dev.spanloom.internal.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A spool as it lies on the disk, of a process that lives or has died. Looking changes nothing. Not
 * thread-safe.
 */
public final class StoredSpool {
  private final Path path;
  private final List<Path> segments;
  private final Map<String, SpoolCursor> cursors = new LinkedHashMap<>();
  private int version;
  private long processId;
  private long createdUnixMillis;
  private long lastSegmentUnixMillis;
  private long sizeBytes;

  private StoredSpool(Path path) throws IOException {
    this.path = path;
    this.segments = SpoolFolder.segments(path);
  }

  /** All that lie in a folder, those that cannot be read left out. */
  public static List<StoredSpool> all(Path root) throws IOException {
    List<StoredSpool> all = new ArrayList<>();
    for (Path path : SpoolFolder.all(root)) {
      try {
        all.add(open(path));
      } catch (NoSuchFileException e) {
        // shipped meanwhile
      }
    }
    return all;
  }

  public static StoredSpool open(Path path) throws IOException {
    StoredSpool spool = new StoredSpool(path);
    spool.look();
    return spool;
  }

  private void look() throws IOException {
    for (Path file : segments) {
      byte[] start;
      try (InputStream in = Files.newInputStream(file)) {
        start = in.readNBytes(SegmentFormat.HEADER_BYTES);
        sizeBytes += Files.size(file);
      }
      SegmentFormat.Header header =
          SegmentFormat.readHeader(ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN));
      if (header != null) {
        version = Math.max(version, header.version());
        processId = header.processId();
        createdUnixMillis = createdUnixMillis == 0 ? header.createdUnixMillis() : createdUnixMillis;
        lastSegmentUnixMillis = header.createdUnixMillis();
      }
    }
    for (Path file : SpoolFolder.cursors(path)) {
      SpoolCursor cursor = SpoolCursor.open(file);
      if (cursor != null) {
        cursors.put(cursor.uri(), cursor);
      }
    }
  }

  public Path path() {
    return path;
  }

  /** Where its records go, without login. */
  public List<String> uris() {
    return List.copyOf(cursors.keySet());
  }

  /**
   * Deletes it when its process died before it wrote anything; nothing happens otherwise. It has no
   * destination then, and nobody would ever ship it.
   */
  public void deleteIfNeverUsed() throws IOException {
    if (SpoolFolder.cursors(path).isEmpty()) {
      Optional<SpoolFolder> folder = SpoolFolder.adopt(path);
      if (folder.isPresent()) {
        folder.get().delete();
      }
    }
  }

  /** Written by a later version of this program, which alone can ship it. */
  public boolean isOfLaterVersion() {
    return version > SegmentFormat.VERSION;
  }

  public int version() {
    return version;
  }

  public long processId() {
    return processId;
  }

  /** When its first segment that is there was made; 0 when there is none. */
  public long createdUnixMillis() {
    return createdUnixMillis;
  }

  /** When its last segment was made; 0 when there is none. */
  public long lastSegmentUnixMillis() {
    return lastSegmentUnixMillis;
  }

  /** What it takes on the disk. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** Reads it for a destination without moving anything; all of it when it is not for that one. */
  public StoredReader reader(String uri) {
    return new StoredReader(segments, cursors.get(uri));
  }

  /** Whether a process holds it. One that belongs to this process counts as held. */
  public boolean isHeld() throws IOException {
    Optional<SpoolFolder> folder = SpoolFolder.adopt(path);
    if (folder.isEmpty()) {
      return true;
    }
    folder.get().close();
    return false;
  }

  /** Takes it over from a dead process; empty when it is held, gone, or of a later version. */
  public Optional<Adopted> adopt() throws IOException {
    Optional<SpoolFolder> folder = isOfLaterVersion() ? Optional.empty() : SpoolFolder.adopt(path);
    return folder.isPresent() ? Optional.of(new Adopted(folder.get())) : Optional.empty();
  }

  /** A spool of a dead process in the hands of this one. Owns the lock on it; not thread-safe. */
  public static final class Adopted implements AutoCloseable {
    private final SpoolFolder folder;
    private final Map<String, Path> cursorFiles = new LinkedHashMap<>();
    private final List<Path> segments;

    private Adopted(SpoolFolder folder) throws IOException {
      this.folder = folder;
      this.segments = SpoolFolder.segments(folder.path());
      for (Path file : SpoolFolder.cursors(folder.path())) {
        SpoolCursor cursor = SpoolCursor.open(file);
        if (cursor != null) {
          cursorFiles.put(cursor.uri(), file);
        }
      }
    }

    public Path path() {
      return folder.path();
    }

    /** Reads it for a destination, and notes what has arrived; null when it is not for that one. */
    public @Nullable StoredReader reader(String uri) throws IOException {
      Path file = cursorFiles.get(uri);
      SpoolCursor cursor = file == null ? null : SpoolCursor.openToMove(file);
      return cursor == null ? null : new StoredReader(segments, cursor);
    }

    /** A destination has all of it. When it was the last one, the folder goes. */
    public void finish(String uri) throws IOException {
      Path file = cursorFiles.remove(uri);
      if (file != null) {
        Files.deleteIfExists(file);
      }
      if (cursorFiles.isEmpty()) {
        folder.delete();
      }
    }

    /** Lets go of it; what was not finished is there for another time. */
    @Override
    public void close() throws IOException {
      folder.close();
    }
  }
}
