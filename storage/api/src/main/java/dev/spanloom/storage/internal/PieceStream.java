package dev.spanloom.storage.internal;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A stream of pieces, of which one is held. Not thread-safe. */
public abstract class PieceStream extends InputStream {
  private byte[] piece = new byte[0];
  private int position;

  protected PieceStream() {}

  /** The next piece, which is not empty; null at the end, then and when asked again. */
  protected abstract byte @Nullable [] next() throws IOException;

  @Override
  public final int read() throws IOException {
    return fill() ? piece[position++] & 0xFF : -1;
  }

  @Override
  public final int read(byte[] bytes, int offset, int length) throws IOException {
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
    byte[] more = next();
    if (more == null) {
      return false;
    }
    piece = more;
    position = 0;
    return true;
  }
}
