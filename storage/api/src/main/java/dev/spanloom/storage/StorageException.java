package dev.spanloom.storage;

import org.jspecify.annotations.Nullable;

/**
 * A store that cannot do its work: its file cannot be opened, read or written, or it is closed. The
 * message names the file, what failed and what to do.
 */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message) {
    super(message);
  }

  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
