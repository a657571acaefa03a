package dev.spanloom.storage;

import java.nio.file.Path;

/**
 * Moves payloads of traces out of the store into compressed files and back. An archived trace is
 * found as before by everything but {@code trace.text} and {@code span.content}, which it has none
 * of (its text is no longer indexed), and is read as before as long as its file is in its place. It
 * is archived until it is restored: spans that come meanwhile stay in the store and are read with
 * the others, and their text is not found either. Deleting a trace leaves the file as it is.
 */
public interface TraceArchive {
  /**
   * Archives the traces that a query finds into a new file of a folder, in batches; without any, no
   * file is made. A trace that is archived already, and one without spans, is left alone. The page
   * and the order of the query are not looked at.
   *
   * @throws StorageException when the folder cannot be written
   */
  ArchiveReport archive(TraceQuery query, Path folder, TraceDeletion.Progress progress);

  /**
   * Takes the archived traces that a query finds back into the store. Their file stays as it is.
   *
   * @throws StorageException when an archive file is missing or damaged; names it
   */
  ArchiveReport restore(TraceQuery query, TraceDeletion.Progress progress);

  /**
   * What was moved.
   *
   * @param traces how many
   * @param payloadBytes of their spans, compressed
   * @param files the archive files written or read
   */
  record ArchiveReport(long traces, long payloadBytes, java.util.List<Path> files) {
    public ArchiveReport {
      files = java.util.List.copyOf(files);
    }
  }
}
