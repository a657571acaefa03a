package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.internal.archive.ArchiveFile;
import dev.spanloom.storage.sql.Sql;
import java.nio.file.Path;
import java.sql.SQLException;

/** Payloads that were moved to archive files. */
public final class ArchivedPayloads {
  private ArchivedPayloads() {}

  /**
   * A payload as it was packed.
   *
   * @throws StorageException that names the file when it is missing or damaged
   */
  public static byte[] packed(Sql sql, long archiveId, long offset) throws SQLException {
    String path =
        sql.one(
                "SELECT path FROM archives WHERE archive_id = ?",
                row -> row.getString(1),
                archiveId)
            .orElseThrow(
                () ->
                    new StorageException(
                        "archive " + archiveId + " is not known; run 'spanloom doctor'"));
    try (ArchiveFile file = ArchiveFile.open(Path.of(path))) {
      return file.read(offset).packed();
    }
  }
}
