package dev.spanloom.storage.sql.store;

import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.internal.rows.Artifacts;
import java.io.IOException;
import java.io.InputStream;

/** The content of a file, of which one piece is held. Not thread-safe. */
final class PiecesStream extends InputStream {
  private final Engine engine;
  private final Artifacts.Row file;
  private byte[] piece = new byte[0];
  private int next;
  private int position;

  PiecesStream(Engine engine, Artifacts.Row file) {
    this.engine = engine;
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    return fill() ? piece[position++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, piece.length - position);
    System.arraycopy(piece, position, bytes, offset, count);
    position += count;
    return count;
  }

  /** False at the end. */
  private boolean fill() throws IOException {
    if (position < piece.length) {
      return true;
    }
    if (next >= file.pieces()) {
      return false;
    }
    try {
      piece = engine.read(sql -> Artifacts.piece(sql, file, next));
    } catch (StorageException e) {
      throw new IOException(e.getMessage(), e);
    }
    position = 0;
    next++;
    return true;
  }
}
