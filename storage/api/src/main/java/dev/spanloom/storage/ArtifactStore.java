package dev.spanloom.storage;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files beside the spans: attachments of traces, and what clients upload of them. A file whose path
 * is that of a trace ({@link ArtifactPath#trace}) belongs to it and goes when the trace is deleted.
 * Content is moved in pieces, never held as a whole.
 */
public interface ArtifactStore {
  /** Begins a file. */
  ArtifactUpload upload(ArtifactPath path);

  /** A file and its content; empty when there is none. */
  Optional<Content> open(ArtifactPath path);

  /**
   * What lies in a folder, by name; empty for a folder that is not there.
   *
   * @param folder null for the outermost one
   * @param limit at most so many
   */
  List<Entry> list(@Nullable ArtifactPath folder, int limit);

  /** Deletes a file, or all files of a folder and of those in it; says how many there were. */
  long delete(ArtifactPath path);

  /**
   * A file and its bytes.
   *
   * @param stream reads while it is read; needs no closing. Fails with an IOException when the file
   *     is deleted or replaced meanwhile
   */
  record Content(Artifact artifact, InputStream stream) {}

  /**
   * What lies in a folder.
   *
   * @param name the last name of its path
   * @param sizeBytes of a file; null for a folder
   */
  record Entry(String name, @Nullable Long sizeBytes) {
    public boolean isFolder() {
      return sizeBytes == null;
    }
  }
}
