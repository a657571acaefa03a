package dev.spanloom.storage.transfer;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream cut into its lines, each of which is a stream of its own: a reader that stumbles over
 * one goes on with the next, and no line has to fit into memory. Closing does nothing. Not
 * thread-safe.
 */
final class LineStream extends InputStream {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private boolean lineEnded = true;
  private boolean ended;
  private long number;

  LineStream(InputStream in) {
    this.in = in;
  }

  /** Goes to the next line, leaving out what was not read of this one; false at the end. */
  boolean nextLine() throws IOException {
    while (!lineEnded && !ended) {
      skipInBuffer();
    }
    if (!fill()) {
      return false;
    }
    lineEnded = false;
    number++;
    return true;
  }

  /** The number of the line, from 1. */
  long number() {
    return number;
  }

  private void skipInBuffer() throws IOException {
    if (!fill()) {
      return;
    }
    while (position < limit) {
      if (buffer[position++] == '\n') {
        lineEnded = true;
        return;
      }
    }
  }

  private boolean fill() throws IOException {
    if (position < limit) {
      return true;
    }
    if (!ended) {
      position = 0;
      limit = Math.max(0, in.read(buffer, 0, buffer.length));
      ended = limit == 0;
    }
    return !ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (lineEnded || !fill()) {
      return -1;
    }
    int end = Math.min(limit, position + length);
    int at = position;
    while (at < end && buffer[at] != '\n') {
      at++;
    }
    int count = at - position;
    System.arraycopy(buffer, position, into, offset, count);
    position = at;
    if (at < end) {
      position++;
      lineEnded = true;
    }
    return count == 0 ? (lineEnded ? -1 : 0) : count;
  }
}
