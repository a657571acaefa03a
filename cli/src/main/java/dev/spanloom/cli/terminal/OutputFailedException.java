package dev.spanloom.cli.terminal;

import java.io.IOException;

/** Standard output cannot be written. */
public final class OutputFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean unread;

  OutputFailedException(IOException cause) {
    super("cannot write to standard output: " + cause.getMessage(), cause);
    this.unread = String.valueOf(cause.getMessage()).contains("Broken pipe");
  }

  /** Whether only nobody reads it any longer, as in {@code … | head}: nothing to complain about. */
  public boolean isUnread() {
    return unread;
  }
}
