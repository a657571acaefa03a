package dev.spanloom.server.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails when more is read from it than is taken. */
final class BoundedStream extends FilterInputStream {
  private final int mostBytes;
  private long read;

  BoundedStream(InputStream in, int mostBytes) {
    super(in);
    this.mostBytes = mostBytes;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    count(Math.max(0, count));
    return count;
  }

  private void count(int more) throws TooLargeException {
    read += more;
    if (read > mostBytes) {
      throw new TooLargeException(mostBytes);
    }
  }
}
