package dev.spanloom.storage.transfer;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * A stream of which the first bytes were looked at. What a damaged compressed file gives before its
 * damage is not lost: buffers between here and the file would drop it with the exception.
 *
 * @param head the first bytes
 * @param stream all bytes, these among them
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, neither changed nor compared
record PeekedInput(byte[] head, InputStream stream) {
  static final String BROKEN_OFF = "the file is damaged or ends too early: ";

  static PeekedInput of(InputStream in, int bytes) throws IOException {
    byte[] head = new byte[bytes];
    int count = 0;
    try {
      int read;
      while (count < bytes && (read = in.read(head, count, bytes - count)) > 0) {
        count += read;
      }
    } catch (EOFException | ZipException e) {
      if (count == 0) {
        throw e;
      } // else whoever reads on runs into it again
    }
    byte[] peeked = Arrays.copyOf(head, count);
    return new PeekedInput(peeked, new SequenceInputStream(new ByteArrayInputStream(peeked), in));
  }

  boolean isGzip() {
    return head.length > 2 && head[0] == 0x1F && (head[1] & 0xFF) == 0x8B;
  }
}
