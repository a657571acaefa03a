package dev.spanloom.storage.sql.store;

import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.internal.PieceStream;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.internal.rows.Artifacts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The content of a file, of which one piece is held. Not thread-safe. */
final class PiecesStream extends PieceStream {
  private final Engine engine;
  private final Artifacts.Row file;
  private int next;

  PiecesStream(Engine engine, Artifacts.Row file) {
    this.engine = engine;
    this.file = file;
  }

  @Override
  protected byte @Nullable [] next() throws IOException {
    if (next >= file.pieces()) {
      return null;
    }
    try {
      byte[] piece = engine.read(sql -> Artifacts.piece(sql, file, next));
      next++;
      return piece;
    } catch (StorageException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
