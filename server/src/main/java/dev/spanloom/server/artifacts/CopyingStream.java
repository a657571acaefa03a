package dev.spanloom.server.artifacts;

import dev.spanloom.storage.ArtifactUpload;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Stores what is read. Closing it closes nothing. */
final class CopyingStream extends FilterInputStream {
  private final ArtifactUpload upload;

  CopyingStream(InputStream in, ArtifactUpload upload) {
    super(in);
    this.upload = upload;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      upload.write(new byte[] {(byte) read}, 0, 1);
    }
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count > 0) {
      upload.write(bytes, offset, count);
    }
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() {
    // whoever opened what it reads closes that
  }
}
