package dev.spanloom.storage;

/**
 * The medium failed; the message names it, says what failed and what to do. What was acknowledged
 * is safe.
 */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message) {
    super(message);
  }

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
