package dev.spanloom.storage;

/**
 * A file that is being stored, piece by piece; nobody sees it before it is committed. Closing one
 * that was not committed leaves nothing of it. Not thread-safe.
 *
 * <pre>{@code
 * try (ArtifactUpload upload = store.artifacts().upload(path)) {
 *   in.transferTo(upload.stream());
 *   upload.commit();
 * }
 * }</pre>
 */
public interface ArtifactUpload extends AutoCloseable {
  /** Takes some bytes; they may be used again afterwards. */
  void write(byte[] bytes, int offset, int length);

  /**
   * Ends the file, which from then on is there in place of one that had its path. Durable on
   * return.
   *
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_DOES_NOT_EXIST when its trace is
   *     not there (any more), INVALID_PARAMETER_VALUE when a file lies where it needs a folder, or
   *     a folder where it is to be
   */
  Artifact commit();

  /** The bytes as a stream, whose closing does nothing. */
  default java.io.OutputStream stream() {
    return new java.io.OutputStream() {
      @Override
      public void write(int b) {
        ArtifactUpload.this.write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        ArtifactUpload.this.write(bytes, offset, length);
      }
    };
  }

  @Override
  void close();
}
